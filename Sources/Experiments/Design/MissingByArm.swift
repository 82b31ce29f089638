import Uplift

/// Whether outcomes are missing more often in one arm than in another: then what is left is not a random comparison.
struct MissingByArm {
    /// Treatments against the control and outcomes are one family (Holm 1979) at this level.
    static let level = 0.01

    /// A warning for every outcome with missing values, an alarm where arms differ.
    static func add(to experiment: inout LoadedExperiment) {
        let table = experiment.table
        let outcomes = table.outcomes.filter { $0.values.contains(where: \.isNaN) }
        let tests = outcomes.map { MissingByArm($0, table) }
        let corrected = MultipleTests.holm(tests.flatMap(\.pValues))
        var place = 0
        for test in tests {
            let own = corrected[place..<(place + test.pValues.count)]
            place += test.pValues.count
            let smallest = own.compactMap(\.self).min() ?? 1
            if smallest < level {
                experiment.alarm(
                    "missing_outcome_by_arm",
                    "\(test.name) is missing more often in one arm than in another (\(test.rates)): the rows that are left "
                        + "differ in more than the treatment. Find out why before acting on any effect; if a blank means "
                        + "0, write --missing zero.")
            } else {
                experiment.warn(
                    "missing_outcome",
                    "\(test.missing.reduce(0, +)) of \(table.rowCount) rows have no \(test.name) (\(test.rates)); they are "
                        + "left out of it, which is sound only if being missing has nothing to do with the arm."
                )
            }
        }
    }

    private let name: String
    private let missing: [Int]
    private let sizes: [Int]
    private let arms: [String]
    /// One per treatment.
    private var pValues: [Double?] = []

    private init(_ outcome: ExperimentTable.Outcome, _ table: ExperimentTable) {
        name = outcome.name
        arms = table.arms
        sizes = table.unitCounts
        var missing = Array(repeating: 0, count: table.arms.count)
        for (value, arm) in zip(outcome.values, table.armCodes) where value.isNaN { missing[arm] += 1 }
        self.missing = missing
        pValues = table.arms.indices.dropFirst().map { arm in
            guard let clusters = table.clusters else { return pooled(arm) }
            let rows = table.armCodes.indices.filter { table.armCodes[$0] == 0 || table.armCodes[$0] == arm }
            return LinearizedDifference(
                rows.map { row in
                    LinearizedDifference.Row(
                        value: outcome.values[row].isNaN ? 1 : 0, weight: 1,
                        isTreated: table.armCodes[row] == arm,
                        cluster: clusters[row])
                })?.pValue
        }
    }

    private func pooled(_ arm: Int) -> Double? {
        guard sizes[0] > 0, sizes[arm] > 0 else { return nil }
        return TwoProportions(
            treatment: TwoProportions.Share(successes: missing[arm], count: sizes[arm]),
            control: TwoProportions.Share(successes: missing[0], count: sizes[0])
        ).pValue
    }

    private var rates: String {
        arms.indices.map { arm in
            let share = sizes[arm] > 0 ? 100 * Double(missing[arm]) / Double(sizes[arm]) : 0
            return "\(arms[arm]) \((10 * share).rounded() / 10) %"
        }.joined(separator: ", ")
    }
}
