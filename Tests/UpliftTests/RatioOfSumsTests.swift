import RandomStreams
import Testing

@testable import Uplift

/// Ratios of sums against the delta method written out, and against leaving units out.
@Suite struct RatioOfSumsTests {
    private let revenue = [12.0, 0, 31.5, 8, 0, 64, 20, 5.25]
    private let orders = [1.0, 0, 2, 1, 0, 3, 2, 1]

    @Test func theMeanOfTheValuesIsTheRatioAndTheirVarianceThatOfTheDeltaMethod() throws {
        let ratio = try #require(RatioOfSums(numerators: revenue, denominators: orders))
        #expect(abs(ratio.ratio - 140.75 / 10) < 1e-12)
        let values = zip(revenue, orders).map { ratio.value(numerator: $0, denominator: $1) }
        let arm = ArmSummary(values)
        #expect(abs(arm.mean - 14.075) < 1e-12)
        // Var(R) = (s_y² − 2 R s_yd + R² s_d²) / (n d̄²), Deng, Knoblich & Lu 2018, equation 2.
        let n = 8.0
        let (meanY, meanD) = (140.75 / n, 10 / n)
        func covariance(_ a: [Double], _ meanA: Double, _ b: [Double], _ meanB: Double) -> Double {
            zip(a, b).reduce(0) { $0 + ($1.0 - meanA) * ($1.1 - meanB) } / (n - 1)
        }
        let r = 14.075
        let variance =
            (covariance(revenue, meanY, revenue, meanY) - 2 * r * covariance(revenue, meanY, orders, meanD)
                + r * r * covariance(orders, meanD, orders, meanD)) / (n * meanD * meanD)
        #expect(abs(arm.varianceOfMean / variance - 1) < 1e-12)
    }

    @Test func weightsStandForRepeatedUnits() throws {
        let weights = [1.0, 2, 1, 3, 1, 1, 2, 1]
        func repeated(_ values: [Double]) -> [Double] {
            zip(values, weights).flatMap { Array(repeating: $0, count: Int($1)) }
        }
        let weighted = try #require(
            RatioOfSums(numerators: revenue, denominators: orders, weights: weights))
        let plain = try #require(
            RatioOfSums(numerators: repeated(revenue), denominators: repeated(orders)))
        #expect(abs(weighted.ratio - plain.ratio) < 1e-12)
        #expect(abs(weighted.meanDenominator - plain.meanDenominator) < 1e-12)
    }

    @Test func withoutDenominatorsThereIsNoRatio() {
        #expect(RatioOfSums(numerators: [1, 2], denominators: [0, 0]) == nil)
        #expect(RatioOfSums(numerators: [], denominators: []) == nil)
    }

    /// Orders per customer vary and large orders come in large numbers: the interval still holds the true ratio.
    @Test func intervalsCoverTheTrueRatio() throws {
        let family = Seed(11).streams("ratio")
        var covered = 0
        let runs = 600
        for run in 0..<runs {
            var stream = family.stream(entity: run)
            var arms: [ArmSummary] = []
            for _ in 0..<2 {
                var (revenue, orders): ([Double], [Double]) = ([], [])
                for _ in 0..<300 {
                    let count = Double(stream.below(4))
                    let size = 20 + 5 * count + 6 * stream.normal()
                    orders.append(count)
                    revenue.append(count * size)
                }
                let ratio = try #require(RatioOfSums(numerators: revenue, denominators: orders))
                arms.append(
                    ArmSummary(zip(revenue, orders).map { ratio.value(numerator: $0, denominator: $1) }))
            }
            // Both arms alike: (20·1.5 + 5·3.5) / 1.5 each, no difference.
            let truth = (20 * 1.5 + 5 * 3.5) / 1.5
            #expect(abs(arms[0].mean - truth) < 8 * arms[0].varianceOfMean.squareRoot())
            let difference = try DifferenceInMeans(treatment: arms[1], control: arms[0])
            covered += difference.interval().contains(0) ? 1 : 0
        }
        // 95 % of 600 with a standard error of 0.9 points.
        #expect(abs(Double(covered) / Double(runs) - 0.95) < 0.03)
    }
}
