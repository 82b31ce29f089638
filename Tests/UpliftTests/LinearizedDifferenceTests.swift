import RandomStreams
import Testing

@testable import Uplift

/// Differences and sample ratios whose errors count clusters.
@Suite struct LinearizedDifferenceTests {
    private typealias Row = LinearizedDifference.Row

    @Test func aHandComputedExampleAgrees() throws {
        // Treated: 1, 3 (cluster 0), 5 (1); control: 2 (2), 4, 6 (3). Means 3 and 4.
        // Influences: (−2, 0)/3, 2/3; −(−2)/3, −(0 + 2)/3, by cluster −2/3, 2/3, 2/3, −2/3.
        let rows = [(1.0, true, 0), (3, true, 0), (5, true, 1), (2, false, 2), (4, false, 3), (6, false, 3)]
            .map {
                Row(value: $0.0, weight: 1, isTreated: $0.1, cluster: $0.2)
            }
        let difference = try #require(LinearizedDifference(rows))
        #expect(difference.effect == -1)
        #expect(abs(difference.standardError - (4.0 / 3 * 4 * 4 / 9).squareRoot()) < 1e-14)
        #expect(difference.degreesOfFreedom == 2)
    }

    @Test func aWeightOfTwoIsTheSameUnitTwiceInItsCluster() throws {
        let once = [(1.0, true), (4, true), (2, false), (7, false), (3, true)].enumerated().map {
            Row(value: $1.0, weight: Double($0 % 2 + 1), isTreated: $1.1, cluster: $0)
        }
        let twice = once.flatMap { row in
            (0..<Int(row.weight)).map { _ in
                Row(value: row.value, weight: 1, isTreated: row.isTreated, cluster: row.cluster)
            }
        }
        let (a, b) = (try #require(LinearizedDifference(once)), try #require(LinearizedDifference(twice)))
        #expect(abs(a.effect - b.effect) < 1e-14 && abs(a.standardError - b.standardError) < 1e-14)
    }

    @Test func withoutClustersTheErrorIsThatOfADifferenceInMeans() throws {
        var stream = Seed(3).streams("linearized").stream(entity: 0)
        let values = (0..<2_000).map { _ in stream.normal() }
        let rows = values.enumerated().map { Row(value: $1, weight: 1, isTreated: $0 % 2 == 0, cluster: $0) }
        func arm(_ parity: Int) -> ArmSummary {
            let own = values.indices.filter { $0 % 2 == parity }.map { values[$0] }
            let mean = own.reduce(0, +) / Double(own.count)
            return ArmSummary(
                count: own.count, mean: mean,
                squaredDeviations: own.reduce(0) { $0 + ($1 - mean) * ($1 - mean) })
        }
        let plain = try DifferenceInMeans(treatment: arm(0), control: arm(1))
        let difference = try #require(LinearizedDifference(rows))
        #expect(abs(difference.effect - plain.effect) < 1e-12)
        #expect(abs(difference.standardError / plain.standardError - 1) < 1e-3)
        #expect(abs(try #require(difference.pValue) - plain.pValue) < 1e-3)
    }

    @Test func strataAreWeightedByTheirShares() throws {
        func stratum(_ shift: Double, _ effect: Double, _ first: Int) -> [Row] {
            (0..<8).map { unit in
                Row(
                    value: shift + Double(unit / 2) + (unit % 2 == 0 ? effect : 0), weight: 1,
                    isTreated: unit % 2 == 0, cluster: first + unit)
            }
        }
        let strata = [stratum(0, 1, 0), stratum(100, 3, 8)]
        let difference = try #require(LinearizedDifference(strata, shares: [0.25, 0.75]))
        #expect(abs(difference.effect - 2.5) < 1e-12)
        // Four values 0..3 per arm: Σ (y − 1.5)² = 5 in each; influences are divided by 4.
        let squares = (0.25 * 0.25 + 0.75 * 0.75) * 2 * 5 / 16
        #expect(abs(difference.standardError - (16.0 / 15 * squares).squareRoot()) < 1e-12)
        #expect(LinearizedDifference([strata[0], [strata[1][0]]], shares: [0.5, 0.5]) == nil)
    }

    @Test func clusteredRatiosAlarmAsOftenAsTheyShould() {
        let streams = Seed(11).streams("clustered.ratio")
        var (whole, divided, naive) = (0, 0, 0)
        for trial in 0..<1_000 {
            var stream = streams.stream(entity: trial)
            // Sixty clusters of 20 to 180 units, each in one arm.
            let assigned = (0..<60).map { cluster -> [Int] in
                let size = 20 + Int(stream.below(161))
                return stream.uniform() < 0.5 ? [size, 0] : [0, size]
            }
            if ClusteredRatioTest(assigned, planned: nil).pValue! < 0.05 { whole += 1 }
            let sums = [0, 1].map { arm in assigned.reduce(0) { $0 + $1[arm] } }
            if SampleRatioTest(observed: sums).pValue! < 0.05 { naive += 1 }
            // Units that come in clusters of one share each, which differs from one to the next.
            let mixed = (0..<60).map { _ -> [Int] in
                let share = 0.3 + 0.4 * stream.uniform()
                let treated = (0..<50).count { _ in stream.uniform() < share }
                return [50 - treated, treated]
            }
            if ClusteredRatioTest(mixed, planned: [1, 1]).pValue! < 0.05 { divided += 1 }
        }
        #expect(whole < 65 && divided > 30 && divided < 75 && naive > 500, "\(whole) \(divided) \(naive)")
    }

    @Test func aRatioOfClustersThatIsNotThePlannedOneIsFound() {
        let counts = (0..<100).map { $0 < 80 ? [30, 0] : [0, 30] }
        let test = ClusteredRatioTest(counts, planned: nil)
        #expect(test.clusters == [80, 20] && test.pValue! < 1e-8)
        #expect(ClusteredRatioTest(counts, planned: [0.8, 0.2]).pValue! > 0.9)
        let mixed = (0..<100).map { [60 + $0 % 3, 40 - $0 % 3] }
        let divided = ClusteredRatioTest(mixed, planned: nil)
        #expect(divided.clusters == nil && divided.pValue! < 1e-8)
    }
}
