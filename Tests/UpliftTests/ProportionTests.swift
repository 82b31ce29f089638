import Testing

@testable import Uplift

@Suite struct ProportionTests {
    @Test func intervalsAreThoseOfStatsmodels() throws {
        // Hillstrom, women's mail against none.
        let shares = TwoProportions(
            treatment: .init(successes: 3238, count: 21387), control: .init(successes: 2262, count: 21306))
        let truth: [TwoProportions.IntervalMethod: (Double, Double)] = [
            .wald: (0.03889382581264261, 0.05157238736146336),
            .newcombe: (0.03889409535998813, 0.051574342962213596),
            .agrestiCaffo: (0.03888901721513942, 0.051568456846707425),
        ]
        for method in [TwoProportions.IntervalMethod.wald, .newcombe, .agrestiCaffo] {
            let interval = shares.interval(method)
            #expect(isClose(interval.lower, truth[method]!.0, 1e-8), "\(method)")
            #expect(isClose(interval.upper, truth[method]!.1, 1e-8), "\(method)")
        }
        #expect(isClose(shares.statistic, 13.949180655258505))
        #expect(isClose(shares.pValue, 3.1824031593349214e-44, 1e-8))
    }

    /// Newcombe (1998), table II (a), prints 0.0528 to 0.3382 for 56 of 70 against 48 of 80. The digits beyond are from a
    /// numerical maximum of the constrained likelihood (SciPy 1.17.1). statsmodels 0.15 prints 0.0526 to 0.3440: its
    /// constrained shares are not the most likely ones.
    @Test func miettinenAndNurminensIntervalIsThePublishedOne() {
        let shares = TwoProportions(
            treatment: .init(successes: 56, count: 70), control: .init(successes: 48, count: 80))
        let interval = shares.interval(.miettinenNurminen)
        #expect(isClose(interval.lower, 0.05282971323323151, 1e-7))
        #expect(isClose(interval.upper, 0.33817294004777354, 1e-7))
        let large = TwoProportions(
            treatment: .init(successes: 3238, count: 21387), control: .init(successes: 2262, count: 21306)
        ).interval(.miettinenNurminen)
        #expect(
            isClose(large.lower, 0.03889837826933164, 1e-6) && isClose(large.upper, 0.05157926430750806, 1e-6)
        )
    }

    @Test func scoreIntervalsStayInsideMinusOneAndOneAndHoldTheDifference() {
        for n1 in [1, 3, 8] {
            for n0 in [1, 4, 9] {
                for x1 in 0...n1 {
                    for x0 in 0...n0 {
                        let shares = TwoProportions(
                            treatment: .init(successes: x1, count: n1),
                            control: .init(successes: x0, count: n0))
                        for method in [TwoProportions.IntervalMethod.newcombe, .miettinenNurminen] {
                            let interval = shares.interval(method)
                            #expect(interval.lower >= -1 - 1e-12 && interval.upper <= 1 + 1e-12)
                            #expect(
                                interval.lower <= shares.effect + 1e-12
                                    && interval.upper >= shares.effect - 1e-12)
                        }
                        // Exchanging the arms turns the interval round.
                        let turned = TwoProportions(treatment: shares.control, control: shares.treatment)
                            .interval()
                        #expect(abs(turned.lower + shares.interval().upper) < 1e-12)
                    }
                }
            }
        }
    }

    @Test func twoEmptyArmsOfSuccessesHaveAnIntervalAndNoEvidence() {
        let shares = TwoProportions(
            treatment: .init(successes: 0, count: 50), control: .init(successes: 0, count: 40))
        #expect(shares.pValue == 1 && shares.interval().lower < 0 && shares.interval().upper > 0)
        #expect(shares.interval(.miettinenNurminen).upper > 0.02)
    }
}

@Suite struct RelativeLiftTests {
    private let lift = RelativeLift(
        treatmentMean: 0.151400383410483, controlMean: 0.10616727682343002,
        treatmentVariance: 0.1284843149030607 / 21387, controlVariance: 0.09490024031097871 / 21306)

    @Test func intervalsAreThoseOfTheReference() throws {
        #expect(isClose(try #require(lift.value), 0.42605507026691014, 1e-10))
        let truth: [RelativeLift.Method: (Double, Double)] = [
            .fieller: (0.3564800007141018, 0.4999663096278424),
            .log: (0.3561696266856429, 0.4995418149896036),
            .delta: (0.35439913307235626, 0.497711007461464),
        ]
        for method in RelativeLift.Method.allCases {
            let interval = try #require(lift.interval(method))
            #expect(
                isClose(interval.lower, truth[method]!.0, 1e-8)
                    && isClose(interval.upper, truth[method]!.1, 1e-8))
        }
    }

    @Test func anUnknownBaseHasNoInterval() {
        let vague = RelativeLift(treatmentMean: 3, controlMean: 0.1, treatmentVariance: 1, controlVariance: 1)
        #expect(vague.interval(.fieller) == nil && vague.interval() == nil && vague.value != nil)
        let none = RelativeLift(treatmentMean: 3, controlMean: 0, treatmentVariance: 1, controlVariance: 1)
        #expect(none.value == nil && none.interval() == nil)
    }

    @Test func aNegativeBaseTurnsTheIntervalRound() throws {
        let negative = RelativeLift(
            treatmentMean: -8, controlMean: -10, treatmentVariance: 0.1, controlVariance: 0.1)
        let value = try #require(negative.value)
        let interval = try #require(negative.interval(.fieller))
        #expect(value == 0.2 && interval.lower < 0.2 && interval.upper > 0.2 && interval.lower > 0)
    }

    @Test func fiellersIntervalHoldsTheRatiosThatTheTestDoesNotReject() throws {
        let interval = try #require(lift.interval(.fieller))
        for (ratio, inside) in [(1 + interval.lower, 1e-9), (1 + interval.upper, -1e-9)] {
            // At the ends |m1 − θ m0| is exactly z standard errors.
            let gap = lift.treatmentMean - ratio * lift.controlMean
            let error = (lift.treatmentVariance + ratio * ratio * lift.controlVariance).squareRoot()
            #expect(abs(abs(gap / error) - 1.959963984540054) < 1e-8, "\(inside)")
        }
    }
}
