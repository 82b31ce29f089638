import Encodings
import Quantities

/// The outcomes of units: missing values as the plan says, and remarks on values that are seldom meant.
struct OutcomeColumns {
    let plan: UpliftPlan
    let file: String

    /// From this share of rows without a value on, a column without zeros may leave out the zeros.
    private static let manyBlanks = 0.1
    /// One value that holds this share of a metric's sum of squares decides it.
    private static let dominant = 0.5
    /// And lies so many times beyond the next one.
    private static let farBeyond = 10.0

    /// Adds the outcomes to the experiment.
    /// - Throws: bad input for an outcome without values, and for blanks that may mean zero.
    func add(
        _ columns: [(name: String, values: [Double])], to experiment: inout LoadedExperiment
    ) throws(FinegrainError) {
        var problems: [Problem] = []
        for (name, written) in columns {
            var values = written
            let missing = values.count { $0.isNaN }
            if missing == values.count {
                problems.append(
                    Problem("no row has a value", remedy: "name another outcome", file: file, field: name))
            } else if missing > 0 {
                switch plan.missingOutcomes {
                case .zero:
                    for row in values.indices where values[row].isNaN { values[row] = 0 }
                    experiment.missing.append(
                        UpliftReadout.Missing(column: name, rows: missing, treatment: "set to 0"))
                case nil where OutcomeColumns.mayMeanZero(values, missing: missing):
                    problems.append(question(name, missing: missing, of: values.count))
                case .drop, nil:
                    experiment.missing.append(
                        UpliftReadout.Missing(
                            column: name, rows: missing, treatment: "rows left out for this metric"))
                }
            }
            remark(name, values, &experiment)
            experiment.table.outcomes.append(
                ExperimentTable.Outcome(
                    name: name, values: values, deviations: nil,
                    isBinary: values.allSatisfy { $0 == 0 || $0 == 1 || $0.isNaN }))
        }
        guard problems.isEmpty else { throw FinegrainError(.badInput, problems) }
    }

    /// Whether many rows are blank, no value is zero and none is negative: as in an export of buyers' spend.
    private static func mayMeanZero(_ values: [Double], missing: Int) -> Bool {
        Double(missing) >= manyBlanks * Double(values.count) && values.allSatisfy { $0.isNaN || $0 > 0 }
    }

    private func question(_ name: String, missing: Int, of count: Int) -> Problem {
        Problem(
            "\(missing) of \(count) rows have no \(name) and none has 0: a blank may mean that nothing happened",
            remedy: "write --missing zero if a blank means 0, --missing drop if it is not known", file: file,
            field: name)
    }

    private func remark(_ name: String, _ values: [Double], _ experiment: inout LoadedExperiment) {
        let present = values.filter { !$0.isNaN }
        guard let low = present.min(), let high = present.max(), low < high else { return }
        if low != 0, low == low.rounded(), high == high.rounded(),
            present.allSatisfy({ $0 == low || $0 == high }), present.count > 2
        {
            let (a, b) = (OutcomeColumns.text(low), OutcomeColumns.text(high))
            let message =
                "\(name) holds \(a) and \(b) only and is read as a number, so that its effects are not in percentage "
                + "points, and have the wrong sign if \(a) means yes. Recode it to 0 and 1"
            // Of 1 and 2 nobody can tell which is yes, and the advice would be the opposite.
            if (low, high) == (1, 2), decides(name, experiment) {
                experiment.alarm(
                    "coded_outcome",
                    message + ", or say which is better with --direction \(name)=up or \(name)=down.")
            } else {
                experiment.warn("coded_outcome", message + ".")
            }
        }
        let sizes = present.map(abs).sorted()
        let largest = sizes[sizes.count - 1]
        let total = sizes.reduce(0) { $0 + $1 * $1 }
        guard sizes.count >= 20, largest > OutcomeColumns.farBeyond * sizes[sizes.count - 2],
            sizes[sizes.count - 2] > 0, largest * largest > OutcomeColumns.dominant * total,
            let row = values.firstIndex(where: { abs($0) == largest })
        else { return }
        let arm = experiment.table.label(experiment.table.armCodes[row])
        experiment.warn(
            "extreme_value",
            "One \(name) of \(OutcomeColumns.text(values[row])) (\(arm), row \(experiment.table.fileRows[row])) decides the "
                + "effect: the next largest is \(OutcomeColumns.text(sizes[sizes.count - 2])). Check it; if it is right, "
                + "limit its weight with --cap \(name)=p99.")
    }

    /// Whether an outcome's direction matters for what to do, and was not stated.
    private func decides(_ name: String, _ experiment: LoadedExperiment) -> Bool {
        guard !plan.directions.contains(where: { $0.metric == name }) else { return false }
        let names = experiment.roles.filter { $0.part == "outcome" }.map(\.column)
        return plan.margins.contains { $0.metric == name }
            || plan.guardrails.contains { $0.metric == name }
            || names.isEmpty || names[plan.decidingMetric(names)] == name
    }

    private static func text(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? WrittenNumber.grouped(Int(value)) : "\(value)"
    }
}
