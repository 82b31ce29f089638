import Foundation
import Testing
import Uplift

/// Expected values: mpmath at 60 digits.
@Suite struct StudentTTests {
    @Test(arguments: [
        (1, 0.5, 0.35241638234956673), (1, 1e6, 3.1830988618368457e-7), (2.5, 3, 0.036288047774515922),
        (3, 1e20, 1.1026577908435841e-60), (5, 30, 3.859324310248026e-7), (10, 2, 0.036694017385370183),
        (30, 60, 4.1556548067661243e-33), (41792.927706577066, 13.984738482410599, 1.2162238511563782e-44),
        (1000, 24.5, 1.6561218361378838e-104), (100000, 21.3, 9.5024809345820504e-101),
        (7.25, 0.01, 0.49614545947954625), (1e6, -1.5, 0.93319264088160362),
        (1e8, 1.5, 0.06680720284735376), (1e8, 4.5, 3.3976769458448123e-6),
    ])
    func survivalKeepsItsRelativePrecision(nu: Double, t: Double, expected: Double) {
        let got = StudentT(degreesOfFreedom: nu).survival(t)
        #expect(abs(got / expected - 1) < 1e-13, "\(got)")
    }

    @Test(arguments: [
        (1, 0.025, 12.706204736174704), (2, 0.005, 9.924843200918293), (4.3, 0.1, 1.5127708781124369),
        (9, 0.025, 2.2621571627982055), (30, 1e-6, 5.8711171204188827), (200, 1e-30, 13.65451049786474),
        (1e5, 0.025, 1.9599877075346096), (1.7, 0.4, 0.29506112729782733), (1, 1e-12, 318309886183.79068),
        (41792.927706577066, 0.025, 1.9600207486601401),
    ])
    func quantilesAgree(nu: Double, upper: Double, expected: Double) {
        let t = StudentT(degreesOfFreedom: nu)
        #expect(abs(t.quantile(upper: upper) / expected - 1) < 1e-13)
        #expect(t.quantile(upper: 1 - upper) <= -0.99 * expected)
    }

    @Test(arguments: [1.0, 2.2, 5, 12, 47, 600, 1e5, 1e8]) func quantileInvertsSurvival(nu: Double) {
        let t = StudentT(degreesOfFreedom: nu)
        // A Cauchy's quantiles pass the square root of the largest double at 1e-154.
        for exponent in stride(from: nu == 1 ? -150 : -200.0, through: -0.31, by: 7.3) {
            let tail = pow(10, exponent)
            let back = t.survival(t.quantile(upper: tail))
            // A tail of 1e-200 multiplies the rounding of its quantile by up to 460.
            #expect(abs(back / tail - 1) < 1e-12, "\(tail)")
        }
    }

    @Test func limitsAreTheNormalAndTheCauchy() {
        #expect(abs(StudentT(degreesOfFreedom: .infinity).quantile(upper: 0.025) - 1.959963984540054) < 1e-14)
        #expect(abs(StudentT(degreesOfFreedom: 1).survival(1) - 0.25) < 1e-15)
        #expect(StudentT(degreesOfFreedom: 4).survival(.infinity) == 0)
        #expect(StudentT(degreesOfFreedom: 4).quantile(upper: 0.5) == 0)
        #expect(StudentT(degreesOfFreedom: 3).survival(0) == 0.5)
        #expect(StudentT(degreesOfFreedom: 3).twoSided(0) == 1)
        // The density is the slope of the survival function.
        let t = StudentT(degreesOfFreedom: 6.5)
        #expect(abs((t.survival(1.2 - 1e-5) - t.survival(1.2 + 1e-5)) / 2e-5 / t.density(1.2) - 1) < 1e-8)
    }

    @Test(arguments: [
        (0.5, 0.5, 1.1447298858494002), (3, 4, -4.0943445622221007), (8, 200, -33.999659525022265),
        (12, 15, -18.568172732389435), (20896.5, 0.5, -4.4012975551195037), (1e6, 30, -343.20871276748278),
    ])
    func logBetaAgrees(a: Double, b: Double, expected: Double) {
        #expect(abs(Beta.logarithm(a, b) / expected - 1) < 1e-14)
        #expect(abs(Beta.logarithm(b, a) / expected - 1) < 1e-14)
    }

    @Test(arguments: [
        (0.3, 2, 5, 0.579825), (0.9, 12, 0.7, 0.1784036790602159), (0.01, 40, 3, 8.44282e-78),
        (0.999, 300, 2, 0.96291914180292924),
    ])
    func incompleteBetaAgrees(x: Double, a: Double, b: Double, expected: Double) {
        #expect(abs(Beta.regularized(x, complement: 1 - x, a, b) / expected - 1) < 2e-13)
        #expect(abs(Beta.regularized(1 - x, complement: x, b, a) + expected - 1) < 1e-13)
    }
}
