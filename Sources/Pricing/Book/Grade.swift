/// How far a price or limit can be trusted.
public enum Grade: String, Sendable, CaseIterable, Comparable {
    /// The provider's own page or a file derived from it.
    case a = "A"
    /// A secondary source, consistent with others.
    case b = "B"
    /// Stale, indicative or recalled: to be confirmed before it is relied on.
    case c = "C"

    /// The better grade is the smaller one.
    public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}
