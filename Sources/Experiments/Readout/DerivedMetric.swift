/// A metric that the file does not hold but the plan makes of its columns.
public struct DerivedMetric: Hashable, Sendable {
    public enum Kind: String, CaseIterable, Hashable, Sendable {
        case ratio, retention
        /// The sum of outcomes times their margins.
        case value
    }

    public var metric: String
    public var kind: Kind
    /// How it is made, as a formula or half a sentence.
    public var definition: String
}
