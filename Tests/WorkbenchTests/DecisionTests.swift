import Campaigns
import Quantities
import Scenarios
import Testing

@testable import Workbench

@Suite struct DecisionTests {
    private func row(_ segments: Double, _ nets: [Double], cost: Double = 0, hours: Double = 0, k: Int = 50)
        -> SweepRow
    {
        var values = MetricValues()
        values[.segments] = segments
        values[.netValueUSD] = nets.reduce(0, +) / Double(nets.count)
        values[.costUSD] = cost
        values[.reviewHours] = hours
        var row = SweepRow(values: [], cells: [CellResult.zero(values)], scenario: Scenario())
        row.netValues = nets
        row.privacyK = k
        return row
    }

    private func baseline(_ worlds: Int) -> SweepRow {
        SweepRow.baseline(replications: worlds, scenario: Scenario())
    }

    @Test func aClearWinnerIsRecommendedAlone() {
        let choice = Recommendation(rows: [
            baseline(4), row(5, [10, 11, 10, 11]), row(9, [99, 101, 100, 100]),
        ])
        #expect(choice.recommended == 2 && choice.set.map(\.row) == [2])
        #expect(choice.regrets == [100, 89.5, 0])
    }

    @Test func theCoarsestOfThoseThatCannotBeToldApartIsRecommended() {
        let choice = Recommendation(rows: [
            baseline(4), row(50, [100, 60, 100, 60]), row(5, [70, 95, 65, 95]),
        ])
        #expect(choice.best == 2)
        #expect(choice.set.map(\.row) == [2, 1] && choice.recommended == 2)
    }

    @Test func theBaselineIsRecommendedWhereTheBestIsWithinTwoStandardErrorsOfNothing() {
        let choice = Recommendation(rows: [baseline(4), row(5, [-50, 80, -60, 90])])
        #expect(choice.recommended == nil && choice.set.map(\.row) == [0, 1])
    }

    @Test func aRegretBelowATenthOfTheBestJoinsTheSet() {
        let choice = Recommendation(rows: [baseline(3), row(5, [95, 95, 95]), row(9, [100, 100, 100])])
        #expect(choice.set.map(\.row) == [1, 2] && choice.recommended == 1)
    }

    @Test func theParetoFrontHoldsRowsThatNothingDominates() {
        var rows = [
            row(1, [10], cost: 5, hours: 1), row(2, [20], cost: 9, hours: 2), row(3, [20], cost: 9, hours: 3),
            row(4, [9], cost: 6, hours: 1), row(5, [9], cost: 6, hours: 1, k: 100),
        ]
        ParetoFront.mark(&rows)
        #expect(rows.map(\.isPareto) == [true, true, false, false, true])
    }

    @Test func aBandInterpolatesBetweenOrderStatistics() {
        let band = Band([5, 1, 4, 2, 3])
        #expect(band.mean == 3 && band.p50 == 3 && band.p5 == 1.2 && band.p95 == 4.8)
        #expect(Band([2]).p5 == nil && Band([2]).mean == 2)
        #expect(Band([nil, nil]).mean == nil)
    }

    @Test func theBindingLimitIsTheOneUsedMost() {
        #expect(Limit.binding([.nan, 0.5, 0.89, .nan, .nan, .nan]) == "none")
        #expect(Limit.binding([0.95, 1.2, 0.9, .nan, 0.1, .nan]) == "review_hours")
        #expect(Limit.binding([0.9, .nan, .nan, .nan, .nan, .nan]) == "budget")
    }
}
