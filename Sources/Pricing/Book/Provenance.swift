/// Where a figure comes from, so that a stranger can check it.
public struct Provenance: Hashable, Sendable {
    public var source: String
    /// When the source said so: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, or `undated`.
    public var date: String
    public var grade: Grade
    /// Where the price holds, such as `us-east-1`; nil where the place does not matter.
    public var region: String?
    public var note: String?
    /// The file and line (counted from one) that hold the figure.
    public var file: String
    public var line: Int

    public init(
        source: String, date: String, grade: Grade, region: String? = nil, note: String? = nil,
        file: String, line: Int
    ) {
        self.source = source
        self.date = date
        self.grade = grade
        self.region = region
        self.note = note
        self.file = file
        self.line = line
    }
}
