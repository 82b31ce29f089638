/// What to do in one segment.
public struct DecisionResult: Hashable, Sendable {
    /// What the data show.
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
    /// The arm to use today: of all arms the one of the highest expected net value, the control included.
    public var action: String
    /// A sentence that stands by itself.
    public var why: String
    /// Units of both arms together still to be observed; nil when nothing is missing or no number would do.
    public var unitsNeeded: Int?
    /// The effect that the decision rests on, pooled in a segment; nil when not identified.
    public var effect: Double?
    public var lower: Double?
    public var upper: Double?
    public var controlCount: Int
    public var treatmentCount: Int
    /// Units of all arms, those of the other treatments included: what the totals are for.
    public var unitCount: Int
    /// Of the treatment's effect against the break-even; nil when nothing is believed of it.
    public var probabilityPositive: Double?
    /// What the action brings a head against the control, in the metric's unit and beyond its cost; 0 for the control.
    public var expectedGain: Double?
    /// What not knowing better costs on average with that action, in the metric's unit a head.
    public var expectedRegret: Double?
    /// USD a unit of the metric; nil without a margin.
    public var marginUSD: Double?

    /// What the action brings in USD per 1,000 units, its cost taken off; nil without a margin.
    public var expectedNetUSD: Double? { scaled(expectedGain, 1000) }
    /// The same for all units that were observed.
    public var expectedNetTotalUSD: Double? { scaled(expectedGain, Double(unitCount)) }
    /// What not knowing better costs on average in USD per 1,000 units; nil without a margin.
    public var expectedLossUSD: Double? { scaled(expectedRegret, 1000) }

    private func scaled(_ value: Double?, _ units: Double) -> Double? {
        guard let value, let marginUSD else { return nil }
        return value * abs(marginUSD) * units
    }
}
