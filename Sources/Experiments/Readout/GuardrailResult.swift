/// Whether a treatment harms a guardrail metric by less than its margin.
///
/// The bound on the harm is that of the two-sided interval, so that the one-sided level is half the plan's.
public struct GuardrailResult: Hashable, Sendable {
    public enum Verdict: String, CaseIterable, Hashable, Sendable {
        /// The whole interval of the harm lies below the margin.
        case ok
        /// The whole interval of the harm lies above the margin.
        case breached
        /// The interval contains the margin, or there is none.
        case notShown = "not_shown"
    }

    public var metric: String
    /// Nil for everybody; segments are listed where the guardrail is breached by their pooled effects, and not
    /// by everybody's.
    public var segment: SegmentName?
    public var treatment: String
    public var margin: Double
    /// True when margin, effect and bounds are shares of the size of the control mean.
    public var isRelative: Bool
    public var isBetterLower: Bool
    /// Treatment minus control: the effect of the headline, adjusted as the plan says; of a segment the pooled one.
    public var effect: Double?
    public var lower: Double?
    public var upper: Double?
    /// The end of the interval that harms most, as a harm: negative when even that is a gain.
    public var largestHarm: Double?
    public var verdict: Verdict
    /// Units of both arms together that would show a harmless treatment to be harmless in four of five
    /// experiments; nil unless the verdict is open and more are needed than there are.
    public var unitsNeeded: Int?
    /// Units of both arms together.
    public var count: Int
}
