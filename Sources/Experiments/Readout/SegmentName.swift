/// The values of the `--by` columns that make a segment, in the order of the columns.
public struct SegmentName: Hashable, Sendable {
    public struct Part: Hashable, Sendable {
        public let column: String
        public let value: String

        public init(column: String, value: String) {
            self.column = column
            self.value = value
        }
    }

    public let parts: [Part]

    public init(_ parts: [Part]) { self.parts = parts }

    /// The values alone, such as `Urban · Web`.
    public var text: String { parts.map(\.value).joined(separator: " · ") }
}
