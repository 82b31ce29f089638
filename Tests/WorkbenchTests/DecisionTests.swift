import Campaigns
import Foundation
import RandomStreams
import Scenarios
import Testing

@testable import Workbench

@Suite struct DecisionTests {
    private typealias Rows = SweepRowExamples

    @Test func aClearWinnerIsRecommendedAlone() {
        let choice = Rows.decision([Rows.row(5, [10, 11, 10, 11]), Rows.row(9, [99, 101, 100, 100])])
        #expect(choice.recommended == 2 && choice.set == [2])
        #expect(choice.standings.map(\.regretUSD) == [100, 89.5, 0])
        #expect(choice.valueOfInformationUSD == 0 && choice.forgoneUSD == 100)
    }

    @Test func theCoarsestWithinTheToleranceOfTheBestIsRecommended() {
        let fine = Rows.row(50, [100, 100, 100])
        let coarse = Rows.row(5, [90, 90, 90])
        #expect(Rows.decision([fine, coarse]).set == [2, 1])
        #expect(Rows.decision([fine, coarse]).recommended == 2)
        var strict = DecisionSettings()
        strict.tolerance = 0.05
        #expect(Rows.decision([fine, coarse], strict).recommended == 1)
    }

    @Test func atEqualGrainTheHigherMeanIsTaken() {
        let choice = Rows.decision([
            Rows.row(5, [95, 95, 95]), Rows.row(5, [99, 99, 99]), Rows.row(5, [97, 97, 97]),
        ])
        #expect(choice.set == [2, 3, 1])
        // Of equal means the larger k, as more customers hide in a segment at no price.
        let hidden = Rows.decision([Rows.row(5, [99, 99, 99], k: 50), Rows.row(5, [99, 99, 99], k: 200)])
        #expect(hidden.recommended == 2)
    }

    @Test func theGenericCopyStaysWhereNoMeanIsTwoSimulationErrorsAboveZero() {
        let choice = Rows.decision([Rows.row(5, [-50, -60, 80, 90])])
        #expect(choice.recommended == nil && choice.set == [0] && choice.best == 1 && choice.subject == 1)
        // The same spread with many more worlds is told: 15 ± 1.7.
        let many = (0..<400).flatMap { _ -> [Double] in [-50, -60, 80, 90] }
        #expect(Rows.decision([Rows.row(5, many)]).recommended == 1)
        #expect(Rows.decision([Rows.row(5, [-3, -4])]).best == 0)
    }

    @Test func theCautiousTakeOnlyRowsThatSeldomLose() {
        let bold = Rows.row(9, [-100, 400, 400, 400, 400])
        let safe = Rows.row(20, [40, 50, 60, 50, 50])
        var settings = DecisionSettings()
        #expect(Rows.decision([bold, safe], settings).recommended == 1)
        settings.risk = .cautious
        #expect(Rows.decision([bold, safe], settings).recommended == 2)
        settings.lossShare = 0.2
        #expect(Rows.decision([bold, safe], settings).recommended == 1)
        settings.lossShare = 0
        #expect(Rows.decision([bold], settings).recommended == nil)
    }

    @Test func aRowThatBreaksALimitIsNeverRecommendedAndTheShadowPriceSaysWhatItWouldBring() throws {
        var scenario = Scenario()
        scenario.limits.budgetUSD = 10
        scenario.limits.reviewHours = 4
        let rows = [
            Rows.row(5, [50, 50], cost: 8, hours: 1, scenario: scenario),
            Rows.row(9, [200, 200], cost: 30, hours: 2, scenario: scenario),
            Rows.row(20, [110, 110], cost: 9, hours: 7, scenario: scenario),
        ]
        let choice = Rows.decision(rows)
        #expect(choice.recommended == 1)
        #expect(choice.standings.map(\.breaks) == [[], [], [.budget], [.reviewHours]])
        // $100 more admit the second row: 150 a campaign. Three hours more admit the third: 60, 20 an hour.
        let prices = choice.shadowPrices
        #expect(prices.map(\.limit) == [.budget, .reviewHours])
        #expect(prices.map(\.perUnitUSD) == [150, 20] && prices.map(\.units) == [1, 3])
        // The regret is to feasible rows only.
        #expect(choice.valueOfInformationUSD == 0)
        #expect(Rows.decision(Array(rows[1...])).recommended == nil)
    }

    @Test func aLimitAtP95BreaksWhereTheMeanKeepsIt() {
        var scenario = Scenario()
        scenario.limits.budgetUSD = 10
        func row(_ scenario: Scenario) -> SweepRow {
            var row = Rows.row(5, [50, 50], scenario: scenario)
            row.metrics = row.metrics.map { $0.metric == .costUSD ? ($0.metric, Band([5, 6, 14])) : $0 }
            return row
        }
        let mean = Constraint.all(of: scenario).first { $0.limit == .budget }
        #expect(mean?.violation(row(scenario).metrics) == nil)
        scenario.limits.atP95 = [.budget]
        let tail = Constraint.all(of: scenario).first { $0.limit == .budget }
        #expect(tail?.violation(row(scenario).metrics)?.statistic == "p95")
    }

    @Test func aDesignBelowTheSmallestKBreaksAnonymity() {
        var scenario = Scenario()
        scenario.limits.minimumK = 100
        #expect(Rows.row(5, [1, 1], k: 99, scenario: scenario).breaks == [.kAnonymity])
        #expect(Rows.row(5, [1, 1], k: 100, scenario: scenario).breaks.isEmpty)
    }

    /// Two rows whose net values are normal and independent: EVPI = s·φ(m/s) − |m|·Φ(−|m|/s), m and s being mean
    /// and standard deviation of the difference.
    @Test(arguments: [(10.0, 20.0), (-5.0, 30.0), (0.0, 10.0)])
    func theValueOfInformationOfTwoNormalRowsIsTheClosedForm(difference: Double, spread: Double) {
        let worlds = 40_000
        let streams = Seed(11).streams("evpi")
        // Far above zero, so that the generic copy is never best.
        let first = (0..<worlds).map { _ in 1e4 }
        let second = (0..<worlds).map { world -> Double in
            var stream = streams.stream(entity: world)
            return 1e4 + difference + spread * stream.normal()
        }
        let choice = Rows.decision([Rows.row(5, first), Rows.row(9, second)])
        let x = abs(difference) / spread
        let closed =
            spread * exp(-x * x / 2) / (2 * Double.pi).squareRoot()
            - abs(difference) * erfc(x / 2.0.squareRoot()) / 2
        #expect(abs(choice.valueOfInformationUSD - closed) < 3 * spread / Double(worlds).squareRoot())
        #expect(Rows.decision([Rows.row(5, first)]).valueOfInformationUSD == 0)
    }

    @Test func theParetoFrontHoldsRowsThatNothingDominates() {
        var rows = [
            Rows.row(1, [10], cost: 5, hours: 1), Rows.row(2, [20], cost: 9, hours: 2),
            Rows.row(3, [20], cost: 9, hours: 3), Rows.row(4, [9], cost: 6, hours: 1),
            Rows.row(5, [9], cost: 6, hours: 1, k: 100),
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
