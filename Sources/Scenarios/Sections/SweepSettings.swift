/// What a sweep varies, and how often it repeats.
public struct SweepSettings: ScenarioSection {
    /// Values for each path; rows are all combinations. Default: every depth.
    public var vary: [Named<[YAMLTree]>] = []
    /// Worlds that each row is run in; default 20.
    public var replications = 20
    /// Worlds for the side runs (no knowledge, uncertain inputs); default 4.
    public var sideReplications = 4

    public init() {}

    public static let fields: [Field<Self>] = [
        .rawLists("vary", \.vary, "Values for each path; rows are all combinations, by default every depth."),
        .scalar(
            "replications", \.replications, .integer(1...10_000), unit: "worlds",
            "Worlds that each row is run in."),
        .scalar(
            "side_replications", \.sideReplications, .integer(1...1_000), unit: "worlds",
            "Worlds for the side runs: no knowledge, and uncertain inputs at P10 and P90."),
    ]
}
