import Encodings
import Foundation
import Testing

@testable import Uplift

/// Tails of distributions against SciPy, far out included.
@Suite struct TailTests {
    private func rows(_ name: String) throws -> [[Double]] {
        let list = try StoredTruth.small()["tails"]?[name]?.array ?? []
        #expect(!list.isEmpty)
        return list.map { ($0.array ?? []).compactMap(\.double) }
    }

    @Test func chiSquaredKeepsItsDigitsInTheTail() throws {
        for row in try rows("chi2") {
            let p = ChiSquared(degreesOfFreedom: row[0]).upperTail(row[1])
            #expect(p == 0 || isClose(log(p), row[2], 1e-10) || abs(log(p) - row[2]) < 1e-13, "\(row)")
        }
    }

    @Test func logarithmsOfPValuesStayFiniteWherePValuesVanish() throws {
        for row in try rows("normal_log10_two_sided") {
            #expect(
                isClose(TailProbability.log10TwoSided(row[0], degreesOfFreedom: .infinity), row[1], 1e-9),
                "\(row)")
        }
        for row in try rows("t_log10_two_sided") {
            #expect(
                isClose(TailProbability.log10TwoSided(row[1], degreesOfFreedom: row[0]), row[2], 1e-8),
                "\(row)")
        }
        // 10,000 standard errors: about −z²/2 / ln 10.
        let far = TailProbability.log10TwoSided(1e4, degreesOfFreedom: 1e17)
        #expect(abs(far + 5e7 / log(10)) < 10)
    }

    @Test func theExactBinomialTestIsSciPys() throws {
        for row in try rows("binomial") {
            let p = BinomialTest.twoSided(successes: Int(row[0]), trials: Int(row[1]), probability: row[2])
            #expect(isClose(p, row[3], 1e-8), "\(row)")
        }
    }

    @Test func theExactBinomialTestIsTheSumOverNoMoreLikelyOutcomes() {
        for trials in 1...12 {
            for successes in 0...trials {
                for probability in [0.1, 0.5, 0.77] {
                    func mass(_ k: Int) -> Double {
                        exp(
                            lgamma(Double(trials + 1)) - lgamma(Double(k + 1))
                                - lgamma(Double(trials - k + 1)))
                            * pow(probability, Double(k)) * pow(1 - probability, Double(trials - k))
                    }
                    let slow = (0...trials).filter { mass($0) <= mass(successes) * (1 + 1e-7) }
                        .reduce(0.0) { $0 + mass($1) }
                    let fast = BinomialTest.twoSided(
                        successes: successes, trials: trials, probability: probability)
                    #expect(abs(fast - min(1, slow)) < 1e-10, "\(successes) of \(trials) at \(probability)")
                }
            }
        }
    }

    @Test func quantilesInvertTheTail() {
        for freedom in [1.0, 4, 37.5] {
            for upper in [0.999, 0.5, 0.05, 1e-6, 1e-40] {
                let chi = ChiSquared(degreesOfFreedom: freedom)
                #expect(isClose(chi.upperTail(chi.quantile(upper: upper)), upper, 1e-9))
            }
        }
    }
}
