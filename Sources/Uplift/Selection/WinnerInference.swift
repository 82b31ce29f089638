public import Quantities
import RandomStreams

/// The best of several noisy estimates, corrected for having been chosen because it was the best.
///
/// Hybrid of Andrews, Kitagawa & McCloskey (2024, "Inference on Winners"): given that it won, the winner's estimate is
/// normal truncated to where it still wins; given besides that its mean lies in a simultaneous interval of level β = α/10,
/// truncated there too, which keeps the interval short when the race was close.
public struct WinnerInference: Sendable {
    /// Position of the largest estimate; the first of equal ones.
    public let winner: Int
    /// As observed.
    public let naive: Double
    /// Median-unbiased given the choice.
    public let corrected: Double
    /// Covers the winner's mean with at least the confidence asked for.
    public let interval: ConfidenceInterval
    /// Positions whose mean may be the largest: not below the winner by a simultaneous one-sided test (a set of ranks
    /// as in Mogstad, Romano, Shaikh & Wilhelm 2024, with Bonferroni's bound).
    public let candidates: [Int]

    /// - Parameters:
    ///   - estimates: two or more.
    ///   - covariance: row by row, such as that of arms that share a control.
    /// - Precondition: as many rows and columns as estimates; `0 < alpha < 1`.
    /// - Throws: `FinegrainError(.badInput)` for a variance that is not positive.
    /// - Complexity: O(estimates²).
    public init(estimates: [Double], covariance: [[Double]], alpha: Double = 0.05) throws(FinegrainError) {
        precondition(estimates.count > 1 && covariance.count == estimates.count, "two estimates or more")
        precondition(covariance.allSatisfy { $0.count == estimates.count }, "a square covariance")
        precondition(alpha > 0 && alpha < 1, "a level between 0 and 1")
        if let index = estimates.indices.first(where: { !(covariance[$0][$0] > 0) }) {
            throw .badInput(
                "estimate \(index + 1) has variance \(covariance[index][index])",
                remedy: "leave estimates without an error out", field: "variance")
        }
        let winner = estimates.indices.dropFirst().reduce(0) { estimates[$1] > estimates[$0] ? $1 : $0 }
        let variance = covariance[winner][winner]
        let deviation = variance.squareRoot()
        // Xw ≥ Xj is Xw (1 − c) ≥ Xj − c Xw, c = Cov(Xj, Xw)/Var(Xw), and the right side is independent of Xw.
        var (lowest, highest) = (-Double.infinity, Double.infinity)
        for other in estimates.indices where other != winner {
            let slope = covariance[other][winner] / variance
            let border = (estimates[other] - slope * estimates[winner]) / (1 - slope)
            if slope < 1 { lowest = max(lowest, border) } else if slope > 1 { highest = min(highest, border) }
        }
        let beta = alpha / 10
        let truncation = HybridTruncation(
            estimate: estimates[winner], deviation: deviation, lowest: lowest, highest: highest,
            reach: -Normal.quantile(beta / Double(2 * estimates.count)))
        let level = (alpha - beta) / (1 - beta)
        self.winner = winner
        naive = estimates[winner]
        corrected = truncation.mean(atQuantile: 0.5)
        interval = ConfidenceInterval(
            lower: truncation.mean(atQuantile: 1 - level / 2), upper: truncation.mean(atQuantile: level / 2),
            confidence: 1 - alpha)
        let reach = -Normal.quantile(alpha / Double(estimates.count - 1))
        candidates = estimates.indices.filter { other in
            guard other != winner else { return true }
            let spread = variance + covariance[other][other] - 2 * covariance[winner][other]
            return estimates[winner] - estimates[other] <= reach * max(0, spread).squareRoot()
        }
    }
}

/// A normal estimate truncated to where it won and to where its mean keeps it within reach.
struct HybridTruncation {
    let estimate: Double
    let deviation: Double
    let lowest: Double
    let highest: Double
    /// Half the simultaneous interval, in deviations.
    let reach: Double

    /// The mean at which the estimate is the given quantile of its truncated distribution.
    ///
    /// The quantile of a fixed estimate falls as the mean rises, so bisection finds it.
    func mean(atQuantile quantile: Double) -> Double {
        var low = estimate - reach * deviation
        var high = estimate + reach * deviation
        for _ in 0..<200 {
            let middle = 0.5 * (low + high)
            if middle <= low || middle >= high { break }
            if cumulative(mean: middle) > quantile { low = middle } else { high = middle }
        }
        return 0.5 * (low + high)
    }

    private func cumulative(mean: Double) -> Double {
        let left = max((lowest - mean) / deviation, -reach)
        let right = min((highest - mean) / deviation, reach)
        let x = min(max((estimate - mean) / deviation, left), right)
        // Differences of the smaller tails.
        if left > 0 {
            let base = Normal.cumulative(-left)
            return (base - Normal.cumulative(-x)) / (base - Normal.cumulative(-right))
        }
        let base = Normal.cumulative(left)
        return (Normal.cumulative(x) - base) / (Normal.cumulative(right) - base)
    }
}
