extension Emitter {
    /// A SELECT with its ORDER BY. Groups, windows under QUALIFY and volatile columns become inner queries.
    func select(_ select: SelectPlan, _ plan: QueryPlan, _ outer: EmissionScope) throws -> String {
        var scope = outer
        var source = try select.from.map { " FROM " + (try from($0, &scope)) } ?? ""
        if let filter = select.filter { source += " WHERE " + (try text(filter, scope)) }
        // SQLite 3.40 sorts the rows that only the right side has by a wrong value of an expression.
        if select.from?.keepsRight ?? false {
            source = try layered([], source, outer, &scope, materialized: true)
        }
        let orderTerms = plan.order.filter { $0.output == nil }.map(\.term)
        if select.isGrouped {
            let users = select.items + [select.having, select.qualify].compactMap { $0 } + orderTerms
            source = try grouped(select, users, source, outer, &scope)
        }
        let users = select.items + [select.qualify].compactMap { $0 } + orderTerms
        let shared = sharedVolatile(users)
        if !shared.isEmpty { source = try layered(shared, source, outer, &scope, materialized: true) }
        if let qualify = select.qualify {
            var windows: [Term] = []
            for user in users { user.collect(\.isWindow, into: &windows) }
            source = try layered(windows, source, outer, &scope, materialized: false)
            source += " WHERE " + (try text(qualify, scope))
        }
        let items = try select.items.enumerated().map { "\(try text($1, scope)) AS k\($0 + 1)" }
        let distinct = select.isDistinct ? "DISTINCT " : ""
        return "SELECT \(distinct)\(items.joined(separator: ", "))\(source)" + (try orderClause(plan, scope))
    }

    /// Volatile terms that several users name, which must be computed once a row.
    private func sharedVolatile(_ users: [Term]) -> [Term] {
        guard users.contains(where: \.isVolatile) else { return [] }
        func isRoot(_ term: Term) -> Bool {
            switch term.form {
            case .external: true
            case .scalar(let name, _): ScalarLibrary.shared[name]?.isVolatile ?? false
            default: false
            }
        }
        var counts: [Term: Int] = [:]
        var order: [Term] = []
        func count(_ term: Term) {
            if isRoot(term) {
                if counts[term] == nil { order.append(term) }
                counts[term, default: 0] += 1
                return
            }
            for child in term.children { count(child) }
        }
        for user in users { count(user) }
        return order.filter { (counts[$0] ?? 0) > 1 }
    }

    private func grouped(
        _ select: SelectPlan, _ users: [Term], _ source: String, _ outer: EmissionScope,
        _ scope: inout EmissionScope
    ) throws -> String {
        var aggregates: [Term] = []
        for user in users { user.collect(\.isAggregate, into: &aggregates) }
        let name = newName("q")
        var inner = outer
        let keys = try select.keys.map { try text($0, scope) }
        for (index, key) in select.keys.enumerated() {
            inner.replacements[key] = "\(name).g\(index + 1)"
            inner.replacements[Term.grouping(key)] =
                select.groupingSets == nil ? "0" : "\(name).s\(index + 1)"
            if case .column(let id) = key.form { inner.columns[id] = "\(name).g\(index + 1)" }
        }
        var values: [String] = []
        for (index, aggregate) in aggregates.enumerated() {
            values.append("\(try text(aggregate, scope)) AS a\(index + 1)")
            inner.replacements[aggregate] = "\(name).a\(index + 1)"
        }
        let sets = select.groupingSets ?? [Array(select.keys.indices)]
        let bodies = sets.map { groupBody(select, keys, values, $0) + source + groupClause(select, keys, $0) }
        hoist("\(name) AS (\(bodies.joined(separator: " UNION ALL ")))")
        scope = inner
        guard let having = select.having else { return " FROM \(name)" }
        return " FROM \(name) WHERE " + (try text(having, scope))
    }

    /// The columns of one grouping set: its keys, NULL for the other keys, and whether a key is left out.
    private func groupBody(_ select: SelectPlan, _ keys: [String], _ values: [String], _ set: [Int]) -> String
    {
        var columns = keys.enumerated().map { index, key in
            "\(set.contains(index) ? key : "NULL") AS g\(index + 1)"
        }
        columns += values
        if select.groupingSets != nil {
            columns += keys.indices.map { "\(set.contains($0) ? 0 : 1) AS s\($0 + 1)" }
        }
        // An aggregate makes one group of all rows where there is no key.
        if values.isEmpty, set.isEmpty || columns.isEmpty { columns.append("COUNT(*) AS a0") }
        if values.isEmpty, select.groupingSets != nil, !set.isEmpty { columns.append("0 AS a0") }
        return "SELECT " + columns.joined(separator: ", ")
    }

    private func groupClause(_ select: SelectPlan, _ keys: [String], _ set: [Int]) -> String {
        let terms = set.map { index in
            let grouping = Emitter.key(keys[index], select.keys[index].type)
            return select.keys[index].constant != nil ? "coalesce(\(grouping), NULL)" : grouping
        }
        return terms.isEmpty ? "" : " GROUP BY " + terms.joined(separator: ", ")
    }

    /// Computes terms in an inner query that passes everything else through.
    func layered(
        _ terms: [Term], _ source: String, _ outer: EmissionScope, _ scope: inout EmissionScope,
        materialized: Bool
    ) throws -> String {
        let name = newName("q")
        var inner = outer
        var columns: [String] = []
        func pass(_ text: String) -> String {
            columns.append("\(text) AS p\(columns.count + 1)")
            return "\(name).p\(columns.count)"
        }
        let ids = scope.columns.keys.filter { outer.columns[$0] == nil }
            .sorted { ($0.relation, $0.index) < ($1.relation, $1.index) }
        for id in ids { if let text = scope.columns[id] { inner.columns[id] = pass(text) } }
        let known = scope.replacements.filter { outer.replacements[$0.key] == nil }.sorted {
            $0.value < $1.value
        }
        for (term, text) in known { inner.replacements[term] = pass(text) }
        for term in terms { inner.replacements[term] = pass(try text(term, scope)) }
        if columns.isEmpty { columns.append("1 AS p0") }
        let hint = materialized ? "MATERIALIZED " : ""
        hoist("\(name) AS \(hint)(SELECT \(columns.joined(separator: ", "))\(source))")
        scope = inner
        return " FROM \(name)"
    }
}
