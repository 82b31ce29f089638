extension Binder {
    func subquery(_ expr: Expr, _ scope: Scope) throws -> Term {
        switch expr {
        case .exists(let query): return Term(.exists(try bind(query, outer: scope)), .boolean)
        case .scalar(let query, let place):
            var plan = try bind(query, outer: scope)
            guard plan.outputs.count == 1 else {
                throw SnowError.compilation(
                    "Invalid subquery: a scalar subquery must have one column.", code: "002052", at: place)
            }
            let type = plan.outputs[0].type
            if isSingleRow(plan) { return Term(.query(plan), type) }
            // A second row is an error, which SQLite itself would not find.
            plan = checked(plan)
            return Term(.query(plan), type)
        case .inQuery(let value, let query, let negated): return try inQuery(value, query, negated, scope)
        case .quantified(let operation, let value, let isAll, let query, let place):
            return try quantified(operation, value, isAll, query, place, scope)
        default: throw SnowError.unsupported("subquery")
        }
    }

    private func isSingleRow(_ plan: QueryPlan) -> Bool {
        if plan.limit?.constant?.int == 1 { return true }
        switch plan.body {
        case .select(let select): return (select.isGrouped && select.keys.isEmpty) || select.from == nil
        case .values(let rows): return rows.count == 1
        case .nested(let inner): return isSingleRow(inner)
        case .set: return false
        }
    }

    /// The query's value, or error 090150 where it has several rows.
    private func checked(_ plan: QueryPlan) -> QueryPlan {
        let relation = newRelation()
        let column = Term(.column(ColumnID(relation: relation, index: 0)), plan.outputs[0].type)
        let single = AggregateCall(function: "$SINGLE", arguments: [column])
        let select = SelectPlan(
            items: [Term(.aggregate(single), column.type)], from: .derived(relation: relation, plan),
            isGrouped: true)
        return QueryPlan(body: .select(select), outputs: plan.outputs)
    }

    private func inQuery(_ value: Expr, _ query: Query, _ negated: Bool, _ scope: Scope) throws -> Term {
        let parts: [Expr] = if case .tuple(let parts) = value { parts } else { [value] }
        let subjects = try parts.map { try bind($0, scope) }
        let plan = try bind(query, outer: scope)
        guard plan.outputs.count == subjects.count else {
            throw SnowError.compilation("Invalid number of columns in the subquery of IN.", code: "002054")
        }
        let types = try zip(subjects, plan.outputs).map { subject, output in
            try comparisonType(subject.type, output.type, "IN", constant: nil)
        }
        try refuseZoned(types, "IN")
        let cast = zip(subjects, types).map { $0.cast(to: $1) }
        return negate(Term(.inQuery(cast, plan.cast(to: types)), .boolean), negated)
    }

    /// `= ANY` is IN and `<> ALL` is NOT IN; others test whether a row breaks or meets the comparison.
    private func quantified(
        _ operation: BinaryOperator, _ value: Expr, _ isAll: Bool, _ query: Query, _ place: Place,
        _ scope: Scope
    ) throws -> Term {
        if operation == .equal, !isAll { return try inQuery(value, query, false, scope) }
        if operation == .notEqual, isAll { return try inQuery(value, query, true, scope) }
        let subject = try bind(value, scope)
        let plan = try bind(query, outer: scope)
        guard plan.outputs.count == 1 else {
            throw SnowError.compilation(
                "Invalid number of columns in the subquery.", code: "002054", at: place)
        }
        let relation = newRelation()
        let column = Term(.column(ColumnID(relation: relation, index: 0)), plan.outputs[0].type)
        let test = try compare(operation, subject, column)
        func exists(_ filter: Term) -> Term {
            let from = FromPlan.derived(relation: relation, plan)
            let select = SelectPlan(items: [.integer(1)], from: from, filter: filter)
            let output = QueryPlan.Output(name: "1", type: .integer)
            return Term(.exists(QueryPlan(body: .select(select), outputs: [output])), .boolean)
        }
        let decisive = exists(isAll ? negate(test, true) : test)
        let unknown = exists(Term(.isNull(test), .boolean))
        let branches = [
            Term.Branch(test: decisive, value: .boolean(!isAll)),
            Term.Branch(test: unknown, value: Term(Term.null.form, .boolean)),
        ]
        return Term(.choice(branches, otherwise: .boolean(isAll)), .boolean)
    }
}
