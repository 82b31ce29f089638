import Foundation
import Quantities
import RandomStreams
import Testing
import Uplift

/// Visits with and without the men's mail in the 11 cells history segment × newbie of the Hillstrom test:
/// treated, visits, not treated, visits.
let hillstromCells: [(Int, Int, Int, Int)] = [
    (3875, 734, 3803, 438), (3849, 451, 3809, 208), (2485, 476, 2617, 313), (2206, 275, 2219, 127),
    (2674, 631, 2568, 399), (1416, 231, 1476, 112), (1587, 406, 1623, 269), (510, 96, 501, 50),
    (1597, 333, 1652, 181), (644, 139, 622, 96), (464, 122, 416, 69),
]

func hillstromEffects() throws -> (estimates: [Double], variances: [Double]) {
    let differences = try hillstromCells.map { cell in
        try DifferenceInMeans(
            treatment: ArmSummary(count: cell.0, successes: cell.1),
            control: ArmSummary(count: cell.2, successes: cell.3))
    }
    return (differences.map(\.effect), differences.map { $0.standardError * $0.standardError })
}

/// −2 × restricted log-likelihood by its definition, and its minimum on a fine grid.
private func slowREML(_ y: [Double], _ v: [Double], step: Double, count: Int) -> Double {
    func deviance(_ tau2: Double) -> Double {
        let w = v.map { 1 / ($0 + tau2) }
        let total = w.reduce(0, +)
        let mean = zip(w, y).reduce(0) { $0 + $1.0 * $1.1 } / total
        let squares = zip(w, y).reduce(0) { $0 + $1.0 * ($1.1 - mean) * ($1.1 - mean) }
        return squares + log(total) - w.reduce(0) { $0 + log($1) }
    }
    return (0..<count).map { Double($0) * step }.min { deviance($0) < deviance($1) }!
}

@Suite struct PartialPoolingTests {
    /// Expected values: scipy's root finder on each estimator's defining equation, to 1e-15.
    @Test func estimatorsAgreeOnTheHillstromCells() throws {
        let (estimates, variances) = try hillstromEffects()
        let expected: [(BetweenVarianceMethod, Double)] = [
            (.derSimonianLaird, 2.4676450910379045e-05), (.pauleMandel, 1.8838249142655398e-05),
            (.reml, 4.289363389067353e-05),
        ]
        for (method, tau2) in expected {
            let fit = try PartialPooling(estimates: estimates, variances: variances, method: method)
            #expect(abs(fit.betweenVariance / tau2 - 1) < 1e-8, "\(method)")
        }
        let fit = try PartialPooling(estimates: estimates, variances: variances)
        #expect(abs(fit.heterogeneity / 12.004567832275793 - 1) < 1e-10)
        #expect(abs(fit.mean / 0.07601383684826382 - 1) < 1e-9)
        #expect(abs(fit.standardError / 0.0036704026623462687 - 1) < 1e-8)
        #expect(abs(fit.modelStandardError / 0.004011647797781543 - 1) < 1e-8)
        #expect(fit.degreesOfFreedom == 10)
    }

    @Test func estimatorsAgreeOnSevenStudies() throws {
        let estimates = [0.10, 0.30, 0.35, 0.65, 0.45, 0.15, -0.2]
        let variances = [0.03, 0.03, 0.05, 0.01, 0.05, 0.02, 0.04]
        func tau2(_ method: BetweenVarianceMethod) throws -> Double {
            try PartialPooling(estimates: estimates, variances: variances, method: method).betweenVariance
        }
        #expect(abs(try tau2(.derSimonianLaird) - 0.0664988130824688) < 1e-14)
        #expect(abs(try tau2(.pauleMandel) - 0.0478631978161696) < 1e-13)
        #expect(abs(try tau2(.reml) - 0.05397666748029801) < 1e-9)
        #expect(abs(try tau2(.reml) - slowREML(estimates, variances, step: 1e-5, count: 30_000)) < 2e-5)
        #expect(try tau2(.boundaryAvoiding) > tau2(.reml))
    }

    @Test(arguments: 0..<20) func remlFindsTheGlobalMinimum(seed: Int) throws {
        var stream = Seed(UInt64(seed)).streams("test.reml").stream(entity: 0)
        let variances = (0..<8).map { _ in 0.05 + 2 * stream.uniform() }
        let estimates = variances.map { 1 + ($0 + 0.4).squareRoot() * stream.normal() }
        let fit = try PartialPooling(estimates: estimates, variances: variances)
        #expect(abs(fit.betweenVariance - slowREML(estimates, variances, step: 1e-3, count: 8_000)) < 1.1e-3)
    }

    @Test func equalEffectsHaveNoSpreadAndThePenaltyIsNeverZero() throws {
        let fit = try PartialPooling(estimates: [0.1, 0.11, 0.09, 0.1], variances: [1, 2, 1, 3])
        #expect(fit.betweenVariance == 0)
        let open = try PartialPooling(
            estimates: [0.1, 0.11, 0.09, 0.1], variances: [1, 2, 1, 3], method: .boundaryAvoiding)
        #expect(open.betweenVariance > 0.01)
    }

    @Test func aSegmentWithoutDataDoesNotMoveTheMean() throws {
        let with = try PartialPooling(estimates: [1, 3, 2, 0], variances: [0.1, 0.1, 0.1, .infinity])
        let without = try PartialPooling(estimates: [1, 3, 2], variances: [0.1, 0.1, 0.1])
        #expect(with.mean == without.mean)
        let single = try PartialPooling(estimates: [5], variances: [4])
        #expect(single.standardError == 2)
    }

    @Test func whatCannotBePooledIsNamed() throws {
        let error = try #require(throws: FinegrainError.self) {
            try PartialPooling(estimates: [1, .nan, 2], variances: [0, 1, -1])
        }
        #expect(error.problems.map(\.field) == ["variance", "estimate", "variance"])
        #expect(throws: FinegrainError.self) { try PartialPooling(estimates: [0], variances: [.infinity]) }
    }
}
