#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// How many units of two groups are left after each of several occasions, and whether the groups differ.
///
/// Shares by Kaplan & Meier (1958), errors by Greenwood (1926), also of units that enter late; with weights from sums over
/// units of what each adds, with clusters from sums over clusters times G / (G − 1);
/// the hazard of an occasion is the share of units at risk that had their event there.
public struct SurvivalComparison: Sendable {
    /// One group after one occasion.
    public struct Share: Hashable, Sendable {
        public let atRisk: Int
        public let events: Int
        /// Events over units at risk; nil when nobody was at risk.
        public let hazard: Double?
        /// The share without an event up to and including this occasion.
        public let survival: Double
        /// Nil when nobody is left.
        public let standardError: Double?
        /// Interval by ln(−ln S), which stays between 0 and 1; without an event so far [(α/2)^(1/n), 1].
        public let interval: ConfidenceInterval?
    }

    public struct Occasion: Hashable, Sendable {
        public let treatment: Share
        public let control: Share
        /// Treatment minus control.
        public let difference: Double
        public let standardError: Double?
        public let interval: ConfidenceInterval?
        public let pValue: Double?
        /// Difference of the hazards of this occasion and its error; nil when a group has nobody at risk.
        public let hazardDifference: Double?
        public let hazardStandardError: Double?
    }

    public let occasions: [Occasion]
    /// Σ (d₁ − n₁ d / n): events of the treatment beyond those expected if the groups were alike (Mantel 1966).
    public let excessEvents: Double
    public let excessStandardError: Double?
    /// Two-sided, of the log-rank test; nil without events.
    public let pValue: Double?
    /// Clusters less one; infinite for independent units.
    public let degreesOfFreedom: Double

    /// - Parameters:
    ///   - treatment: positions of units in the histories, as `control`.
    ///   - weights: one per unit of the histories; every unit counts once when nil.
    ///   - clusters: one per unit of the histories, counted from zero.
    /// - Complexity: O(units × occasions).
    public init(
        _ histories: RiskHistories, treatment: [Int], control: [Int], weights: [Double]? = nil,
        clusters: [Int]? = nil, confidence: Double = 0.95
    ) {
        let sums = ClusterSums(clusters, units: treatment + control)
        degreesOfFreedom = sums.degreesOfFreedom
        var walks = (
            SurvivalWalk(histories, units: treatment, weights: weights),
            SurvivalWalk(histories, units: control, weights: weights)
        )
        let isIndependent = weights == nil && clusters == nil
        var test = LogRank(treatment.count, control.count)
        var occasions: [Occasion] = []
        for _ in 0..<histories.occasionCount {
            walks.0.step()
            walks.1.step()
            test.add(walks.0, walks.1, weights: weights)
            occasions.append(
                Occasion(
                    walks.0, walks.1, isIndependent ? nil : sums, degreesOfFreedom: degreesOfFreedom,
                    confidence))
        }
        self.occasions = occasions
        excessEvents = test.excess
        let variance = isIndependent ? test.variance : sums.variance(test.influences)
        excessStandardError = variance > 0 ? variance.squareRoot() : nil
        pValue = excessStandardError.map { [degreesOfFreedom] error in
            StudentT(degreesOfFreedom: degreesOfFreedom).twoSided(test.excess / error)
        }
    }
}

extension SurvivalComparison.Share {
    init(_ walk: SurvivalWalk, variance: Double?, degreesOfFreedom: Double, confidence: Double) {
        let error = variance?.squareRoot()
        self.init(
            atRisk: walk.atRisk, events: walk.events, hazard: walk.hazard, survival: walk.survival,
            standardError: error,
            interval: SurvivalComparison.Share.interval(
                walk.survival, error, atRisk: walk.atRisk, degreesOfFreedom, confidence))
    }

    /// S^exp(±q s / (S |ln S|)), Kalbfleisch & Prentice 1980.
    private static func interval(
        _ survival: Double, _ error: Double?, atRisk: Int, _ degreesOfFreedom: Double, _ confidence: Double
    ) -> ConfidenceInterval? {
        guard let error else { return nil }
        guard survival < 1 else {
            guard atRisk > 0 else { return nil }
            return ConfidenceInterval(
                lower: pow(0.5 * (1 - confidence), 1 / Double(atRisk)), upper: 1, confidence: confidence)
        }
        let unit = ConfidenceInterval(
            center: 0, standardError: 1, degreesOfFreedom: degreesOfFreedom, confidence: confidence)
        let shift = unit.upper * error / (survival * abs(log(survival)))
        return ConfidenceInterval(
            lower: pow(survival, exp(shift)), upper: pow(survival, exp(-shift)), confidence: confidence)
    }
}

extension SurvivalComparison.Occasion {
    /// - Parameter sums: of what units add; nil for independent units of equal weight, which have Greenwood's error.
    init(
        _ treatment: SurvivalWalk, _ control: SurvivalWalk, _ sums: ClusterSums?,
        degreesOfFreedom freedom: Double,
        _ confidence: Double
    ) {
        let variances = SurvivalComparison.Variances(treatment, control, sums)
        self.treatment = SurvivalComparison.Share(
            treatment, variance: treatment.survival > 0 ? variances.treatment : nil,
            degreesOfFreedom: freedom,
            confidence: confidence)
        self.control = SurvivalComparison.Share(
            control, variance: control.survival > 0 ? variances.control : nil, degreesOfFreedom: freedom,
            confidence: confidence)
        difference = treatment.survival - control.survival
        let isKnown = treatment.survival > 0 && control.survival > 0
        let variance = isKnown ? variances.difference : 0
        let error = variance > 0 ? variance.squareRoot() : nil
        standardError = error
        interval = error.map { [difference] in
            ConfidenceInterval(
                center: difference, standardError: $0, degreesOfFreedom: freedom, confidence: confidence)
        }
        pValue = error.map { [difference] in StudentT(degreesOfFreedom: freedom).twoSided(difference / $0) }
        if let high = treatment.hazard, let low = control.hazard {
            hazardDifference = high - low
            hazardStandardError = variances.hazards > 0 ? variances.hazards.squareRoot() : nil
        } else {
            hazardDifference = nil
            hazardStandardError = nil
        }
    }
}

extension SurvivalComparison {
    /// Squared errors of two groups' shares, of their difference, and of that of the hazards of one occasion.
    struct Variances {
        let treatment: Double
        let control: Double
        let difference: Double
        let hazards: Double

        init(_ treated: SurvivalWalk, _ compared: SurvivalWalk, _ sums: ClusterSums?) {
            let single = ClusterSums(nil, units: [])
            hazards = (sums ?? single).variance(
                treated.hazardInfluences + compared.hazardInfluences.map { -$0 })
            guard let sums else {
                treatment = treated.survival * treated.survival * treated.greenwood
                control = compared.survival * compared.survival * compared.greenwood
                difference = treatment + control
                return
            }
            func scaled(_ walk: SurvivalWalk, _ factor: Double) -> [Double] {
                walk.influences.map { factor * walk.survival * $0 }
            }
            treatment = sums.variance(scaled(treated, 1) + scaled(compared, 0))
            control = sums.variance(scaled(treated, 0) + scaled(compared, 1))
            difference = sums.variance(scaled(treated, 1) + scaled(compared, -1))
        }
    }
}
