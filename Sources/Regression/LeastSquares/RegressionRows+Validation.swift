import Quantities

extension RegressionRows {
    /// Everything that forbids a fit, at once.
    /// - Throws: `FinegrainError(.badInput)` for no rows, a number that is not finite, a count or
    ///   weight that is not positive, and fewer units than columns.
    func validate() throws(FinegrainError) {
        guard !means.isEmpty, !names.isEmpty else {
            throw .badInput(
                "the regression has \(means.count) rows and \(names.count) columns",
                remedy: "give at least one row and one column")
        }
        var problems: [Problem] = []
        for (index, name) in names.enumerated() {
            report(
                design.column(index).firstIndex { !$0.isFinite }.map { $0 - index * means.count }, name,
                &problems)
        }
        report(means.firstIndex { !$0.isFinite }, "outcome", &problems)
        report(spreads?.firstIndex { !($0.isFinite && $0 >= 0) }, "outcome's spread", &problems)
        if let counts = unitCounts, let row = counts.firstIndex(where: { $0 < 1 }) {
            problems.append(
                Problem(
                    "row \(row + 1) has \(counts[row]) units", remedy: "leave empty rows out", field: "count")
            )
        }
        if let weights = unitWeights, let row = weights.firstIndex(where: { !($0.isFinite && $0 > 0) }) {
            problems.append(
                Problem(
                    "row \(row + 1) has weight \(weights[row])",
                    remedy: "weights are positive; leave the row out",
                    field: "weight"))
        }
        if problems.isEmpty, unitCount < names.count {
            problems.append(
                Problem(
                    "\(unitCount) units cannot determine \(names.count) coefficients",
                    remedy: "use fewer columns or more data"))
        }
        guard problems.isEmpty else { throw FinegrainError(.badInput, problems) }
    }

    private func report(_ row: Int?, _ field: String, _ problems: inout [Problem]) {
        guard let row else { return }
        problems.append(
            Problem(
                "row \(row + 1) has no finite number", remedy: "remove the row or fill the value in",
                field: field))
    }
}
