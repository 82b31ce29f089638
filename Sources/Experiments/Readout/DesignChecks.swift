/// Whether the arms have the sizes they were meant to have.
public struct SampleRatioResult: Hashable, Sendable {
    /// What the badge says.
    public enum Verdict: String, Hashable, Sendable {
        /// As planned.
        case ok
        /// Equal shares were assumed and do not hold: state the planned shares.
        case unplanned
        /// Planned shares do not hold: do not trust the effects before the cause is known.
        case alarm
    }

    public var segment: SegmentName?
    /// Control first.
    public var arms: [String]
    public var observed: [Int]
    /// Clusters of each arm, which the test counts where clusters were assigned whole.
    public var clusters: [Int]?
    public var expected: [Double]
    public var assumedEqual: Bool
    public var statistic: Double?
    public var degreesOfFreedom: Int
    public var pValue: Double?
    /// Over the segments (Holm); nil for everybody.
    public var pValueHolm: Double?
    public var verdict: Verdict

    /// Arms with units that were planned to have none.
    public var strayArms: [String] {
        assumedEqual ? [] : arms.indices.filter { expected[$0] == 0 && observed[$0] > 0 }.map { arms[$0] }
    }
}

/// How far a covariate's mean in a treatment lies from that in the control.
public struct BalanceResult: Hashable, Sendable {
    /// A column, or `column=level`.
    public var covariate: String
    public var control: String
    public var treatment: String
    public var meanControl: Double
    public var meanTreatment: Double
    /// Difference over the pooled standard deviation; nil when the covariate does not vary.
    public var standardizedDifference: Double?
    public var pValue: Double?
    /// Beyond 0.1 either way; with clusters or weights only if that is more than chance.
    public var isFlagged: Bool
}
