/// A column wanted of a file, and how to read it.
public struct ColumnRequest: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        /// Numbers; text is a problem.
        case number
        /// Distinct texts.
        case category
        /// Numbers when every field that is there is one, texts otherwise.
        case automatic
        /// A 64-bit hash of the field.
        case key
    }

    public var name: String
    public var kind: Kind

    public init(_ name: String, _ kind: Kind) {
        self.name = name
        self.kind = kind
    }
}
