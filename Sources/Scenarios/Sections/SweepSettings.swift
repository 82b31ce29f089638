public import YAMLReading

/// What a sweep varies, and how often it repeats.
public struct SweepSettings: ScenarioSection {
    /// Values for each path; rows are all combinations. Default: every depth.
    public var vary: [Named<[YAMLTree]>] = []
    /// Replications per row; by default as many as the decision needs (`max_replications` at most).
    public var replications: Int?
    /// Most replications that are added until the decision is told; default 200.
    public var maxReplications = 200
    /// Most replications of the side worlds; by default as many as a flip needs, at most the base's.
    public var sideReplications: Int?

    public init() {}

    public static let fields: [Field<Self>] = [
        .rawLists("vary", \.vary, "Values for each path; rows are all combinations, by default every depth."),
        .optional(
            "replications", \.replications, .integer(1...10_000), unit: "replications per row",
            absent: "auto",
            "Worlds that every row is run in; auto adds worlds until simulation error is small."),
        .scalar(
            "max_replications", \.maxReplications, .integer(1...10_000), unit: "replications per row",
            "Most that auto adds."),
        .optional(
            "side_replications", \.sideReplications, .integer(1...10_000), unit: "replications per row",
            absent: "auto",
            "Most for the side worlds: no knowledge, and uncertain inputs at P10 and P90."),
    ]
}
