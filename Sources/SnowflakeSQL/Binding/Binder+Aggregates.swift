extension Binder {
    func orderTerms(_ items: [OrderItem], _ scope: Scope) throws -> [OrderTerm] {
        try items.map { item in
            OrderTerm(
                term: try bind(item.value, scope), descending: item.descending,
                nullsFirst: item.nullsFirst ?? item.descending)
        }
    }

    private func arguments(_ name: String, _ call: Call, _ scope: Scope) throws -> [Term] {
        var terms = try call.arguments.map { try bind($0, scope) }
        if let star = call.star {
            guard name == "COUNT", !call.isDistinct else { throw SnowError.unsupported("\(name)(*)") }
            if !star.qualifier.isEmpty {
                terms = scope.relations.filter { $0.answers(to: star.qualifier) }
                    .flatMap { relation in relation.columns.indices.map { relation.term($0) } }
            }
        } else if !AggregateCatalog.arity(name).contains(terms.count) || (name == "COUNT" && terms.isEmpty) {
            throw SnowError.arguments(name, given: terms.count, at: call.place)
        }
        for term in terms where term.contains(\.isAggregate) && call.over == nil {
            throw SnowError.compilation(
                "Aggregate functions cannot be nested.", code: "002077", at: call.place)
        }
        return try AggregateCatalog.converted(name, terms)
    }

    func aggregate(_ word: String, _ call: Call, _ scope: Scope) throws -> Term {
        let name = word == "ARRAY_UNIQUE_AGG" ? "ARRAY_AGG" : word
        if call.ignoresNulls { throw SnowError.unsupported("IGNORE NULLS") }
        let terms = try arguments(name, call, scope)
        let order = try orderTerms(call.withinGroup, scope)
        if name.hasPrefix("PERCENTILE"), order.count != 1 {
            throw SnowError.compilation("\(name) needs WITHIN GROUP (ORDER BY ...)", at: call.place)
        }
        let aggregate = AggregateCall(
            function: name, arguments: terms, isDistinct: call.isDistinct || word == "ARRAY_UNIQUE_AGG",
            order: order)
        return withDefault(
            name, Term(.aggregate(aggregate), AggregateCatalog.type(name, terms, order: order)))
    }

    /// A custom aggregate over no rows is NULL in SQLite; some have another value.
    private func withDefault(_ name: String, _ term: Term) -> Term {
        guard let empty = AggregateCatalog.empty(name) else { return term }
        return Term(.coalesce([term, .constant(empty, term.type)]), term.type)
    }

    func window(_ call: Call, _ name: String, _ over: WindowSpec, _ scope: Scope) throws -> Term {
        let present = ["FIRST_VALUE": "$FIRST_PRESENT", "LAST_VALUE": "$LAST_PRESENT"]
        if call.ignoresNulls, present[name] == nil { throw SnowError.unsupported("IGNORE NULLS in \(name)") }
        let partition = try over.partition.map { try bind($0, scope) }
        let order = try orderTerms(over.order, scope)
        let spec = WindowParts(partition: partition, order: order, frame: over.frame)
        if let aggregate = AggregateCatalog.name(name) {
            let terms = try arguments(aggregate, call, scope)
            let inner = try orderTerms(call.withinGroup, scope)
            let type = AggregateCatalog.type(aggregate, terms, order: inner)
            let window = WindowCall(
                function: aggregate, arguments: terms, isAggregate: true, isDistinct: call.isDistinct,
                order: inner,
                partition: partition, windowOrder: order, frame: over.frame)
            return withDefault(aggregate, Term(.window(window), type))
        }
        guard AggregateCatalog.windowOnly.contains(name) else {
            throw SnowError.unsupported("\(name) as a window function")
        }
        return try ranking(name, call, spec, scope)
    }

    struct WindowParts {
        var partition: [Term]
        var order: [OrderTerm]
        var frame: String?

        func term(_ function: String, _ arguments: [Term], _ type: DataType, frame: String? = nil) -> Term {
            Term(
                .window(
                    WindowCall(
                        function: function, arguments: arguments, isAggregate: false, partition: partition,
                        windowOrder: order, frame: frame)), type)
        }
    }

    private func ranking(_ name: String, _ call: Call, _ spec: WindowParts, _ scope: Scope) throws -> Term {
        var terms = try call.arguments.map { try bind($0, scope) }
        func expect(_ counts: ClosedRange<Int>) throws {
            guard counts.contains(terms.count) else {
                throw SnowError.arguments(name, given: terms.count, at: call.place)
            }
        }
        if name != "RATIO_TO_REPORT", spec.order.isEmpty {
            throw SnowError.compilation(
                "Window function type [\(name)] requires ORDER BY in window specification", code: "002303",
                at: call.place)
        }
        switch name {
        case "ROW_NUMBER", "RANK", "DENSE_RANK":
            try expect(0...0)
            return spec.term(name, [], .count)
        case "CUME_DIST", "PERCENT_RANK":
            try expect(0...0)
            return spec.term(name, [], .real)
        case "NTILE":
            try expect(1...1)
            return spec.term(name, [terms[0].cast(to: .integer)], .count)
        case "LAG", "LEAD":
            try expect(1...3)
            if terms.count == 3 {
                let type = try unify([terms[0], terms[2]], name)
                terms = [terms[0].cast(to: type), terms[1], terms[2].cast(to: type)]
            }
            if terms.count > 1 { terms[1] = terms[1].cast(to: .integer) }
            return spec.term(name, terms, terms[0].type)
        case "RATIO_TO_REPORT":
            try expect(1...1)
            let sum = WindowCall(
                function: "SUM", arguments: try AggregateCatalog.converted("SUM", terms), isAggregate: true,
                partition: spec.partition, windowOrder: [], frame: nil)
            let type = AggregateCatalog.type("SUM", sum.arguments, order: [])
            return try nullOnZero(sum.arguments[0], Term(.window(sum), type))
        default:
            try expect(name == "NTH_VALUE" ? 2...2 : 1...1)
            // Snowflake's default frame of these is the whole partition, unlike the standard's.
            let whole = "ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING"
            let present = ["FIRST_VALUE": "$FIRST_PRESENT", "LAST_VALUE": "$LAST_PRESENT"]
            if call.ignoresNulls, let function = present[name] {
                let window = WindowCall(
                    function: function, arguments: terms, isAggregate: true, partition: spec.partition,
                    windowOrder: spec.order, frame: spec.frame ?? whole)
                return Term(.window(window), terms[0].type)
            }
            return spec.term(name, terms, terms[0].type, frame: spec.frame ?? whole)
        }
    }

    private func nullOnZero(_ part: Term, _ whole: Term) throws -> Term {
        let isZero = try compare(.equal, whole, .integer(0))
        let share = try scalar("/", [part, whole], nil)
        return Term(
            .choice([.init(test: isZero, value: Term(Term.null.form, share.type))], otherwise: share),
            share.type)
    }
}
