/// Differences in means by segment with error variances fit for pooling.
///
/// A segment's own variance is a poor weight: with rare outcomes it rises and falls with the mean that it should judge,
/// so that segments which happened to see few buyers weigh most and pull the common mean down, and one without any
/// claims to be exact. Each arm's variance is therefore the arm's common one times a factor of the segment, and the
/// factor is drawn to 1 by how much segments' variances differ beyond chance (`VarianceFactors`).
public struct SegmentContrasts: Hashable, Sendable {
    /// Treatment mean minus control mean; zero where an arm is empty.
    public let estimates: [Double]
    /// Variances of the estimates; infinite where an arm is empty, zero when no outcome varies.
    public let variances: [Double]
    /// √ of each segment's variance factor: what an effect of one standard deviation is there, 1 where outcomes vary as
    /// everywhere. Effects over scales are what segments have in common: where a tenth of the customers buy a letter can
    /// move more of them than where one in two hundred does.
    public let scales: [Double]

    public init(treatments: [ArmSummary], controls: [ArmSummary]) {
        self.init(treatments: treatments.map(ArmSpread.init), controls: controls.map(ArmSpread.init))
    }

    /// - Precondition: one treatment and one control a segment.
    /// - Complexity: O(segments).
    public init(treatments: [ArmSpread], controls: [ArmSpread]) {
        precondition(treatments.count == controls.count, "one treatment and one control a segment")
        let factors = VarianceFactors([controls, treatments])
        var estimates: [Double] = []
        var variances: [Double] = []
        for (segment, (treatment, control)) in zip(treatments, controls).enumerated() {
            let isKnown = treatment.size > 0 && control.size > 0
            estimates.append(isKnown ? treatment.mean - control.mean : 0)
            variances.append(
                isKnown
                    ? factors.factors[segment]
                        * (factors.common[1] / treatment.size + factors.common[0] / control.size) : .infinity)
        }
        self.estimates = estimates
        self.variances = variances
        scales = factors.factors.map { $0 > 0 ? $0.squareRoot() : 1 }
    }
}
