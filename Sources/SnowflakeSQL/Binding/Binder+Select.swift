extension Binder {
    func select(_ select: Select, _ query: Query, _ outer: Scope?) throws -> QueryPlan {
        let scope = Scope(parent: outer)
        var plan = SelectPlan(isDistinct: select.isDistinct, items: [])
        plan.from = try select.from.map { try from($0, scope) }
        var outputs: [QueryPlan.Output] = []
        for item in select.items { try self.item(item, scope, &plan.items, &outputs) }
        plan.filter = try select.filter.map { try condition($0, scope) }
        if let filter = plan.filter, filter.contains({ $0.isAggregate }) {
            throw SnowError.compilation("Invalid aggregate function in where clause", code: "002035")
        }
        if let filter = plan.filter, filter.contains({ $0.isWindow }) {
            throw SnowError.compilation(
                "Window function appears outside of SELECT, QUALIFY, and ORDER BY clauses.", code: "002301")
        }
        plan.keys = try keys(select, plan.items, scope)
        if case .sets(let elements) = select.grouping {
            plan.groupingSets = try groupingSets(elements, plan, scope, &plan.keys)
            for index in outputs.indices { outputs[index].nullable = true }
        }
        plan.having = try select.having.map { try condition($0, scope) }
        plan.qualify = try select.qualify.map { try condition($0, scope) }
        if let qualify = plan.qualify, !(plan.items + [qualify]).contains(where: { $0.contains(\.isWindow) })
        {
            throw SnowError.compilation(
                "QUALIFY needs at least one window function in the SELECT list or in QUALIFY.", code: "002304"
            )
        }
        let order = try self.order(query, plan, outputs, scope)
        let users = plan.items + [plan.having, plan.qualify].compactMap { $0 } + order.map(\.term)
        if plan.isDistinct { try refuseZoned(outputs.map(\.type), "DISTINCT") }
        plan.isGrouped = select.grouping != .none || users.contains { $0.contains(\.isAggregate) }
        if select.having != nil, !plan.isGrouped { plan.isGrouped = true }
        return QueryPlan(body: .select(plan), outputs: outputs, order: order)
    }

    /// Zoned times are equal as instants, but SQLite compares their stored form.
    func refuseZoned(_ types: [DataType], _ context: String) throws {
        if types.contains(where: { $0.kind == .timestampTZ }) {
            throw SnowError.unsupported("\(context) of TIMESTAMP_TZ")
        }
    }

    private func item(
        _ item: Select.Item, _ scope: Scope, _ items: inout [Term], _ outputs: inout [QueryPlan.Output]
    ) throws {
        switch item {
        case .star(let star):
            for (output, term) in try expand(star, scope) {
                items.append(term)
                outputs.append(output)
            }
        case .value(let expr, let alias, let text, _):
            let term = try bind(expr, scope)
            items.append(term)
            outputs.append(
                .init(
                    name: alias ?? Binder.columnName(expr, text), type: term.type,
                    nullable: !isNotNull(term, scope)))
            if let alias, scope.aliases[alias] == nil { scope.aliases[alias] = term }
        }
    }

    private func isNotNull(_ term: Term, _ scope: Scope) -> Bool {
        guard case .column(let id) = term.form,
            let relation = scope.relations.first(where: { $0.id == id.relation })
        else { return term.constant.map { !$0.isNull } ?? false }
        return !relation.columns[id.index].nullable
    }

    /// A column without an alias has the name of its source column, or its text.
    private static func columnName(_ expr: Expr, _ text: String) -> String {
        switch expr {
        case .name(let parts, _): parts.last ?? text
        default: text
        }
    }

    private func expand(_ star: Star, _ scope: Scope) throws -> [(QueryPlan.Output, Term)] {
        let relations = scope.relations.filter { star.qualifier.isEmpty || $0.answers(to: star.qualifier) }
        guard !relations.isEmpty else {
            throw star.qualifier.isEmpty
                ? SnowError.compilation("SELECT with no columns", code: "001081", at: star.place)
                : SnowError.invalidIdentifier(star.qualifier.joined(separator: "."), at: star.place)
        }
        var columns: [(QueryPlan.Output, Term)] = []
        if star.qualifier.isEmpty {
            columns = scope.merged.map { (QueryPlan.Output(name: $0.name, type: $0.term.type), $0.term) }
        }
        for relation in relations {
            for (index, column) in relation.columns.enumerated() {
                if star.qualifier.isEmpty, column.isHidden { continue }
                let output = QueryPlan.Output(name: column.name, type: column.type, nullable: column.nullable)
                columns.append((output, relation.term(index)))
            }
        }
        return try modified(columns, star, scope)
    }

    private func modified(
        _ columns: [(QueryPlan.Output, Term)], _ star: Star, _ scope: Scope
    ) throws -> [(QueryPlan.Output, Term)] {
        var columns = columns
        for name in star.exclude + star.replace.map(\.name) + star.rename.map(\.from)
        where !columns.contains(where: { $0.0.name == name }) {
            throw SnowError.invalidIdentifier(name, at: star.place)
        }
        if let pattern = star.ilike {
            let like = LikePattern(pattern, escape: nil, ignoresCase: true)
            columns = columns.filter { like.matches($0.0.name) }
        }
        columns = columns.filter { !star.exclude.contains($0.0.name) }
        for pair in star.replace {
            let term = try bind(pair.value, scope)
            for index in columns.indices where columns[index].0.name == pair.name {
                columns[index] = (QueryPlan.Output(name: pair.name, type: term.type), term)
            }
        }
        for rename in star.rename {
            for index in columns.indices where columns[index].0.name == rename.from {
                columns[index].0.name = rename.to
            }
        }
        return columns
    }

    private func keys(_ select: Select, _ items: [Term], _ scope: Scope) throws -> [Term] {
        switch select.grouping {
        case .none: return []
        case .all:
            return items.filter { !$0.contains { $0.isAggregate || $0.isWindow } && $0.constant == nil }
        case .by(let exprs):
            return try exprs.map { try key($0, items, scope) }
        case .sets: return []
        }
    }

    /// A term of GROUP BY; a number is the place of an item.
    private func key(_ expr: Expr, _ items: [Term], _ scope: Scope) throws -> Term {
        var term: Term
        if case .number(let text) = expr {
            term = items[try position(text, items.count)]
        } else {
            term = try bind(expr, scope)
        }
        if term.contains(\.isAggregate) {
            throw SnowError.compilation("Invalid aggregate function in GROUP BY", code: "002036")
        }
        if term.type.isUntyped { term.type = .text }
        return term
    }

    /// The grouping sets as places in the list of keys, which they fill.
    private func groupingSets(
        _ elements: [GroupingElement], _ plan: SelectPlan, _ scope: Scope, _ keys: inout [Term]
    ) throws -> [[Int]] {
        try GroupingElement.sets(of: elements).map { set in
            var places: [Int] = []
            for expr in set {
                let term = try key(expr, plan.items, scope)
                let place = keys.firstIndex(of: term) ?? keys.count
                if place == keys.count { keys.append(term) }
                if !places.contains(place) { places.append(place) }
            }
            return places
        }
    }

    private func order(
        _ query: Query, _ plan: SelectPlan, _ outputs: [QueryPlan.Output], _ scope: Scope
    ) throws -> [QueryPlan.Order] {
        if query.orderAll { return allInOrder(outputs) }
        return try query.order.map { item in
            var output: Int?
            switch item.value {
            case .number(let text): output = try position(text, plan.items.count)
            case .name(let parts, _) where parts.count == 1:
                // Names of the output come before columns of the tables.
                output = outputs.firstIndex { $0.name == parts[0] }
            default: break
            }
            var term =
                try output.map { Term(.raw("k\($0 + 1)"), plan.items[$0].type) } ?? bind(item.value, scope)
            if output == nil, let same = plan.items.firstIndex(of: term) {
                output = same
                term = Term(.raw("k\(same + 1)"), term.type)
            }
            if output == nil, plan.isDistinct {
                throw SnowError.compilation(
                    "ORDER BY of a SELECT DISTINCT must name selected expressions.", code: "000979")
            }
            return QueryPlan.Order(
                output: output, term: term, descending: item.descending,
                nullsFirst: item.nullsFirst ?? item.descending)
        }
    }
}
