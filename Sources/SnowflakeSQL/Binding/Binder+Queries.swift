extension Binder {
    /// Resolves a query inside an outer scope.
    func bind(_ query: Query, outer: Scope?) throws -> QueryPlan {
        try nested {
            let known = commonTables.count
            defer { commonTables.removeLast(commonTables.count - known) }
            let tables = try query.tables.map { try commonTable($0, query.isRecursive, outer) }
            var plan: QueryPlan
            if case .select(let select) = query.body {
                plan = try self.select(select, query, outer)
            } else {
                plan = try body(query.body, outer)
                if !query.order.isEmpty || query.orderAll || query.limit != nil || query.offset != nil {
                    if plan.hasTail || !plan.tables.isEmpty {
                        plan = QueryPlan(body: .nested(plan), outputs: plan.outputs)
                    }
                    plan.order = try outputOrder(query, plan.outputs)
                }
            }
            var limit = query.limit
            if case .select(let select) = query.body, limit == nil { limit = select.top }
            if limit != nil || query.offset != nil {
                let empty = Scope(parent: nil)
                plan.limit = try limit.map { try bind($0, empty).cast(to: .integer) }
                plan.offset = try query.offset.map { try bind($0, empty).cast(to: .integer) }
                for count in [plan.limit, plan.offset] where (count?.constant?.int ?? 0) < 0 {
                    throw SnowError.compilation(
                        "Invalid row count in a LIMIT or OFFSET clause", code: "001003")
                }
            }
            if !tables.isEmpty {
                if !plan.tables.isEmpty { plan = QueryPlan(body: .nested(plan), outputs: plan.outputs) }
                plan.tables = tables
            }
            return plan
        }
    }

    private func body(_ body: Query.Body, _ outer: Scope?) throws -> QueryPlan {
        switch body {
        case .select: return try bind(Query(body: body), outer: outer)
        case .values(let rows): return try values(rows, outer)
        case .nested(let query): return try bind(query, outer: outer)
        case .set(let operation, let all, let left, let right):
            let (one, other) = (try nested { try self.body(left, outer) }, try self.body(right, outer))
            return try set(operation, all, one, other)
        }
    }

    private func set(
        _ operation: Query.SetOperator, _ all: Bool, _ left: QueryPlan, _ right: QueryPlan
    ) throws -> QueryPlan {
        guard left.outputs.count == right.outputs.count else {
            throw SnowError.compilation(
                "invalid number of result columns for set operator input branches, expected "
                    + "\(left.outputs.count), got \(right.outputs.count) in branch {2}", code: "001789")
        }
        let types = try zip(left.outputs, right.outputs).map { one, other in
            try DataType.unify(one.type, other.type, in: operation.rawValue)
        }
        if !all { try refuseZoned(types, operation.rawValue) }
        let (one, other) = (left.cast(to: types), right.cast(to: types))
        var outputs = one.outputs
        for index in outputs.indices where other.outputs[index].nullable { outputs[index].nullable = true }
        return QueryPlan(body: .set(operation, all: all, one, other), outputs: outputs)
    }

    func values(_ rows: [[Expr]], _ outer: Scope?) throws -> QueryPlan {
        let scope = Scope(parent: outer)
        let bound = try rows.map { row in try row.map { try bind($0, scope) } }
        let width = bound[0].count
        guard bound.allSatisfy({ $0.count == width }) else {
            throw SnowError.compilation("VALUES rows differ in their number of columns.", code: "001044")
        }
        var types = bound[0].map(\.type)
        for row in bound.dropFirst() {
            for index in 0..<width {
                types[index] = try DataType.unify(types[index], row[index].type, in: "VALUES")
            }
        }
        let cast = bound.map { row in zip(row, types).map { $0.cast(to: $1) } }
        let outputs = types.enumerated().map { QueryPlan.Output(name: "COLUMN\($0 + 1)", type: $1) }
        return QueryPlan(body: .values(cast), outputs: outputs)
    }

    private func commonTable(
        _ table: Query.CommonTable, _ isRecursive: Bool, _ outer: Scope?
    ) throws -> QueryPlan.Table {
        let id = newRelation()
        if case .set(.union, let all, let anchor, let step) = table.query.body,
            isRecursive || isSelfNamed(step, table.name)
        {
            return try recursive(table, all, anchor, step, id, outer)
        }
        let plan = try bind(table.query, outer: outer)
        commonTables.append(try named(table, id, plan.outputs))
        return QueryPlan.Table(id: id, plan: plan, isRecursive: false)
    }

    private func named(_ table: Query.CommonTable, _ id: Int, _ outputs: [QueryPlan.Output]) throws
        -> CommonTable
    {
        guard table.columns.isEmpty || table.columns.count == outputs.count else {
            throw SnowError.compilation(
                "CTE '\(table.name)' has another number of columns than names.", code: "002087")
        }
        let columns = outputs.enumerated().map { index, output in
            Relation.Column(
                name: table.columns.isEmpty ? output.name : table.columns[index], type: output.type)
        }
        return CommonTable(name: table.name, id: id, columns: columns)
    }

    private func isSelfNamed(_ body: Query.Body, _ name: String) -> Bool {
        guard case .select(let select) = body, let from = select.from else { return false }
        return names(in: from).contains(name)
    }

    private func names(in table: TableRef) -> [String] {
        switch table {
        case .named(let name, _): [name.text]
        case .join(let join): names(in: join.left) + names(in: join.right)
        default: []
        }
    }

    private func recursive(
        _ table: Query.CommonTable, _ all: Bool, _ anchor: Query.Body, _ step: Query.Body, _ id: Int,
        _ outer: Scope?
    ) throws -> QueryPlan.Table {
        var first = try body(anchor, outer)
        guard isSelfNamed(step, table.name) else {
            let plan = try set(.union, all, first, body(step, outer))
            commonTables.append(try named(table, id, plan.outputs))
            return QueryPlan.Table(id: id, plan: plan, isRecursive: false)
        }
        guard all else { throw SnowError.unsupported("recursive UNION without ALL") }
        // Later rows may be wider than the first ones.
        let types = first.outputs.map { output -> DataType in
            output.type.kind == .fixed
                ? .fixed(38, output.type.scale)
                : DataType(kind: output.type.kind, precision: output.type.precision)
        }
        first = first.cast(to: types)
        commonTables.append(try named(table, id, first.outputs))
        let next = try body(step, outer)
        guard next.outputs.count == types.count else {
            throw SnowError.compilation(
                "The recursive part of '\(table.name)' has another number of columns.")
        }
        let set = QueryPlan.Body.set(.union, all: true, first, next.cast(to: types))
        return QueryPlan.Table(id: id, plan: QueryPlan(body: set, outputs: first.outputs), isRecursive: true)
    }

    /// ORDER BY over the columns of a set operation.
    private func outputOrder(_ query: Query, _ outputs: [QueryPlan.Output]) throws -> [QueryPlan.Order] {
        if query.orderAll { return allInOrder(outputs) }
        return try query.order.map { item in
            let index: Int
            switch item.value {
            case .number(let text): index = try position(text, outputs.count)
            case .name(let parts, let place):
                guard let found = outputs.firstIndex(where: { $0.name == parts.last }) else {
                    throw SnowError.invalidIdentifier(parts.joined(separator: "."), at: place)
                }
                index = found
            default: throw SnowError.unsupported("ORDER BY of an expression after a set operation")
            }
            return QueryPlan.Order(
                output: index, term: Term(.raw("k\(index + 1)"), outputs[index].type),
                descending: item.descending,
                nullsFirst: item.nullsFirst ?? item.descending)
        }
    }

    func allInOrder(_ outputs: [QueryPlan.Output]) -> [QueryPlan.Order] {
        outputs.enumerated().map { index, output in
            QueryPlan.Order(
                output: index, term: Term(.raw("k\(index + 1)"), output.type), descending: false,
                nullsFirst: false)
        }
    }

    func position(_ text: String, _ count: Int) throws -> Int {
        guard let number = Int(text), (1...max(1, count)).contains(number) else {
            throw SnowError.compilation("position '\(text)' is not in select list", code: "000904")
        }
        return number - 1
    }
}
