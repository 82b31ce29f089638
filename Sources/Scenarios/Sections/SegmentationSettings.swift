/// How customers are cut into segments.
public struct SegmentationSettings: ScenarioSection {
    /// The dimensions in order; depth d uses the first d. Required.
    public var dimensions: [DimensionSettings] = []
    /// How many dimensions cut; default all.
    public var depth: Int?

    public init() {}

    public static let fields: [Field<Self>] = [
        .sections(
            "dimensions", \.dimensions, shorthand: "attribute", required: true,
            "Attributes that cut, most telling first; one may recur with finer bands nested in its earlier ones."
        ),
        .optional(
            "depth", \.depth, .integer(0...64), unit: "dimensions",
            "How many of them cut; by default all. 0 is the generic copy."),
    ]
}

/// One dimension: an attribute, cut at every level or in bands of levels.
public struct DimensionSettings: ScenarioSection {
    /// The attribute; required.
    public var attribute = ""
    /// Groups of levels, each level in exactly one; default each level by itself.
    public var bands: [BandSettings] = []

    public init() {}

    public static let fields: [Field<Self>] = [
        .scalar("attribute", \.attribute, .text, required: true, "Name of the attribute."),
        .sections(
            "bands", \.bands, "Groups of levels that are cut together; by default each level by itself."),
    ]
}

/// A named group of levels.
public struct BandSettings: ScenarioSection {
    /// The name of the group; required.
    public var name = ""
    /// The levels in it; required.
    public var levels: [String] = []

    public init() {}

    public static let fields: [Field<Self>] = [
        .scalar("name", \.name, .text, required: true, "Name of the group."),
        .list("levels", \.levels, .text, required: true, "Levels of the attribute in this group."),
    ]
}

/// The governance boundary: what may leave the warehouse.
public struct PrivacySettings: ScenarioSection {
    /// Smallest segment that is published; default 50.
    public var k = 50
    /// A new segment enters at k × (1 + this) and leaves below k; default 0.
    public var kHysteresis = 0.0
    /// Hold a segment whose members differ from its last publication by fewer than k; default on.
    public var publication = true

    public init() {}

    public static let fields: [Field<Self>] = [
        .scalar("k", \.k, .integer(1...10_000_000), unit: "customers", "Smallest segment that is published."),
        .scalar(
            "k_hysteresis", \.kHysteresis, .number(0...10), unit: "share of k",
            "A new segment enters at k x (1 + this)."),
        .scalar(
            "publication", \.publication, .onOff,
            "Hold a segment whose members differ from its last publication by fewer than k, so that no difference shows a person."
        ),
    ]
}
