/// A table, view or subquery in FROM, as names see it.
struct Relation {
    struct Column {
        var name: String
        var type: DataType
        var nullable = true
        /// Hidden from `*`, because USING joined it with a column of the same name.
        var isHidden = false
    }

    var id: Int
    /// The alias, or the name of the table.
    var name: String?
    /// The database and schema of a table without an alias.
    var path: [String] = []
    var columns: [Column]

    func term(_ index: Int) -> Term {
        Term(.column(ColumnID(relation: id, index: index)), columns[index].type)
    }

    /// Whether a qualifier such as `T` or `DB.S.T` names this relation.
    func answers(to qualifier: [String]) -> Bool {
        guard let name, qualifier.last == name else { return false }
        let above = qualifier.dropLast()
        return above.isEmpty || Array(path.suffix(above.count)) == Array(above)
    }
}

/// The names that an expression may use.
final class Scope {
    var relations: [Relation] = []
    /// Columns joined by USING, which stand for both sides.
    var merged: [(name: String, term: Term)] = []
    /// Aliases of select items bound so far; later expressions may use them.
    var aliases: [String: Term] = [:]
    let parent: Scope?

    init(parent: Scope?) { self.parent = parent }

    /// The column of that name, here or in a query around this one.
    func find(_ parts: [String], _ place: Place) throws -> Term? {
        if let term = try local(parts, place) { return term }
        if parts.count == 1, let alias = aliases[parts[0]] { return alias }
        return try parent?.find(parts, place)
    }

    func local(_ parts: [String], _ place: Place) throws -> Term? {
        guard let name = parts.last else { return nil }
        let qualifier = Array(parts.dropLast())
        if qualifier.isEmpty, let joined = merged.first(where: { $0.name == name }) { return joined.term }
        var found: Term?
        for relation in relations where qualifier.isEmpty || relation.answers(to: qualifier) {
            for (index, column) in relation.columns.enumerated() where column.name == name {
                if qualifier.isEmpty, column.isHidden { continue }
                if found != nil { throw SnowError.ambiguous(parts.joined(separator: "."), at: place) }
                found = relation.term(index)
            }
        }
        return found
    }
}
