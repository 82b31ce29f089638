/// The customers of one day with what identifies them.
public struct DatedExport: Sendable {
    /// One identifier a customer, each once.
    public var identifiers: [String]
    public var audience: Audience

    public init(identifiers: [String], audience: Audience) {
        self.identifiers = identifiers
        self.audience = audience
    }
}
