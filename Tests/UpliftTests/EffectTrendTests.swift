import Testing

@testable import Uplift

/// Slopes of effects over periods against their formulas for simple layouts.
@Suite struct EffectTrendTests {
    private func observations(
        _ values: [Double], treated: Bool, from first: Int
    ) -> [EffectTrend.Observation] {
        values.enumerated().map {
            EffectTrend.Observation(unit: first + $0.offset, isTreated: treated, value: $0.element)
        }
    }

    @Test func periodsOfOwnUnitsAndEqualSizesGiveTheLeastSquaresSlope() throws {
        let treated: [[Double]] = [[3, 5, 4, 6], [4, 4, 7, 5], [8, 6, 7, 9], [7, 9, 9, 6]]
        let control: [[Double]] = [[2, 3, 1, 4], [2, 5, 3, 1], [1, 2, 4, 2], [3, 3, 1, 4]]
        let periods = (0..<4).map { period in
            observations(treated[period], treated: true, from: 8 * period)
                + observations(control[period], treated: false, from: 8 * period + 4)
        }
        let trend = try #require(EffectTrend(periods))
        let effects = (0..<4).map { ArmSummary(treated[$0]).mean - ArmSummary(control[$0]).mean }
        let factors = [-1.5, -0.5, 0.5, 1.5].map { $0 / 5 }
        #expect(abs(trend.slope - zip(factors, effects).reduce(0) { $0 + $1.0 * $1.1 }) < 1e-12)
        let variance = (0..<4).reduce(0.0) { sum, period in
            sum + factors[period] * factors[period]
                * (ArmSummary(treated[period]).squaredDeviations
                    + ArmSummary(control[period]).squaredDeviations) / 16
        }
        #expect(abs(trend.standardError - (variance * 32 / 31).squareRoot()) < 1e-12)
        #expect(trend.degreesOfFreedom == 30)
    }

    /// Followed units: the slope is the difference in means of each unit's own slope.
    @Test func followedUnitsGiveTheDifferenceOfTheirOwnSlopes() throws {
        let values: [[Double]] = [
            [3, 4, 8], [5, 4, 6], [4, 7, 7], [2, 2, 1], [3, 5, 2], [1, 3, 4], [6, 6, 9],
        ]
        let periods = (0..<3).map { period in
            values.enumerated().map {
                EffectTrend.Observation(
                    unit: $0.offset, isTreated: $0.offset < 3, value: $0.element[period])
            }
        }
        let trend = try #require(EffectTrend(periods))
        let slopes = values.map { ($0[2] - $0[0]) / 2 }
        let (high, low) = (ArmSummary(Array(slopes[..<3])), ArmSummary(Array(slopes[3...])))
        #expect(abs(trend.slope - (high.mean - low.mean)) < 1e-12)
        let variance = high.squaredDeviations / 9 + low.squaredDeviations / 16
        #expect(abs(trend.standardError - (variance * 7 / 6).squareRoot()) < 1e-12)
    }

    @Test func twoPeriodsAreNoTrend() {
        let period =
            observations([1, 2, 3], treated: true, from: 0)
            + observations([1, 2, 4], treated: false, from: 3)
        #expect(EffectTrend([period, period]) == nil)
    }
}
