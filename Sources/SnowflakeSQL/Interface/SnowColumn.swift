/// A column of a result: its name and type as a client sees them.
public struct SnowColumn: Hashable, Sendable {
    public var name: String
    public var type: SnowType
    /// Decimal digits of a NUMBER, 1...38; fractional digits of seconds for times; nil elsewhere.
    public var precision: Int?
    /// Fractional digits of a NUMBER, or of seconds for times; nil elsewhere.
    public var scale: Int?
    /// Greatest length of text in characters or of binary in bytes; nil elsewhere.
    public var length: Int?
    public var nullable: Bool

    public init(
        name: String, type: SnowType, precision: Int? = nil, scale: Int? = nil, length: Int? = nil,
        nullable: Bool = true
    ) {
        self.name = name
        self.type = type
        self.precision = precision
        self.scale = scale
        self.length = length
        self.nullable = nullable
    }
}
