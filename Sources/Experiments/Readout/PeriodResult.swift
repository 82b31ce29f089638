/// The effect in one period, such as a week or a send.
public struct PeriodResult: Hashable, Sendable {
    /// A value of the column of periods.
    public var period: String
    /// Difference in means of the units of the period.
    public var effect: EffectResult
}

/// How an effect changes over the periods.
public struct TrendResult: Hashable, Sendable {
    public var metric: String
    public var treatment: String
    /// Change of the effect from one period to the next, in the metric's unit.
    public var slope: Double
    public var standardError: Double
    public var lower: Double
    public var upper: Double
    public var pValue: Double
}

/// Effects followed over a column of periods.
public struct TimelineResult: Hashable, Sendable {
    /// The column of periods.
    public var column: String
    /// True when the same units are seen at every period, false when each period has its own.
    public var followsUnits: Bool
    /// By metric, treatment and period.
    public var periods: [PeriodResult]
    /// By metric and treatment; absent with fewer than three periods.
    public var trends: [TrendResult]
}
