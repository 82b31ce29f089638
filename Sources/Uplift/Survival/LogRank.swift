/// The log-rank test, occasion by occasion (Mantel 1966; Peto & Peto 1972).
struct LogRank {
    /// Σ (d₁ − n₁ d / n).
    private(set) var excess = 0.0
    /// Σ n₁ n₀ d (n − d) / (n² (n − 1)), for independent units of equal weight.
    private(set) var variance = 0.0
    /// What each unit adds to the excess, treated units first.
    private(set) var influences: [Double]

    init(_ treatedCount: Int, _ controlCount: Int) {
        influences = Array(repeating: 0, count: treatedCount + controlCount)
    }

    /// Adds the occasion that both groups have reached.
    mutating func add(_ treatment: SurvivalWalk, _ control: SurvivalWalk, weights: [Double]?) {
        guard treatment.atRisk > 0, control.atRisk > 0, treatment.events + control.events > 0 else { return }
        let (n1, n0) = (Double(treatment.atRisk), Double(control.atRisk))
        let (n, d) = (n1 + n0, Double(treatment.events + control.events))
        if n > 1 { variance += n1 * n0 * d * (n - d) / (n * n * (n - 1)) }
        // Sums of weights where units have them.
        let (w1, w0) = (treatment.totalAtRisk, control.totalAtRisk)
        let failed = (treatment.hazard ?? 0) * w1 + (control.hazard ?? 0) * w0
        let hazard = failed / (w1 + w0)
        excess += ((treatment.hazard ?? 0) - hazard) * w1
        for position in treatment.units.indices {
            influences[position] += treatment.residual(position, hazard: hazard) * w0 / (w1 + w0)
        }
        for position in control.units.indices {
            influences[treatment.units.count + position] -=
                control.residual(position, hazard: hazard) * w1 / (w1 + w0)
        }
    }
}
