import Quantities
import RandomStreams
import Testing
import Uplift

private typealias Stratum = PostStratifiedDifference.Stratum

@Suite struct PostStratificationTests {
    @Test func strataAreWeightedByTheirPopulations() throws {
        let strata = [
            Stratum(
                treatment: ArmSummary(count: 100, successes: 30),
                control: ArmSummary(count: 50, successes: 10),
                population: 300),
            Stratum(
                treatment: ArmSummary(count: 40, successes: 4), control: ArmSummary(count: 80, successes: 4),
                population: 100),
        ]
        let result = try PostStratifiedDifference(strata)
        // 0.75 × 0.10 + 0.25 × 0.05; variances p(1 − p)/(n − 1).
        #expect(abs(result.effect - 0.0875) < 1e-15)
        let parts: [Double] = [
            0.5625 * 0.21 / 99, 0.5625 * 0.16 / 49, 0.0625 * 0.09 / 39, 0.0625 * 0.0475 / 79,
        ]
        let variance: Double = parts.reduce(0, +)
        #expect(abs(result.standardError - variance.squareRoot()) < 1e-15)
        let dispersion: Double = zip(parts, [99.0, 49, 39, 79]).reduce(0) { $0 + $1.0 * $1.0 / $1.1 }
        #expect(abs(result.degreesOfFreedom / (variance * variance / dispersion) - 1) < 1e-12)
        #expect(abs(result.incrementalOutcomes - 35) < 1e-12)
    }

    @Test func oneStratumIsTheWelchTest() throws {
        let (a, b) = (ArmSummary(count: 210, successes: 31), ArmSummary(count: 180, successes: 17))
        let welch = try DifferenceInMeans(treatment: a, control: b)
        let result = try PostStratifiedDifference([Stratum(treatment: a, control: b)])
        #expect(result.population == 390)
        #expect(abs(result.interval().lower - welch.interval().lower) < 1e-14)
    }

    @Test func strataThatLackAnArmArePooled() throws {
        let whole = Stratum(
            treatment: ArmSummary(count: 10, successes: 5), control: ArmSummary(count: 10, successes: 2))
        let treated = Stratum(treatment: ArmSummary(count: 6, successes: 3), control: .empty)
        let untreated = Stratum(treatment: .empty, control: ArmSummary(count: 4, successes: 1))
        let result = try PostStratifiedDifference([treated, whole, untreated])
        // Two strata of 20 and 10: effects 0.3 and 0.5 − 0.25.
        #expect(abs(result.effect - (20 * 0.3 + 10 * 0.25) / 30) < 1e-15)
        #expect(result.completeStrata == 1)
        #expect(result.pooledStrata == 2)
        // Alone, the treated stratum takes the smallest complete one with it.
        let joined = try PostStratifiedDifference([treated, whole])
        #expect(abs(joined.effect - (8.0 / 16 - 0.2)) < 1e-15)
        #expect(joined.population == 26)
        #expect(throws: FinegrainError.self) { try PostStratifiedDifference([treated]) }
        #expect(throws: FinegrainError.self) { try PostStratifiedDifference([]) }
    }

    /// Rates and shares treated differ between strata, so that the plain difference is biased by 0.1.
    @Test func intervalsCoverTheTruthUnderUnequalAllocation() throws {
        let rates = [0.05, 0.20, 0.45]
        let effects = [0.01, 0.03, 0.08]
        let treatedShares = [0.2, 0.5, 0.8]
        let populations = [4000, 2000, 1000]
        let truth = (4000 * 0.01 + 2000 * 0.03 + 1000 * 0.08) / 7000
        var covered = 0
        for replication in 0..<400 {
            var stream = Seed(5).replication(replication).streams("test.strata").stream(entity: 0)
            let strata = (0..<3).map { index in
                let treated = Int(400 * treatedShares[index])
                let hits = stream.binomial(trials: treated, probability: rates[index] + effects[index])
                let others = stream.binomial(trials: 400 - treated, probability: rates[index])
                return Stratum(
                    treatment: ArmSummary(count: treated, successes: hits),
                    control: ArmSummary(count: 400 - treated, successes: others),
                    population: populations[index])
            }
            if try PostStratifiedDifference(strata).interval(confidence: 0.9).contains(truth) { covered += 1 }
        }
        // Binomial standard error 6 about 360.
        #expect(covered > 342 && covered < 378, "\(covered) of 400")
    }
}
