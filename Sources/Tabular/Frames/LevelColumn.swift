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

    /// The column with levels that differ by spaces around them joined; one of spaces only is the missing level.
    public var trimmed: LevelColumn {
        let names = levels.map { level -> String in
            let name = String(Band.trimmed(level[...]))
            return name.isEmpty ? LevelColumn.missing : name
        }
        guard names != levels else { return self }
        var kept: [String] = []
        for name in names where name != LevelColumn.missing && !kept.contains(name) { kept.append(name) }
        if names.contains(LevelColumn.missing) { kept.append(LevelColumn.missing) }
        let places = names.map { UInt32(kept.firstIndex(of: $0)!) }
        return LevelColumn(name: name, levels: kept, codes: codes.map { places[Int($0)] })
    }

    /// The column with some of its levels joined with the missing one.
    public func missing(_ texts: [String]) -> LevelColumn {
        guard levels.contains(where: texts.contains) else { return self }
        let kept = levels.filter { !texts.contains($0) && $0 != LevelColumn.missing } + [LevelColumn.missing]
        let places = levels.map { UInt32(kept.firstIndex(of: $0) ?? kept.count - 1) }
        return LevelColumn(name: name, levels: kept, codes: codes.map { places[Int($0)] })
    }
}
