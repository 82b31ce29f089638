import Quantities
import Regression
import Testing
import Uplift

@Suite struct DifferenceTests {
    /// The Hillstrom e-mail test by arm; expected values are scipy's Welch test on the 64,000 rows.
    @Test func visitsOfTheMensMailAgreeWithScipyFarIntoTheTail() throws {
        let result = try DifferenceInMeans(
            treatment: ArmSummary(count: 21307, successes: 3894),
            control: ArmSummary(count: 21306, successes: 2262))
        #expect(abs(result.statistic / 22.620230766723257 - 1) < 1e-12)
        #expect(abs(result.degreesOfFreedom / 40593.688228635794 - 1) < 1e-12)
        #expect(abs(result.pValue / 1.36445119627431e-112 - 1) < 1e-10)
        let interval = result.interval()
        #expect(abs(interval.lower - 0.06995314760976148) < 1e-14)
        #expect(abs(interval.upper - 0.083225979693301) < 1e-14)
    }

    @Test func spendFromSumsAgreesWithScipy() throws {
        let result = try DifferenceInMeans(
            treatment: ArmSummary(count: 21387, sum: 23038.11, sumSquares: 4911446.5763),
            control: ArmSummary(count: 21306, sum: 13908.33, sumSquares: 2870050.3621))
        #expect(abs(result.statistic / 3.256371576025392 - 1) < 1e-10)
        #expect(abs(result.pValue / 0.00112939710236325 - 1) < 1e-9)
        #expect(abs(result.interval().lower - 0.1689567898837787) < 1e-10)
        #expect(abs(result.treatment.variance - 228.49667483465936) < 1e-8)
    }

    @Test func theErrorIsThatOfADummyWithHC2() throws {
        let (treatment, control) = (
            ArmSummary(count: 900, sum: 130, sumSquares: 410.5),
            ArmSummary(count: 1300, sum: 90, sumSquares: 300)
        )
        let difference = try DifferenceInMeans(treatment: treatment, control: control)
        let fit = try LeastSquares(
            RegressionRows(
                names: ["constant", "treated"], design: Matrix(columns: [[1, 1], [0, 1]]),
                counts: [1300, 900],
                sums: [90, 130], sumSquares: [300, 410.5]))
        #expect(abs(difference.effect - fit.coefficients[1]) < 1e-15)
        #expect(abs(difference.standardError / (try fit.standardErrors(.hc2)[1]) - 1) < 1e-12)
    }

    @Test func mergingArmsIsSummingTheirUnits() {
        let values: [Double] = [1e9 + 1, 1e9 + 2, 1e9 + 4, 1e9 + 7, 1e9 + 11]
        func summary(_ part: ArraySlice<Double>) -> ArmSummary {
            part.reduce(.empty) {
                $0.merging(ArmSummary(count: 1, mean: $1, squaredDeviations: 0))
            }
        }
        let merged = summary(values[..<2]).merging(summary(values[2...]))
        // Mean 5 above a billion, deviations 16 + 9 + 1 + 4 + 36.
        #expect(merged.count == 5)
        #expect(merged.mean == 1e9 + 5)
        #expect(abs(merged.variance - 66.0 / 4) < 1e-6)
        #expect(ArmSummary.empty.merging(merged) == merged)
        #expect(merged.merging(.empty) == merged)
    }

    @Test func armsWithoutVarianceAreRefusedTogether() throws {
        let one = ArmSummary(count: 1, successes: 1)
        let error = try #require(throws: FinegrainError.self) {
            try DifferenceInMeans(treatment: one, control: .empty)
        }
        #expect(error.problems.map(\.field) == ["treatment", "control"])
        // Outcomes that never vary have an error of zero, and no difference is not significant.
        let same = try DifferenceInMeans(
            treatment: ArmSummary(count: 5, successes: 0), control: ArmSummary(count: 7, successes: 0))
        #expect(same.pValue == 1)
        #expect(same.interval().upper == 0)
    }
}
