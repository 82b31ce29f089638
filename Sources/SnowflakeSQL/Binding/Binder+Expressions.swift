extension Binder {
    /// Resolves an expression.
    func bind(_ expr: Expr, _ scope: Scope) throws -> Term {
        try nested { try bindAny(expr, scope) }
    }

    private func bindAny(_ expr: Expr, _ scope: Scope) throws -> Term {
        switch expr {
        case .null: return .null
        case .boolean(let value): return .boolean(value)
        case .number(let text): return try number(text)
        case .string(let text): return .text(text)
        case .typedString(let type, let text): return Term.text(text).cast(to: try dataType(type))
        case .interval: throw SnowError.unsupported("INTERVAL outside + and -")
        case .placeholder(let name, let place): return try bindings.term(name, at: place)
        case .variable(let name, let place): return try variable(name, place)
        case .ordinal(let table, let index, let place): return try ordinal(table, index, place, scope)
        case .name(let parts, let place): return try column(parts, place, scope)
        case .unary(let operation, let inner): return try unary(operation, inner, scope)
        case .binary(let operation, let a, let b, let place): return try binary(operation, a, b, place, scope)
        case .logical(let isAnd, let terms):
            return Term(.logical(isAnd: isAnd, try terms.map { try condition($0, scope) }), .boolean)
        case .isNull(let inner, let negated):
            return negate(Term(.isNull(try bind(inner, scope)), .boolean), negated)
        case .isBoolean(let inner, let value, let negated):
            let same = Term(.isDistinct(try condition(inner, scope), .boolean(value)), .boolean)
            return negate(same, !negated)
        case .isDistinct(let a, let b, let negated):
            let (one, other) = try comparable(bind(a, scope), bind(b, scope), "=")
            return negate(Term(.isDistinct(one, other), .boolean), negated)
        case .between(let value, let low, let high, let negated):
            let term = try bind(value, scope)
            let tests = [
                try compare(.greaterOrEqual, term, bind(low, scope)),
                try compare(.lessOrEqual, term, bind(high, scope)),
            ]
            return negate(Term(.logical(isAnd: true, tests), .boolean), negated)
        case .inList(let value, let list, let negated): return try inList(value, list, negated, scope)
        case .like(let test): return try like(test, scope)
        case .choice(let operand, let branches, let otherwise):
            return try choice(operand, branches, otherwise, scope)
        case .cast(let inner, let type, let isTry): return try cast(bind(inner, scope), dataType(type), isTry)
        case .call(let call): return try self.call(call, scope)
        case .path(let root, let steps): return try path(root, steps, scope)
        case .element(let root, let index):
            return try scalar("GET", [bind(root, scope), bind(index, scope)], nil)
        case .array(let items): return try scalar("ARRAY_CONSTRUCT", items.map { try bind($0, scope) }, nil)
        case .object(let members):
            let terms = try members.flatMap { [Term.text($0.key), try bind($0.value, scope)] }
            return try scalar("OBJECT_CONSTRUCT", terms, nil)
        case .tuple: throw SnowError.unsupported("row value")
        case .scalar, .exists, .inQuery, .quantified: return try subquery(expr, scope)
        }
    }

    /// A condition; NULL, numbers and text are taken as booleans.
    func condition(_ expr: Expr, _ scope: Scope) throws -> Term { try bind(expr, scope).cast(to: .boolean) }

    func negate(_ term: Term, _ negated: Bool) -> Term { negated ? Term(.not(term), .boolean) : term }

    private func number(_ text: String) throws -> Term {
        if text.lowercased().contains("e") {
            guard let value = Double(text), value.isFinite else { throw SnowError.notNumeric(text) }
            return Term(.constant(.real(value)), .real)
        }
        guard let value = Fixed(text: text) else { throw SnowError.notNumeric(text) }
        let digits = String(value.unscaled.magnitude).count
        return .constant(.fixed(value), .fixed(max(digits, value.scale), value.scale))
    }

    private func variable(_ name: String, _ place: Place) throws -> Term {
        isTransient = true
        guard let (value, type) = session.variables[name] else {
            throw SnowError.compilation(
                "Session variable '$\(name)' does not exist", code: "002211", sqlState: "02000")
        }
        return .constant(value, type)
    }

    private func ordinal(_ table: String?, _ index: Int, _ place: Place, _ scope: Scope) throws -> Term {
        let relations = scope.relations.filter { table == nil || $0.name == table }
        let columns = relations.flatMap { relation in relation.columns.indices.map { relation.term($0) }
        }
        guard columns.indices.contains(index - 1) else {
            throw SnowError.invalidIdentifier("$\(index)", at: place)
        }
        return columns[index - 1]
    }

    private func column(_ parts: [String], _ place: Place, _ scope: Scope) throws -> Term {
        if let term = try scope.find(parts, place) { return term }
        if parts.count == 1, let function = Binder.bareFunctions[parts[0]] {
            return try scalar(function, [], place)
        }
        if parts.last == "NEXTVAL", parts.count > 1 { return try nextValue(Array(parts.dropLast()), place) }
        throw SnowError.invalidIdentifier(parts.joined(separator: "."), at: place)
    }

    private static let bareFunctions = [
        "CURRENT_DATE": "CURRENT_DATE", "CURRENT_TIME": "CURRENT_TIME",
        "CURRENT_TIMESTAMP": "CURRENT_TIMESTAMP",
        "LOCALTIME": "CURRENT_TIME", "LOCALTIMESTAMP": "CURRENT_TIMESTAMP", "CURRENT_USER": "CURRENT_USER",
    ]

    private func nextValue(_ parts: [String], _ place: Place) throws -> Term {
        let (path, name) = try path(ObjectName(parts: parts, place: place))
        guard let object = catalog.find(.sequence, path, name) else {
            throw SnowError.missing("Sequence", parts.joined(separator: "."))
        }
        return try scalar("$NEXTVAL", [.text(object.key.text)], place)
    }

    private func choice(
        _ operand: Expr?, _ branches: [Expr.Branch], _ otherwise: Expr?, _ scope: Scope
    ) throws -> Term {
        let subject = try operand.map { try bind($0, scope) }
        var bound = try branches.map { branch in
            let test =
                try subject.map { try compare(.equal, $0, bind(branch.test, scope)) }
                ?? condition(branch.test, scope)
            return Term.Branch(test: test, value: try bind(branch.value, scope))
        }
        var last = try otherwise.map { try bind($0, scope) } ?? .null
        let type = try unify(bound.map(\.value) + [last], "CASE")
        for index in bound.indices { bound[index].value = bound[index].value.cast(to: type) }
        last = last.cast(to: type)
        return Term(.choice(bound, otherwise: last), type)
    }

    /// The type that holds all the terms.
    func unify(_ terms: [Term], _ context: String) throws -> DataType {
        try terms.dropFirst().reduce(terms[0].type) { try DataType.unify($0, $1.type, in: context) }
    }

    func cast(_ term: Term, _ type: DataType, _ isTry: Bool = false) throws -> Term {
        if isTry, term.type.kind != .text {
            let message =
                "Function TRY_CAST cannot be used with arguments of types \(term.type.name) and \(type.name)"
            throw SnowError.compilation(message, code: "001065", sqlState: "22023")
        }
        return term.cast(to: type, isTry: isTry)
    }

    private func path(_ root: Expr, _ steps: [PathStep], _ scope: Scope) throws -> Term {
        let term: Term
        if case .path(let deeper, let first) = root { return try path(deeper, first + steps, scope) }
        term = try bind(root, scope)
        guard term.type.kind.isSemiStructured || term.type.isUntyped else {
            throw SnowError.badType("GET", term.type.name)
        }
        let keys = steps.map { step -> Term in
            switch step {
            case .key(let key): .text(key)
            case .index(let index): .integer(index)
            }
        }
        return Term(.scalar("$PATH", [term] + keys), .variant)
    }

    private func inList(_ value: Expr, _ list: [Expr], _ negated: Bool, _ scope: Scope) throws -> Term {
        if case .tuple(let parts) = value {
            let tests = try list.map { item -> Expr in
                guard case .tuple(let others) = item, others.count == parts.count else {
                    throw SnowError.unsupported("row value")
                }
                let place = Place(line: 1, column: 0, offset: 0)
                return .logical(isAnd: true, zip(parts, others).map { .binary(.equal, $0, $1, place) })
            }
            return negate(try bind(.logical(isAnd: false, tests), scope), negated)
        }
        let subject = try bind(value, scope)
        let items = try list.map { try bind($0, scope) }
        var type = subject.type
        for item in items { type = try comparisonType(type, item.type, "IN", constant: item.constant) }
        return negate(
            Term(.inList(subject.cast(to: type), items.map { $0.cast(to: type) }), .boolean), negated)
    }

    private func like(_ test: Expr.LikeTest, _ scope: Scope) throws -> Term {
        let subject = try bind(test.subject, scope)
        let escape = try test.escape.map { try bind($0, scope) }
        let terms = try test.patterns.map { pattern -> Term in
            let pattern = try bind(pattern, scope)
            if test.kind == .regexp { return try scalar("REGEXP_LIKE", [subject, pattern], nil) }
            let arguments = [subject, pattern, .boolean(test.kind == .ilike)] + [escape].compactMap { $0 }
            return try scalar("$LIKE", arguments, nil)
        }
        if test.quantity == .one { return negate(terms[0], test.negated) }
        return negate(Term(.logical(isAnd: test.quantity == .all, terms), .boolean), test.negated)
    }
}
