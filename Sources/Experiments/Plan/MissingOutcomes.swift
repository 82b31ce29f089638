/// What a row without a value of an outcome means.
public enum MissingOutcomes: String, CaseIterable, Hashable, Sendable {
    /// Nothing happened, such as a spend of a unit that bought nothing.
    case zero
    /// It is not known; the row is left out of that metric.
    case drop
}
