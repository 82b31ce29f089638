/// The amounts of an INTERVAL literal, such as `'1 year, 3 days'`, added from left to right.
struct Interval: Hashable, Sendable {
    struct Step: Hashable, Sendable {
        var count: Int
        var part: DatePart
    }

    var steps: [Step]

    /// Reads `'2 days'`, `'1 year, 3 months'`, or a bare `'5'`, which counts seconds.
    init(_ text: String) throws {
        steps = try text.split(separator: ",").map { piece in
            let words = piece.split(separator: " ")
            guard (1...2).contains(words.count), let count = Int(words[0]) else {
                throw SnowError.compilation("Invalid INTERVAL literal '\(text)'", code: "001092")
            }
            return Step(count: count, part: words.count == 2 ? try DatePart(String(words[1])) : .second)
        }
        guard !steps.isEmpty else {
            throw SnowError.compilation("Invalid INTERVAL literal '\(text)'", code: "001092")
        }
    }

    var hasTime: Bool { steps.contains { $0.part.isSmallerThanDay } }
}
