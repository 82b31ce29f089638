extension Emitter {
    /// A SELECT with its ORDER BY. Groups, windows under QUALIFY and volatile columns become inner queries.
    func select(_ select: SelectPlan, _ plan: QueryPlan, _ outer: EmissionScope) throws -> String {
        var scope = outer
        var source = try select.from.map { " FROM " + (try from($0, &scope)) } ?? ""
        if let filter = select.filter { source += " WHERE " + (try text(filter, scope)) }
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
        var columns: [String] = []
        var keys: [String] = []
        for (index, key) in select.keys.enumerated() {
            let text = try self.text(key, scope)
            columns.append("\(text) AS g\(index + 1)")
            let grouping = Emitter.key(text, key.type)
            keys.append(key.constant != nil ? "coalesce(\(grouping), NULL)" : grouping)
            inner.replacements[key] = "\(name).g\(index + 1)"
            if case .column(let id) = key.form { inner.columns[id] = "\(name).g\(index + 1)" }
        }
        for (index, aggregate) in aggregates.enumerated() {
            columns.append("\(try text(aggregate, scope)) AS a\(index + 1)")
            inner.replacements[aggregate] = "\(name).a\(index + 1)"
        }
        if columns.isEmpty { columns.append("COUNT(*) AS a0") }
        var body = "SELECT \(columns.joined(separator: ", "))\(source)"
        if !keys.isEmpty { body += " GROUP BY " + keys.joined(separator: ", ") }
        hoist("\(name) AS (\(body))")
        scope = inner
        guard let having = select.having else { return " FROM \(name)" }
        return " FROM \(name) WHERE " + (try text(having, scope))
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
