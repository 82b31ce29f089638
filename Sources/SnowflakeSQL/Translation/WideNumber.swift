/// Numbers past 64 bits in SQLite's order: the positive ones sort after all others by themselves, the negative ones
/// must be put first.
enum WideNumber {
    /// A test of a number's text for being negative and past 64 bits. NULL gives NULL.
    static func isNegative(_ text: String) -> String { "(\(text) >= x'' AND \(text) < x'80')" }
}

extension DataType {
    /// Whether values may need more than 64 bits.
    var mayBeWide: Bool { kind == .fixed && precision > 18 }
}

extension Term {
    /// Whether the value may need more than 64 bits; functions of the embedding program give none that do.
    var mayBeWide: Bool {
        guard type.mayBeWide, !isVolatile else { return false }
        if case .fixed(let number)? = constant { return Int64(exactly: number.unscaled) == nil }
        return true
    }

    /// Whether SQLite reads the value without computing it.
    func isLeaf(_ scope: EmissionScope) -> Bool {
        if scope.replacements[self] != nil { return true }
        switch form {
        case .constant, .column, .parameter, .raw: return true
        default: return false
        }
    }
}
