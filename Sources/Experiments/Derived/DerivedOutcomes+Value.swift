import Quantities

extension DerivedOutcomes {
    /// The outcomes with a margin added up per unit, so that their covariance enters.
    mutating func addValue(to table: inout ExperimentTable, _ problems: inout [Problem]) {
        var parts: [(factor: Double, outcome: ExperimentTable.Outcome, index: Int)] = []
        for margin in plan.margins {
            guard let index = table.outcomes.firstIndex(where: { $0.name == margin.metric }) else {
                problems.append(
                    Problem(
                        "there is no outcome \(margin.metric)",
                        remedy: margin.metric == UpliftPlan.retentionMetric
                            ? "retention needs --send and --event"
                            : "the outcomes are " + table.outcomes.map(\.name).joined(separator: ", "),
                        field: "--margin"))
                continue
            }
            parts.append((plan.margin(of: margin.metric) ?? 0, table.outcomes[index], index))
        }
        guard parts.count == plan.margins.count else { return }
        metrics.append(
            DerivedMetric(
                metric: UpliftPlan.valueMetric, kind: .value,
                definition: DerivedOutcomes.formula(parts.map { ($0.factor, $0.outcome.name) })
                    + " per unit, before the cost of treating it"))
        func isPresent(_ row: Int) -> Bool { parts.allSatisfy { !$0.outcome.values[row].isNaN } }
        guard !parts.contains(where: { $0.outcome.linearization != nil }) else {
            table.add(
                UpliftPlan.valueMetric, .sum(parts.map { ($0.factor, $0.outcome) }), isPresent: isPresent)
            return
        }
        var deviations: [Double]?
        if table.isCells {
            guard let sums = cellDeviations(parts, table, &problems) else { return }
            deviations = sums
        }
        let values = (0..<table.rowCount).map { row in
            parts.reduce(0.0) { $0 + $1.factor * $1.outcome.values[row] }
        }
        table.outcomes.append(
            ExperimentTable.Outcome(
                name: UpliftPlan.valueMetric, values: values, deviations: deviations, isBinary: false))
        table.addCovariateProducts(parts.map { ($0.factor, $0.index) })
    }

    /// Such as `0.4 × revenue − 8.0 × returns`.
    private static func formula(_ parts: [(factor: Double, name: String)]) -> String {
        parts.enumerated().map { index, part in
            let sign = part.factor < 0 ? (index == 0 ? "−" : " − ") : (index == 0 ? "" : " + ")
            return "\(sign)\(abs(part.factor)) × \(part.name)"
        }.joined()
    }

    /// Σᵢⱼ fᵢfⱼ Cᵢⱼ within each cell.
    private func cellDeviations(
        _ parts: [(factor: Double, outcome: ExperimentTable.Outcome, index: Int)], _ table: ExperimentTable,
        _ problems: inout [Problem]
    ) -> [Double]? {
        var sums = Array(repeating: 0.0, count: table.rowCount)
        for (position, part) in parts.enumerated() {
            guard let own = part.outcome.deviations else { return nil }
            for row in sums.indices { sums[row] += part.factor * part.factor * own[row] }
            for other in parts[..<position] {
                guard let products = table.products(part.index, other.index) else {
                    problems.append(
                        missingProducts(other.outcome.name, part.outcome.name, "--margin"))
                    continue
                }
                for row in sums.indices { sums[row] += 2 * part.factor * other.factor * products[row] }
            }
        }
        return problems.isEmpty ? sums.map { max(0, $0) } : nil
    }
}
