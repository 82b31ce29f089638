extension Binder {
    /// PIVOT groups by the columns that it does not name, and aggregates one column for each listed value.
    func pivot(_ inner: TableRef, _ pivot: Pivot, _ alias: TableAlias, _ scope: Scope) throws -> FromPlan {
        let inside = Scope(parent: scope.parent)
        let source = try from(inner, inside)
        let columns = inside.relations.flatMap { relation in
            relation.columns.indices.map { (relation.columns[$0].name, relation.term($0)) }
        }
        let place = alias.place
        guard let value = columns.first(where: { $0.0 == pivot.value })?.1 else {
            throw SnowError.invalidIdentifier(pivot.value, at: place)
        }
        guard let key = columns.first(where: { $0.0 == pivot.key })?.1 else {
            throw SnowError.invalidIdentifier(pivot.key, at: place)
        }
        guard let name = AggregateCatalog.name(pivot.aggregate),
            ["SUM", "AVG", "MIN", "MAX", "COUNT"].contains(name)
        else { throw SnowError.unsupported("PIVOT with \(pivot.aggregate)") }
        let kept = columns.filter { $0.0 != pivot.value && $0.0 != pivot.key }
        var plan = SelectPlan(items: kept.map(\.1), from: source, isGrouped: true, keys: kept.map(\.1))
        var outputs = kept.map { QueryPlan.Output(name: $0.0, type: $0.1.type) }
        for entry in pivot.entries {
            let wanted = try bind(entry.value, inside)
            let test = try compare(.equal, key, wanted)
            let null = Term(Term.null.form, value.type)
            let only = Term(.choice([.init(test: test, value: value)], otherwise: null), value.type)
            let arguments = try AggregateCatalog.converted(name, [only])
            let type = AggregateCatalog.type(name, arguments, order: [])
            plan.items.append(Term(.aggregate(AggregateCall(function: name, arguments: arguments)), type))
            outputs.append(.init(name: entry.alias ?? Binder.pivotName(entry.value), type: type))
        }
        return try derived(QueryPlan(body: .select(plan), outputs: outputs), alias, scope)
    }

    /// Snowflake names the column by the literal, with the quotes of a text.
    private static func pivotName(_ expr: Expr) -> String {
        switch expr {
        case .string(let text): "'\(text)'"
        case .number(let text): text
        default: "VALUE"
        }
    }

    /// UNPIVOT gives a row for each listed column that is not NULL.
    func unpivot(_ inner: TableRef, _ unpivot: Unpivot, _ alias: TableAlias, _ scope: Scope) throws
        -> FromPlan
    {
        var parts: [QueryPlan] = []
        for column in unpivot.columns {
            let inside = Scope(parent: scope.parent)
            let source = try from(inner, inside)
            let columns = inside.relations.flatMap { relation in
                relation.columns.indices.map { (relation.columns[$0].name, relation.term($0)) }
            }
            guard let value = columns.first(where: { $0.0 == column })?.1 else {
                throw SnowError.invalidIdentifier(column, at: alias.place)
            }
            let kept = columns.filter { !unpivot.columns.contains($0.0) }
            let filter = negate(Term(.isNull(value), .boolean), true)
            let plan = SelectPlan(
                items: kept.map(\.1) + [.text(column), value], from: source, filter: filter)
            let outputs =
                kept.map { QueryPlan.Output(name: $0.0, type: $0.1.type) }
                + [.init(name: unpivot.key, type: .text), .init(name: unpivot.value, type: value.type)]
            parts.append(QueryPlan(body: .select(plan), outputs: outputs))
        }
        let types = try parts[0].outputs.indices.map { index in
            try parts.dropFirst().reduce(parts[0].outputs[index].type) {
                try DataType.unify($0, $1.outputs[index].type, in: "UNPIVOT")
            }
        }
        let cast = parts.map { $0.cast(to: types) }
        let union = cast.dropFirst().reduce(cast[0]) { left, right in
            QueryPlan(body: .set(.union, all: true, left, right), outputs: left.outputs)
        }
        return try derived(union, alias, scope)
    }
}
