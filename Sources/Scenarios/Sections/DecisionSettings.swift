/// How a row is chosen from a sweep.
public struct DecisionSettings: ScenarioSection {
    public enum Risk: String, Sendable, CaseIterable, Hashable { case neutral, cautious }

    /// Share of the best row's net value that a coarser row may give up; default 0.1.
    public var tolerance = 0.1
    /// `neutral` goes by the mean; `cautious` takes only rows that seldom lose; default `neutral`.
    public var risk = Risk.neutral
    /// For `cautious`: largest share of worlds in which a row may do worse than the generic copy; default 0.1.
    public var lossShare = 0.1

    public init() {}

    public static let fields: [Field<Self>] = [
        .scalar(
            "tolerance", \.tolerance, .number(0...1), unit: "share of the best net value",
            "What a coarser row may give up and still be recommended."),
        .scalar(
            "risk", \.risk, .choice,
            "neutral goes by the mean; cautious takes only rows that seldom lose."),
        .scalar(
            "loss_share", \.lossShare, .number(0...1), unit: "share of worlds",
            "For cautious: worlds in which a row may do worse than the generic copy."),
    ]
}
