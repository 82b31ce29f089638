/// The order of an attribute's levels, which does not depend on the order of rows.
///
/// By value when all levels are numbers; by lower end when all are numbers or bands such as `4-6`;
/// else by the bytes of their text. The level of empty fields comes last.
public enum LevelOrder {
    /// The level that an empty field stands for.
    public static let missing = "(missing)"

    /// The positions of `levels` in their order.
    /// - Precondition: the levels are distinct.
    public static func sorted(_ levels: [String]) -> [Int] {
        let keys = sortKeys(levels)
        return levels.indices.sorted { a, b in
            let isMissing = (levels[a] == missing, levels[b] == missing)
            if isMissing.0 != isMissing.1 { return isMissing.1 }
            if let keys {
                if keys[a].0 != keys[b].0 { return keys[a].0 < keys[b].0 }
                if keys[a].1 != keys[b].1 { return keys[a].1 < keys[b].1 }
            }
            return levels[a].utf8.lexicographicallyPrecedes(levels[b].utf8)
        }
    }

    /// Two numbers a level to sort by, or nil when some level is neither number nor band.
    private static func sortKeys(_ levels: [String]) -> [(Double, Double)]? {
        let numbers = levels.map { $0 == missing ? 0 : DecimalText.value(of: $0) }
        if numbers.allSatisfy({ $0 != nil }) { return numbers.map { ($0 ?? 0, 0) } }
        let bands = levels.map { Band($0) }
        let areBands = zip(levels, bands).allSatisfy { $0 == missing || $1 != nil }
        return areBands ? bands.map { ($0?.lower ?? 0, $0?.upper ?? 0) } : nil
    }
}
