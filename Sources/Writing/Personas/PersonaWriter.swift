import Encodings

/// Writes personas from the deck: closed-list fields from the rounded mix, free text from a hash.
package struct PersonaWriter: Sendable {
    package let schema: PersonaSchema
    private let angles: [PersonaDeck.Angle]
    private let summaries: [String]

    package init(deck: PersonaDeck, angles names: [String]) throws {
        schema = try deck.schema(angles: names)
        angles = try deck.chosen(names)
        summaries = deck.summaries
    }

    /// - Parameter word: chooses the wording of the free text and nothing else.
    package func persona(for attributes: SegmentAttributes, points: [Int], word: UInt64) -> PersonaDocument {
        let ranked = PersonaWriter.ranked(points)
        var motivations: [String] = []
        var objections: [String] = []
        for (rank, angle) in ranked.prefix(3).enumerated() where points[angle] > 0 {
            let deck = angles[angle]
            motivations.append(contentsOf: deck.motivations.prefix(points[angle] >= 30 ? 2 : 1))
            if rank < 2 { objections.append(contentsOf: deck.objections.prefix(1)) }
        }
        let lead = ranked.first ?? 0
        let second = ranked.count > 1 ? ranked[1] : lead
        let label = attributes.label
        return PersonaDocument(
            segment: label, summary: summary(word, label, lead, second), motivations: motivations,
            tone: angles[lead].tone, objections: objections, traits: attributes.traits, points: points,
            angles: schema.angles)
    }

    /// Angles by falling points, ties by index.
    static func ranked(_ points: [Int]) -> [Int] {
        var order = Array(points.indices)
        // Insertion sort: a dozen entries, and stable.
        for place in order.indices.dropFirst() {
            var index = place
            while index > 0, points[order[index]] > points[order[index - 1]] {
                order.swapAt(index, index - 1)
                index -= 1
            }
        }
        return order
    }

    private func summary(_ word: UInt64, _ label: String, _ lead: Int, _ second: Int) -> String {
        guard !summaries.isEmpty else { return label }
        let template = summaries[Int(word % UInt64(summaries.count))]
        var out = ByteWriter(capacity: 200)
        var rest = template.utf8[...]
        while let open = rest.firstIndex(of: UInt8(ascii: "{")) {
            out.raw(String(Substring(rest[..<open])))
            let close = rest[open...].firstIndex(of: UInt8(ascii: "}")) ?? rest.index(before: rest.endIndex)
            switch Substring(rest[rest.index(after: open)..<close]) {
            case "segment": out.raw(label)
            case "lead": out.raw(schema.angles[lead])
            default: out.raw(schema.angles[second])
            }
            rest = rest[rest.index(after: close)...]
        }
        out.raw(String(Substring(rest)))
        return out.text
    }
}
