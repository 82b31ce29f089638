/// What a segment's persona sees of it.
public struct ProfileSettings: ScenarioSection {
    /// Attributes whose rounded shares are exported; default all that are not dimensions.
    public var attributes: [String] = []

    public init() {}

    public static let fields: [Field<Self>] = [
        .list(
            "attributes", \.attributes, .text,
            "Attributes whose rounded shares the persona sees; by default all that no dimension cuts.")
    ]
}

/// When a cached persona is still good.
public struct CacheSettings: ScenarioSection {
    public enum Memory: String, Sendable, CaseIterable, Hashable { case last, all }
    public enum Policy: String, Sendable, CaseIterable, Hashable {
        case onChange = "on_change"
        case never
    }

    /// Width of a share's bucket; default 0.05 (5 points).
    public var bucketWidth = 0.05
    /// Regenerate when a share is more than this + ½ buckets from the cached centre; default 0 (plain rounding).
    public var hysteresis = 0.0
    /// Weight of the newest share in the moving average; default 1 (no smoothing).
    public var smoothing = 1.0
    /// Whether any earlier fingerprint of the segment hits, or only the last; default `last`.
    public var memory = Memory.last
    /// Campaigns after which a persona and its copy expire; default never.
    public var maximumAge: Int?
    /// `never` generates a segment once and keeps it; default `on_change`.
    public var policy = Policy.onChange

    public init() {}

    public static let fields: [Field<Self>] = [
        .scalar(
            "bucket_width", \.bucketWidth, .number(0.001...1), unit: "share",
            "Width of the buckets that shares are rounded to."),
        .scalar(
            "hysteresis", \.hysteresis, .number(0...100), unit: "buckets",
            "Regenerate when a share is more than this + 1/2 buckets from the centre of the cached bucket."),
        .scalar(
            "smoothing", \.smoothing, .number(0.001...1), unit: "weight of the newest share",
            "Moving average of the shares; 1 is none."),
        .scalar("memory", \.memory, .choice, "Which earlier fingerprints of a segment hit."),
        .optional(
            "maximum_age", \.maximumAge, .integer(1...520), unit: "campaigns", absent: "never",
            "When a persona and its copy expire."),
        .scalar("policy", \.policy, .choice, "Regenerate on change, or generate each segment once."),
    ]
}
