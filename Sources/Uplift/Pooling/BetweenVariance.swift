#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Estimates τ², the variance of true values about the mean of their group, from values with known error
/// variances.
///
/// All groups share one τ²; each has a mean of its own, whose degree of freedom is paid for. One group
/// is an ordinary random-effects model. Values of infinite variance take no part.
struct BetweenVariance {
    private var values: [Double] = []
    private var variances: [Double] = []
    private var groups: [Int] = []
    private let groupCount: Int

    init(values: [Double], variances: [Double], groups: [Int], groupCount: Int) {
        self.groupCount = groupCount
        for index in values.indices where variances[index].isFinite {
            self.values.append(values[index])
            self.variances.append(variances[index])
            self.groups.append(groups[index])
        }
    }

    /// What the estimators need at one τ², w = 1 / (v + τ²), sums over all groups.
    private struct Sums {
        /// Q = Σ w (y − μ)².
        var squares = 0.0
        /// y'PPy = Σ w² (y − μ)².
        var weightedSquares = 0.0
        /// tr P = Σ (Σ w − Σ w² / Σ w).
        var trace = 0.0
        /// tr PP.
        var traceSquared = 0.0
        /// −2 × restricted log-likelihood, but for a constant.
        var deviance = 0.0
        /// Values minus groups that have any.
        var freedom = 0.0
    }

    /// - Complexity: O(values × iterations), a dozen iterations as a rule.
    func estimate(_ method: BetweenVarianceMethod) -> Double {
        let atZero = sums(0)
        guard atZero.freedom > 0, atZero.trace > 0 else { return 0 }
        let moments = max(0, (atZero.squares - atZero.freedom) / atZero.trace)
        switch method {
        case .derSimonianLaird: return moments
        case .pauleMandel: return pauleMandel(atZero)
        case .reml: return restrictedLikelihood(start: moments)
        case .boundaryAvoiding: return boundaryAvoiding(start: max(moments, 1 / atZero.trace))
        }
    }

    /// Q(τ²) falls and is convex, so that Newton's steps from zero rise to the root and never pass it.
    private func pauleMandel(_ atZero: Sums) -> Double {
        var tau2 = 0.0
        var current = atZero
        for _ in 0..<200 {
            let excess = current.squares - current.freedom
            guard excess > 0 else { break }
            let step = excess / current.weightedSquares
            tau2 += step
            if step <= 1e-14 * tau2 { break }
            current = sums(tau2)
        }
        return tau2
    }

    /// Fisher scoring, τ² ← τ² + (y'PPy − tr P) / tr PP, clamped at zero; a step that lowers the
    /// likelihood is halved.
    private func restrictedLikelihood(start: Double) -> Double {
        var tau2 = start
        var current = sums(tau2)
        for _ in 0..<200 {
            var next = max(0, tau2 + (current.weightedSquares - current.trace) / current.traceSquared)
            var proposal = sums(next)
            for _ in 0..<40 where proposal.deviance > current.deviance {
                next = 0.5 * (next + tau2)
                proposal = sums(next)
            }
            let change = abs(next - tau2)
            tau2 = next
            current = proposal
            if change <= 1e-11 * tau2 { break }
        }
        return tau2
    }

    /// Scoring on u = ln τ², where the penalty is straight: u ← u + (τ² (y'PPy − tr P) + ½) / (τ⁴ tr PP + 1).
    /// The 1 is not part of the information; it keeps steps short where the likelihood is flat.
    private func boundaryAvoiding(start: Double) -> Double {
        var tau2 = start
        var current = sums(tau2)
        for _ in 0..<200 {
            let score = tau2 * (current.weightedSquares - current.trace) + 0.5
            var step = max(-2, min(2, score / (tau2 * tau2 * current.traceSquared + 1)))
            var proposal = sums(tau2 * exp(step))
            for _ in 0..<40 where proposal.deviance - 0.5 * step > current.deviance {
                step *= 0.5
                proposal = sums(tau2 * exp(step))
            }
            tau2 *= exp(step)
            current = proposal
            if abs(step) <= 1e-9 { break }
        }
        return tau2
    }

    private func sums(_ tau2: Double) -> Sums {
        var weight = Array(repeating: 0.0, count: groupCount)
        var weight2 = weight
        var weight3 = weight
        var mean = weight
        var result = Sums()
        for index in values.indices {
            let w = 1 / (variances[index] + tau2)
            let group = groups[index]
            weight[group] += w
            weight2[group] += w * w
            weight3[group] += w * w * w
            mean[group] += w * values[index]
            result.deviance -= log(w)
        }
        for group in 0..<groupCount where weight[group] > 0 {
            mean[group] /= weight[group]
            let share = weight2[group] / weight[group]
            result.trace += weight[group] - share
            result.traceSquared += weight2[group] - 2 * weight3[group] / weight[group] + share * share
            result.deviance += log(weight[group])
            result.freedom -= 1
        }
        for index in values.indices {
            let w = 1 / (variances[index] + tau2)
            let gap = values[index] - mean[groups[index]]
            result.squares += w * gap * gap
            result.weightedSquares += w * w * gap * gap
        }
        result.deviance += result.squares
        result.freedom += Double(values.count)
        return result
    }
}
