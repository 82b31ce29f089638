import Audiences
import Quantities
import Tabular

extension Audience {
    /// Audiences with the same attributes, each attribute with the levels of all of them in `LevelOrder`.
    /// - Throws: `FinegrainError` naming every attribute that has too many levels in all.
    static func aligned(_ audiences: [Audience]) throws -> [Audience] {
        var problems: [Problem] = []
        var columns = audiences.map { _ in [[UInt8]]() }
        var attributes: [Attribute] = []
        for j in audiences[0].attributes.indices {
            let name = audiences[0].attributes[j].name
            var levels: [String] = []
            for level in audiences.flatMap({ $0.attributes[j].levels }) where !levels.contains(level) {
                levels.append(level)
            }
            // Levels that all have already stay in their order, such as that of a synthetic audience.
            if levels != audiences[0].attributes[j].levels {
                levels = LevelOrder.sorted(levels).map { levels[$0] }
            }
            guard levels.count <= CategoricalColumn.maximumLevels else {
                problems.append(
                    Problem(
                        "the audience and the exports have \(levels.count) levels together",
                        remedy: "use at most \(CategoricalColumn.maximumLevels), or put numbers into bands",
                        field: name))
                continue
            }
            attributes.append(Attribute(name: name, levels: levels))
            for (place, audience) in audiences.enumerated() {
                let codes = audience.attributes[j].levels.map { UInt8(levels.firstIndex(of: $0) ?? 0) }
                columns[place].append(audience.columns[j].map { codes[Int($0)] })
            }
        }
        if !problems.isEmpty { throw FinegrainError(.badInput, problems) }
        return try columns.map { try Audience(attributes: attributes, columns: $0) }
    }

    /// The same customers with one level under another name, which joins a level that has it already.
    func renaming(_ old: String, to new: String, of attribute: String) throws -> Audience {
        guard let j = attributes.firstIndex(where: { $0.name == attribute }),
            let from = attributes[j].levels.firstIndex(of: old)
        else { return self }
        var attributes = attributes
        var columns = columns
        if let to = attributes[j].levels.firstIndex(of: new) {
            let codes = attributes[j].levels.indices.map { level in
                UInt8(level == from ? (to > from ? to - 1 : to) : (level > from ? level - 1 : level))
            }
            attributes[j].levels.remove(at: from)
            columns[j] = columns[j].map { codes[Int($0)] }
        } else {
            attributes[j].levels[from] = new
        }
        return try Audience(attributes: attributes, columns: columns)
    }
}
