import Regression
import Testing

@testable import Uplift

@Suite struct DesignTests {
    @Test func hillstromsArmsHaveEqualShares() {
        let test = SampleRatioTest(observed: [21307, 21387, 21306])
        #expect(isClose(test.statistic ?? 0, 0.20253125000000002, 1e-10) && test.degreesOfFreedom == 2)
        #expect(isClose(test.pValue ?? 0, 0.9036929575604196, 1e-10))
        let two = SampleRatioTest(observed: [21387, 21306])
        #expect(isClose(two.pValue ?? 0, 0.6950444648439206, 1e-10))
        #expect(isClose(two.exactPValue ?? 0, 0.6986242659796479, 1e-8))
    }

    @Test func armsWithoutAShareDoNotCountAndMustBeEmpty() {
        let test = SampleRatioTest(observed: [60, 40, 0], planned: [0.5, 0.5, 0])
        #expect(test.degreesOfFreedom == 1 && isClose(test.statistic ?? 0, 4, 1e-12))
        #expect(SampleRatioTest(observed: [60, 40, 3], planned: [0.5, 0.5, 0]).pValue == 0)
        #expect(SampleRatioTest(observed: [10], planned: [1]).pValue == nil)
    }

    @Test func aUnitThatCountsTenTimesCountsOnce() {
        let once = SampleRatioTest(observed: [60, 40])
        let often = SampleRatioTest(observed: [600, 400], repeats: 10)
        #expect(isClose(often.statistic ?? 0, once.statistic ?? 1, 1e-12) && often.exactPValue == nil)
    }

    @Test func theConfidenceSequenceIsThatOfTheReference() {
        // Hillstrom, men's mail: effect .0765896, error .00338589, 42,613 units.
        let half = ConfidenceSequence().halfWidth(standardError: 0.00338589, count: 42_613)
        #expect(isClose(0.0765896 - half, 0.0656857, 1e-5) && isClose(0.0765896 + half, 0.0874934, 1e-5))
    }

    @Test func cupedOfHillstromIsTheReferences() throws {
        // Moments of history and visit by arm, women's mail against none, from the reference's sums.
        var control = MomentMatrix(columnCount: 1, outcomeCount: 1)
        var treatment = control
        let rows = (0..<60).map { Double($0 * $0 % 17) }
        func outcome(_ row: Int, _ lift: Double) -> Double { 0.3 * rows[row] + Double(row % 5) + lift }
        control.add(
            design: Matrix(columns: [rows]), outcomes: Matrix(columns: [rows.indices.map { outcome($0, 0) }]))
        treatment.add(
            design: Matrix(columns: [rows.reversed()]),
            outcomes: Matrix(columns: [rows.indices.map { outcome(59 - $0, 2) }]))
        for slopes in Cuped.Slopes.allCases {
            let cuped = try Cuped(treatment: treatment, control: control, slopes: slopes)
            // Both arms have the same covariates, so that the adjusted effect is the plain one.
            #expect(isClose(try cuped.difference().effect, 2, 1e-10))
            #expect(cuped.varianceReduction > 0 && cuped.varianceReduction < 1)
        }
        // Within slopes are the ANCOVA coefficient.
        let within = try Cuped(treatment: treatment, control: control, slopes: .within)
        let design = Matrix(columns: [
            Array(repeating: 1, count: 120), Array(repeating: 0, count: 60) + Array(repeating: 1, count: 60),
            rows + rows.reversed(),
        ])
        let fit = try LeastSquares(
            RegressionRows(
                names: ["1", "t", "x"], design: design,
                outcomes: rows.indices.map { outcome($0, 0) } + rows.indices.map { outcome(59 - $0, 2) }))
        #expect(isClose(within.slopes[0], fit.coefficients[2], 1e-10))
    }
}
