/// A column of texts: its levels in their order, and one code a row.
public struct LevelColumn: Hashable, Sendable {
    /// The level that an empty field stands for; it comes last.
    public static let missing = LevelOrder.missing

    public var name: String
    public var levels: [String]
    /// The position in `levels` of each row's value.
    public var codes: [UInt32]

    /// - Precondition: every code is a position in `levels`.
    public init(name: String, levels: [String], codes: [UInt32]) {
        self.name = name
        self.levels = levels
        self.codes = codes
    }

    /// The column with some of its levels joined with the missing one.
    public func missing(_ texts: [String]) -> LevelColumn {
        guard levels.contains(where: texts.contains) else { return self }
        let kept = levels.filter { !texts.contains($0) && $0 != LevelColumn.missing } + [LevelColumn.missing]
        let places = levels.map { UInt32(kept.firstIndex(of: $0) ?? kept.count - 1) }
        return LevelColumn(name: name, levels: kept, codes: codes.map { places[Int($0)] })
    }
}
