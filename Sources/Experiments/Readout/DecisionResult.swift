/// What to do in one segment.
public struct DecisionResult: Hashable, Sendable {
    public enum Decision: String, CaseIterable, Hashable, Sendable {
        case send, keep
        case noEvidence = "no_evidence"
        case notIdentified = "not_identified"
    }

    /// The metric that decided.
    public var metric: String
    /// Nil for everybody.
    public var segment: SegmentName?
    public var treatment: String
    public var decision: Decision
    /// A sentence that stands by itself.
    public var why: String
    /// Units of both arms together still to be observed; nil when nothing is missing or no number would do.
    public var unitsNeeded: Int?
    /// The pooled effect that the decision rests on; nil when not identified.
    public var effect: Double?
    public var lower: Double?
    public var upper: Double?
    public var controlCount: Int
    public var treatmentCount: Int
    /// What being wrong costs on average, in the metric's unit a head.
    public var expectedRegret: Double?
}

/// The best treatment in a segment, corrected for having been chosen as the best.
public struct WinnerResult: Hashable, Sendable {
    public var metric: String
    public var segment: SegmentName?
    public var treatment: String
    /// `treatments` of the segment, or the treatment's `segments`.
    public var chosenAmong: String
    /// As observed.
    public var naive: Double
    /// Median-unbiased given the choice (Andrews, Kitagawa & McCloskey 2024).
    public var corrected: Double
    public var lower: Double
    public var upper: Double
    /// Treatments or segments that may be the best, at the plan's level.
    public var candidates: [String]
    public var expectedRegret: Double
}

/// What the texts of an arm say of the generator that wrote them.
public struct TextResult: Hashable, Sendable {
    public struct Text: Hashable, Sendable {
        public var text: String
        public var count: Int
        public var mean: Double
        public var shrunk: Double
        public var shrunkStandardError: Double
    }

    public var metric: String
    public var treatment: String
    public var textCount: Int
    /// Effect of a text drawn anew; nil when texts are too few to say.
    public var effect: Double?
    public var standardError: Double?
    public var lower: Double?
    public var upper: Double?
    public var degreesOfFreedom: Double?
    /// Variance of true means between texts.
    public var betweenVariance: Double?
    public var texts: [Text]
}
