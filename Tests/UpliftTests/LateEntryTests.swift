import Testing

@testable import Uplift

/// Units that enter late, against lifelines 0.30.3 (`KaplanMeierFitter.fit(durations, event_observed, entry=)`).
@Suite struct LateEntryTests {
    /// Unit i is seen from 1 + i mod 3 for 7 i mod 5 occasions more.
    private let units = (0..<80).map { unit -> (occasions: [Int], hasEvent: Bool) in
        let start = 1 + unit % 3
        return (Array(start...(start + unit * 7 % 5)), (unit * 5 + unit % 2) % 7 < 3)
    }

    @Test func curvesAndErrorsAreThoseOfLifelines() throws {
        let result = SurvivalComparison(
            RiskHistories(occasionCount: 8, units: units), treatment: units.indices.filter { $0 % 2 == 1 },
            control: units.indices.filter { $0 % 2 == 0 })
        for (truth, group) in [(control, \SurvivalComparison.Occasion.control), (treatment, \.treatment)] {
            for (index, row) in truth.enumerated() {
                let share = result.occasions[index + 1][keyPath: group]
                #expect(abs(share.survival - row.share) < 1e-14)
                #expect(abs((share.standardError ?? .nan) - row.error) < 1e-14)
            }
        }
        for (index, pair) in zip(control, treatment).enumerated() {
            let error = (pair.0.error * pair.0.error + pair.1.error * pair.1.error).squareRoot()
            #expect(abs((result.occasions[index + 1].standardError ?? .nan) - error) < 1e-14)
        }
    }

    /// What units add up to has the same error but for chance: here within a tenth.
    @Test func pseudoValuesOfLateEntriesHaveNearlyTheSameError() throws {
        let histories = RiskHistories(occasionCount: 8, units: units)
        let group = units.indices.filter { $0 % 2 == 1 }
        let values = try #require(histories.survivalValues(units: group, after: 5))
        let mean = values.reduce(0, +) / Double(values.count)
        #expect(abs(mean - treatment[4].share) < 1e-14)
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        #expect(abs(squares.squareRoot() / Double(values.count) / treatment[4].error - 1) < 0.1)
    }

    private let control: [(share: Double, error: Double)] = [
        (0.9285714285714287, 0.06883029368995941),
        (0.8125000000000001, 0.08692947504127921),
        (0.7076612903225807, 0.09014243562165974),
        (0.6192036290322581, 0.092214036236264),
        (0.5031029485887097, 0.09625099284343863),
        (0.37732721144153236, 0.1055626292005202),
        (0.2515514742943548, 0.12449502045570658),
    ]
    private let treatment: [(share: Double, error: Double)] = [
        (0.9230769230769231, 0.07390530175619406),
        (0.8076923076923076, 0.08980520567240263),
        (0.7319711538461539, 0.09140967599099298),
        (0.6404747596153846, 0.09401632149768109),
        (0.5604154146634615, 0.09783438897933903),
        (0.35025963416466344, 0.11375425033507004),
        (0.11675321138822113, 0.10259299504247607),
    ]
}
