import Quantities

/// What the mock of the persona writer can say: closed lists an angle and templates of free text.
public struct PersonaDeck: Hashable, Sendable {
    /// The closed-list words that go with one message angle.
    public struct Angle: Hashable, Sendable {
        public var name: String
        public var tone: String
        public var motivations: [String]
        public var objections: [String]
    }

    public var angles: [Angle]
    /// In the order of the deck.
    public var angleNames: [String] { angles.map(\.name) }
    /// Free text with `{segment}`, `{lead}` and `{second}`, the two strongest angles.
    public var summaries: [String]

    /// The closed lists for a choice of angles.
    /// - Throws: bad input that names every angle that the deck lacks.
    public func schema(angles names: [String]) throws -> PersonaSchema {
        let chosen = try chosen(names)
        return PersonaSchema(
            angles: names, tones: PersonaDeck.distinct(chosen.map(\.tone)),
            motivations: PersonaDeck.distinct(chosen.flatMap(\.motivations)),
            objections: PersonaDeck.distinct(chosen.flatMap(\.objections)))
    }

    func chosen(_ names: [String]) throws -> [Angle] {
        let missing = names.filter { name in !angles.contains { $0.name == name } }
        guard missing.isEmpty else {
            throw FinegrainError(
                .badInput,
                missing.map {
                    Problem(
                        "the persona deck has no angle `\($0)`",
                        remedy: "add it, or use one of: \(angles.map(\.name).joined(separator: ", "))",
                        field: "angles")
                })
        }
        return names.compactMap { name in angles.first { $0.name == name } }
    }

    private static func distinct(_ names: [String]) -> [String] {
        names.indices.filter { names.firstIndex(of: names[$0]) == $0 }.map { names[$0] }
    }
}
