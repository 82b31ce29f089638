import Quantities

extension CellCompressor {
    /// Coarser cells from finer ones, with the metrics that are asked for.
    func regroup(_ cells: CellTable, file: String) throws -> CellTable {
        var problems = ProblemLog()
        if let arm, arm != CellTable.armColumn || cells.arm == nil {
            problems.add(
                Problem(
                    "the cells have no such arm",
                    remedy: cells.arm == nil ? "Leave out --arm." : "The arm of cells is the column arm.",
                    file: file, line: 1, field: arm))
        }
        let metrics = (outcomes + covariates).map { name in
            cells.metric(name) ?? missing(name, "no such metric", file, &problems)
        }
        let products = CellTable.productNames(outcomes: outcomes, covariates: covariates).map {
            first, second in
            if cells.product(first, second) == nil, problems.isEmpty {
                _ = missing(CellTable.productColumn(first, second), "no such column", file, &problems)
            }
            return ProductSums(first: first, second: second, sums: cells.product(first, second) ?? [])
        }
        if problems.isEmpty {
            let selected = CellTable(
                attributes: cells.attributes, arm: cells.arm, counts: cells.counts,
                outcomes: Array(metrics.prefix(outcomes.count)),
                covariates: Array(metrics.dropFirst(outcomes.count)), products: products)
            return try selected.rolledUp(by: by, bands: bands, keepingArm: arm != nil, file: file)
        }
        // One call names every problem: those of the attributes too.
        _ = cells.columns(by, bands, file, &problems)
        try problems.throwIfAny()
        throw FinegrainError.defect("problems were noted and not thrown")
    }

    private func missing(
        _ name: String, _ message: String, _ file: String, _ problems: inout ProblemLog
    ) -> MetricSums {
        problems.add(
            Problem(
                message, remedy: "Compress the file with one row per customer instead.", file: file, line: 1,
                field: name))
        return MetricSums(name: name, sums: [], squares: [])
    }
}
