/// Differences in means by segment with error variances fit for pooling.
///
/// The variance of one outcome is pooled over all segments and arms, so that a segment's weight depends
/// on its sizes alone. With each segment's own p(1 − p) instead, segments with low base rates weigh most
/// and pull the common mean towards them, and a segment without any success claims to be exact.
public struct SegmentContrasts: Hashable, Sendable {
    /// Treatment mean minus control mean; zero where an arm is empty.
    public let estimates: [Double]
    /// σ² (1/n₁ + 1/n₀); infinite where an arm is empty.
    public let variances: [Double]
    /// σ², pooled within arms of segments; NaN when no arm has two units.
    public let outcomeVariance: Double

    /// - Precondition: one treatment and one control a segment.
    public init(treatments: [ArmSummary], controls: [ArmSummary]) {
        precondition(treatments.count == controls.count, "one treatment and one control a segment")
        var spread = 0.0
        var freedom = 0
        for arm in treatments + controls where arm.count > 0 {
            spread += arm.squaredDeviations
            freedom += arm.count - 1
        }
        let variance = freedom > 0 ? spread / Double(freedom) : .nan
        outcomeVariance = variance
        var estimates: [Double] = []
        var variances: [Double] = []
        for (treatment, control) in zip(treatments, controls) {
            let known = treatment.count > 0 && control.count > 0
            estimates.append(known ? treatment.mean - control.mean : 0)
            variances.append(
                known ? variance * (1 / Double(treatment.count) + 1 / Double(control.count)) : .infinity)
        }
        self.estimates = estimates
        self.variances = variances
    }
}
