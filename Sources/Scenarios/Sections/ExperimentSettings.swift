/// The test that runs inside every campaign.
public struct ExperimentSettings: ScenarioSection {
    /// Name that keys the assignment: arm = hash(name, customer); default `copy-test`.
    public var name = "copy-test"
    /// Share that gets the generic copy, the comparison for uplift; default 0.1.
    public var generic = 0.1
    /// Share that gets no mail; default 0.
    public var holdout = 0.0
    /// Relative lift that a segment should be able to show; default 0.1.
    public var targetLift = 0.1

    public init() {}

    public static let fields: [Field<Self>] = [
        .scalar("name", \.name, .text, "Keys the assignment: arm = hash(name, customer)."),
        .scalar(
            "generic", \.generic, .number(0...0.9), unit: "share of the audience",
            "Gets the generic copy: what uplift is compared with."),
        .scalar(
            "holdout", \.holdout, .number(0...0.9), unit: "share of the audience",
            "Gets no mail at all; its loss counts against net value."),
        .scalar(
            "target_lift", \.targetLift, .number(0.0001...10), unit: "relative lift",
            "Lift that a powered segment can show."),
    ]
}
