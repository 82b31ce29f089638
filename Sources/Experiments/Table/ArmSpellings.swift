/// Values of the arm column that differ by case or spaces only are one arm, under its most frequent spelling.
struct ArmSpellings {
    /// The arm of each value, in the order of the values; nil for one that means no arm.
    let arms: [String?]
    /// Several spellings of one arm, the one that stands for all first.
    let joined: [[String]]

    /// - Parameters:
    ///   - values: as written, each once.
    ///   - counts: rows of each value.
    ///   - isMissing: whether a value means no arm.
    init(_ values: [String], counts: [Int], isMissing: (String) -> Bool) {
        let keys = values.map { isMissing($0) ? nil : ArmSpellings.key($0) }
        var (arms, joined): ([String?], [[String]]) = ([], [])
        for (index, key) in keys.enumerated() {
            guard let key else {
                arms.append(nil)
                continue
            }
            let alike = values.indices.filter { keys[$0] == key }
            let most = alike.max { (counts[$0], $1) < (counts[$1], $0) } ?? index
            arms.append(ArmSpellings.trimmed(values[most]))
            if alike.count > 1, alike.first == index {
                joined.append([values[most]] + alike.filter { $0 != most }.map { values[$0] })
            }
        }
        self.arms = arms
        self.joined = joined
    }

    /// The arms, each once, in the order of the values.
    var names: [String] {
        var names: [String] = []
        for arm in arms.compactMap(\.self) where !names.contains(arm) { names.append(arm) }
        return names
    }

    /// A sentence on what was joined; nil when nothing was.
    func note(_ column: String) -> String? {
        guard !joined.isEmpty else { return nil }
        let parts = joined.map { spellings in
            spellings.map { "\"\($0)\"" }.joined(separator: ", ") + " as "
                + ArmSpellings.trimmed(spellings[0])
        }
        return "Values of \(column) that differ by case or spaces only were joined: "
            + parts.joined(separator: "; ") + "."
    }

    private static func trimmed(_ text: String) -> String {
        text.split(whereSeparator: isSpace).joined(separator: " ")
    }

    private static func key(_ text: String) -> String { trimmed(text).lowercased() }

    private static func isSpace(_ character: Character) -> Bool {
        character.isWhitespace || character == "\u{200b}" || character == "\u{feff}"
    }
}
