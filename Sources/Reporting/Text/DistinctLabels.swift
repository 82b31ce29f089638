/// Labels shortened to a width such that different texts stay different.
struct DistinctLabels {
    private let short: [String: String]

    /// - Parameters:
    ///   - limit: the most room of a label, in the unit of `width`.
    ///   - width: of a text; characters by default.
    init(_ texts: [String], limit: Double, width: @escaping (String) -> Double = { Double($0.count) }) {
        var seen: Set<String> = []
        let unique = texts.filter { seen.insert($0).inserted }
        let long = unique.filter { width($0) > limit }
        guard !long.isEmpty else {
            short = [:]
            return
        }
        let shared = DistinctLabels.sharedBeginnings(long)
        func end(_ text: String) -> String { DistinctLabels.cut(text, limit, width, tail: 0) }
        func middle(_ text: String) -> String { DistinctLabels.cut(text, limit, width, tail: 0.5) }
        func rest(_ text: String) -> String {
            guard let count = shared[text], count > 0 else { return end(text) }
            let rest = "…" + text.dropFirst(count)
            return width(rest) > limit ? DistinctLabels.cut(rest, limit, width, tail: 0) : rest
        }
        let rules: [(String) -> String] = [end, middle, rest]
        for rule in rules {
            let labels = unique.map { width($0) > limit ? rule($0) : $0 }
            guard Set(labels).count < unique.count else {
                short = Dictionary(uniqueKeysWithValues: zip(unique, labels))
                return
            }
        }
        let numbered = unique.enumerated().map { index, text -> String in
            guard width(text) > limit else { return text }
            let number = " #\(index + 1)"
            return DistinctLabels.cut(text, limit - width(number), width, tail: 0.5) + number
        }
        short = Dictionary(uniqueKeysWithValues: zip(unique, numbered))
    }

    subscript(text: String) -> String { short[text] ?? text }

    /// Characters, up to a space, that each text begins with as another one does.
    private static func sharedBeginnings(_ texts: [String]) -> [String: Int] {
        // The longest beginning is shared with a neighbour in alphabetical order.
        let sorted = texts.map { Array($0) }.sorted { $0.lexicographicallyPrecedes($1) }
        func shared(_ left: Int, _ right: Int) -> Int {
            guard sorted.indices.contains(left), sorted.indices.contains(right) else { return 0 }
            let same = zip(sorted[left], sorted[right]).prefix { $0 == $1 }.map(\.0)
            return (same.lastIndex(of: " ") ?? -1) + 1
        }
        return Dictionary(
            uniqueKeysWithValues: sorted.indices.map {
                (String(sorted[$0]), max(shared($0 - 1, $0), shared($0, $0 + 1)))
            })
    }

    /// As much of a text as fits around an ellipsis.
    /// - Parameter tail: the share of what is kept that stands behind the ellipsis.
    private static func cut(
        _ text: String, _ limit: Double, _ width: (String) -> Double, tail: Double
    ) -> String {
        let characters = Array(text)
        for kept in stride(from: characters.count - 1, through: 1, by: -1) {
            let last = Int(Double(kept) * tail)
            let label = String(characters.prefix(kept - last)) + "…" + String(characters.suffix(last))
            if width(label) <= limit { return label }
        }
        return "…"
    }
}
