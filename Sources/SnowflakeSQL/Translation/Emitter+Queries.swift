extension Emitter {
    /// A query whose columns are named k1, k2...
    func query(_ plan: QueryPlan, _ outer: EmissionScope) throws -> String {
        for table in plan.tables { try commonTable(table, outer) }
        if case .select(let select) = plan.body {
            return try self.select(select, plan, outer) + (try limits(plan, outer))
        }
        if case .nested(let inner) = plan.body, !plan.hasTail { return try query(inner, outer) }
        let body = try bodyText(plan.body, outer)
        guard plan.hasTail else { return body }
        let name = newName("q")
        hoist("\(name) AS (\(body))")
        return "SELECT * FROM \(name)" + (try orderClause(plan, outer)) + (try limits(plan, outer))
    }

    private func commonTable(_ table: QueryPlan.Table, _ outer: EmissionScope) throws {
        let name = "w\(table.id)"
        let columns = (1...max(1, table.plan.outputs.count)).map { "k\($0)" }.joined(separator: ", ")
        let body = try query(table.plan, outer)
        // Volatile columns must not be computed once a use.
        let hint = !table.isRecursive && table.plan.isVolatile ? "MATERIALIZED " : ""
        hoist("\(name)(\(columns)) AS \(hint)(\(body))")
    }

    private func bodyText(_ body: QueryPlan.Body, _ outer: EmissionScope) throws -> String {
        switch body {
        case .select(let select):
            let plan = QueryPlan(body: body, outputs: [])
            return try self.select(select, plan, outer)
        case .values(let rows):
            let width = rows.first?.count ?? 0
            let columns = (1...max(1, width)).map { "column\($0) AS k\($0)" }.joined(separator: ", ")
            let texts = try rows.map { row in
                "(" + (try row.map { try text($0, outer) }.joined(separator: ", ")) + ")"
            }
            return "SELECT \(columns) FROM (VALUES \(texts.joined(separator: ", ")))"
        case .set(let operation, let all, let left, let right):
            let one = try operand(left, outer, isLeft: true)
            let other = try operand(right, outer, isLeft: false)
            return "\(one) \(operation.rawValue)\(all ? " ALL" : "") \(other)"
        case .nested(let plan): return try query(plan, outer)
        }
    }

    /// A side of UNION and the like; SQLite takes only plain selects there.
    private func operand(_ plan: QueryPlan, _ outer: EmissionScope, isLeft: Bool) throws -> String {
        if case .nested(let inner) = plan.body, !plan.hasTail, plan.tables.isEmpty {
            return try operand(inner, outer, isLeft: isLeft)
        }
        let isPlain: Bool =
            switch plan.body {
            case .select, .values: !plan.hasTail
            case .set: isLeft && !plan.hasTail && plan.tables.isEmpty
            case .nested: false
            }
        if isPlain { return try query(plan, outer) }
        let name = newName("q")
        let body = try query(plan, outer)
        hoist("\(name) AS (\(body))")
        return "SELECT * FROM \(name)"
    }

    func limits(_ plan: QueryPlan, _ outer: EmissionScope) throws -> String {
        guard plan.limit != nil || plan.offset != nil else { return "" }
        let limit = try plan.limit.map { try text($0, outer) } ?? "-1"
        // LIMIT NULL means no limit.
        var clause = " LIMIT coalesce(\(limit), -1)"
        if let offset = plan.offset { clause += " OFFSET \(try text(offset, outer))" }
        return clause
    }

    func orderClause(_ plan: QueryPlan, _ scope: EmissionScope) throws -> String {
        let terms = try plan.order.compactMap { item -> String? in
            if let output = item.output {
                // A column that must be computed once is not looked into.
                let isWide = item.term.mayBeWide && !plan.isVolatile
                var value = "k\(output + 1)"
                if isWide || Emitter.key(value, item.term.type) != value {
                    value = try computed(output, plan, scope) ?? value
                }
                let key = Emitter.key(value, item.term.type)
                return ordering(key, item.descending, item.nullsFirst, isWide: isWide)
            }
            if item.term.constant != nil { return nil }
            return ordering(
                try key(item.term, scope), item.descending, item.nullsFirst, isWide: item.term.mayBeWide)
        }
        return terms.isEmpty ? "" : " ORDER BY " + terms.joined(separator: ", ")
    }
}

extension Emitter {
    /// A column of a SELECT as what it is computed from.
    ///
    /// Within an expression SQLite takes the column's name for one of the tables that are selected from.
    private func computed(_ output: Int, _ plan: QueryPlan, _ scope: EmissionScope) throws -> String? {
        guard case .select(let select) = plan.body, !select.items[output].isVolatile else { return nil }
        return "(" + (try text(select.items[output], scope)) + ")"
    }
}

extension QueryPlan {
    /// Whether a column of the query is volatile.
    var isVolatile: Bool {
        switch body {
        case .select(let select):
            select.items.contains(where: \.isVolatile) || (select.from?.isVolatile ?? false)
        case .values(let rows): rows.contains { $0.contains(where: \.isVolatile) }
        case .set(_, _, let left, let right): left.isVolatile || right.isVolatile
        case .nested(let plan): plan.isVolatile
        }
    }
}

extension FromPlan {
    var isVolatile: Bool {
        switch self {
        case .derived(_, let plan): plan.isVolatile
        case .join(_, let left, let right, _): left.isVolatile || right.isVolatile
        default: false
        }
    }
}
