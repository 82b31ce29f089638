/// A column wanted of a file, and how to read it.
public struct ColumnRequest: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        /// Numbers; text is a problem.
        case number
        /// Distinct texts; an empty field or one such as `NA` or `null` is missing.
        case category
        /// Distinct texts; only an empty field is missing, so that `NA` may be a region.
        case level
        /// Numbers when every field that is there is one, texts otherwise.
        case automatic
        /// A 64-bit hash of the field, which must not be missing.
        case key
        /// A 64-bit hash of the field, zero when it is missing.
        case optionalKey
    }

    public var name: String
    public var kind: Kind

    public init(_ name: String, _ kind: Kind) {
        self.name = name
        self.kind = kind
    }
}
