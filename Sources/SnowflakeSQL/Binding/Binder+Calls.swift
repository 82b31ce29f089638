extension Binder {
    /// A call of a function of any kind.
    func call(_ call: Call, _ scope: Scope) throws -> Term {
        guard call.name.count == 1, let name = call.name.first else { return try external(call, scope) }
        if let over = call.over { return try window(call, name, over, scope) }
        if let kind = AggregateCatalog.name(name) { return try aggregate(kind, call, scope) }
        if AggregateCatalog.windowOnly.contains(name) {
            throw SnowError.compilation(
                "Missing window specification for function [\(name)].", code: "002302", at: call.place)
        }
        if let special = try specialForm(name, call, scope) { return special }
        if call.star != nil { throw SnowError.unsupported("\(name)(*)") }
        if ScalarLibrary.shared[name] != nil, call.named.isEmpty, !name.hasPrefix("$") {
            return try scalar(name, call.arguments.map { try bind($0, scope) }, call.place)
        }
        return try external(call, scope)
    }

    /// A call of a registered function.
    func scalar(_ name: String, _ arguments: [Term], _ place: Place?) throws -> Term {
        guard let function = ScalarLibrary.shared[name] else {
            throw SnowError.unknownFunction(name, at: place)
        }
        let converted = try function.converted(arguments, place: place)
        // Two written calls of a volatile function are told apart by a number that it ignores.
        let site = function.isVolatile ? [Term.integer(newRelation())] : []
        return Term(.scalar(name, converted + site), try function.result(converted))
    }

    private func external(_ call: Call, _ scope: Scope) throws -> Term {
        let name = call.fullName
        let positional = try call.arguments.map { try bind($0, scope) }
        let named = try call.named.map { Term.NamedTerm(name: $0.name, value: try bind($0.value, scope)) }
        let types = named.map { ($0.name, $0.value.type.kind) }
        guard
            let kind = runtime.functions?.resultType(
                of: name, positional: positional.map(\.type.kind), named: types)
        else { throw SnowError.unknownFunction(name, at: call.place) }
        let type: DataType =
            switch kind {
            case .fixed: .integer
            case .timestampNTZ: .ntz
            case .timestampLTZ: .ltz
            case .timestampTZ: .tz
            case .time: .time
            default: DataType(kind: kind)
            }
        return Term(.external(name, positional, named, site: newRelation()), type)
    }

    /// Functions whose arguments are not all plain values, and those that other terms express.
    private func specialForm(_ name: String, _ call: Call, _ scope: Scope) throws -> Term? {
        let arguments = call.arguments
        func bound(_ counts: ClosedRange<Int>) throws -> [Term] {
            guard counts.contains(arguments.count) else {
                throw SnowError.arguments(name, given: arguments.count, at: call.place)
            }
            return try arguments.map { try bind($0, scope) }
        }
        switch name {
        case "IFF", "IF":
            guard arguments.count == 3 else {
                throw SnowError.arguments(name, given: arguments.count, at: call.place)
            }
            return try choose(
                [(condition(arguments[0], scope), bind(arguments[1], scope))], bind(arguments[2], scope))
        case "COALESCE", "NVL", "IFNULL": return try coalesce(bound(name == "COALESCE" ? 1...1000 : 2...2))
        case "NVL2":
            let terms = try bound(3...3)
            return try choose([(negate(Term(.isNull(terms[0]), .boolean), true), terms[1])], terms[2])
        case "ZEROIFNULL": return try coalesce(bound(1...1) + [.integer(0)])
        case "NULLIFZERO": return try nullIf(bound(1...1) + [.integer(0)])
        case "NULLIF": return try nullIf(bound(2...2))
        case "EQUAL_NULL":
            let terms = try bound(2...2)
            let (one, other) = try comparable(terms[0], terms[1], name)
            return negate(Term(.isDistinct(one, other), .boolean), true)
        case "DECODE": return try decode(bound(3...1000))
        case "GREATEST", "LEAST": return try extreme(name, bound(1...1000), ignoresNulls: false)
        case "GREATEST_IGNORE_NULLS", "LEAST_IGNORE_NULLS":
            return try extreme(String(name.prefix { $0 != "_" }), bound(1...1000), ignoresNulls: true)
        case "BOOLAND", "BOOLOR":
            let terms = try bound(2...2).map { $0.cast(to: .boolean) }
            return Term(.logical(isAnd: name == "BOOLAND", terms), .boolean)
        case "BOOLXOR":
            let terms = try bound(2...2).map { $0.cast(to: .boolean) }
            return try compare(.notEqual, terms[0], terms[1])
        case "BOOLNOT": return negate(try bound(1...1)[0].cast(to: .boolean), true)
        case "LIKE", "ILIKE":
            var terms = try bound(2...3)
            terms.insert(.boolean(name == "ILIKE"), at: 2)
            return try scalar("$LIKE", terms, call.place)
        case "GROUPING", "GROUPING_ID":
            // Each argument is a bit, the first the highest.
            let flags = try bound(1...32).map(Term.grouping)
            return try flags.dropFirst().reduce(flags[0]) {
                try scalar("+", [scalar("*", [$0, .integer(2)], nil), $1], nil)
            }
        case "RANDOM": return try random(arguments)
        case "SEQ1", "SEQ2", "SEQ4", "SEQ8":
            return Term(.scalar("$SEQ", [.integer(newRelation())]), .fixed(19, 0))
        case "LAST_QUERY_ID": return try lastQueryID(bound(0...1), call.place)
        case "TRUNC": return try truncate(call, scope)
        case "OBJECT_CONSTRUCT", "OBJECT_CONSTRUCT_KEEP_NULL":
            guard call.star != nil else { return nil }
            let pairs = scope.relations.flatMap { relation in
                relation.columns.enumerated().flatMap { [Term.text($1.name), relation.term($0)] }
            }
            return try scalar(name, pairs, call.place)
        default: return try dateForm(name, call, scope) ?? conversion(name, call, scope)
        }
    }

    private func choose(_ branches: [(Term, Term)], _ otherwise: Term) throws -> Term {
        let type = try unify(branches.map(\.1) + [otherwise], "IFF")
        let bound = branches.map { Term.Branch(test: $0.0, value: $0.1.cast(to: type)) }
        return Term(.choice(bound, otherwise: otherwise.cast(to: type)), type)
    }

    private func coalesce(_ terms: [Term]) throws -> Term {
        let type = try unify(terms, "COALESCE")
        return Term(.coalesce(terms.map { $0.cast(to: type) }), type)
    }

    private func nullIf(_ terms: [Term]) throws -> Term {
        let test = try compare(.equal, terms[0], terms[1])
        return Term(
            .choice([.init(test: test, value: Term(Term.null.form, terms[0].type))], otherwise: terms[0]),
            terms[0].type)
    }

    /// Unlike CASE, DECODE finds NULL equal to NULL.
    private func decode(_ terms: [Term]) throws -> Term {
        var branches: [(Term, Term)] = []
        var index = 1
        while index + 1 < terms.count {
            let (one, other) = try comparable(terms[0], terms[index], "DECODE")
            branches.append((negate(Term(.isDistinct(one, other), .boolean), true), terms[index + 1]))
            index += 2
        }
        return try choose(branches, index < terms.count ? terms[index] : .null)
    }

    private func extreme(_ name: String, _ terms: [Term], ignoresNulls: Bool) throws -> Term {
        let type = try unify(terms, name)
        let operation: BinaryOperator = name == "GREATEST" ? .greaterOrEqual : .lessOrEqual
        var best = terms[0].cast(to: type)
        for term in terms.dropFirst() {
            let other = term.cast(to: type)
            let null = Term(Term.null.form, type)
            var branches: [Term.Branch] = []
            if ignoresNulls {
                branches.append(.init(test: Term(.isNull(best), .boolean), value: other))
                branches.append(.init(test: Term(.isNull(other), .boolean), value: best))
            } else {
                branches.append(.init(test: Term(.isNull(best), .boolean), value: null))
                branches.append(.init(test: Term(.isNull(other), .boolean), value: null))
            }
            branches.append(.init(test: Term(.compare(operation, best, other), .boolean), value: best))
            best = Term(.choice(branches, otherwise: other), type)
        }
        return best
    }

    private func random(_ arguments: [Expr]) throws -> Term {
        guard arguments.isEmpty else { throw SnowError.unsupported("RANDOM with a seed") }
        return try scalar("RANDOM", [], nil)
    }

    private func lastQueryID(_ terms: [Term], _ place: Place) throws -> Term {
        isTransient = true
        var offset = -1
        if let term = terms.first {
            guard let value = term.constant?.int else {
                throw SnowError.unsupported("LAST_QUERY_ID of an expression")
            }
            offset = value
        }
        return session.queryID(at: offset).map { .text($0) } ?? Term(Term.null.form, .text)
    }

    private func truncate(_ call: Call, _ scope: Scope) throws -> Term {
        let first = try call.arguments.first.map { try bind($0, scope) }
        if let first, first.type.kind == .date || first.type.isTimestamp, call.arguments.count == 2 {
            return try scalar("DATE_TRUNC", [bind(call.arguments[1], scope), first], call.place)
        }
        return try scalar("$TRUNC", call.arguments.map { try bind($0, scope) }, call.place)
    }
}
