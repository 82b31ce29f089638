extension Parser {
    /// An expression of any kind.
    mutating func expression() throws -> Expr { try nested { try $0.disjunction() } }

    private mutating func disjunction() throws -> Expr {
        var terms = [try conjunction()]
        while skipWord("OR") { terms.append(try conjunction()) }
        return terms.count == 1 ? terms[0] : .logical(isAnd: false, terms)
    }

    private mutating func conjunction() throws -> Expr {
        var terms = [try negation()]
        while skipWord("AND") { terms.append(try negation()) }
        return terms.count == 1 ? terms[0] : .logical(isAnd: true, terms)
    }

    private mutating func negation() throws -> Expr {
        guard skipWord("NOT") else { return try predicate() }
        return .unary(.not, try nested { try $0.negation() })
    }

    private static let comparisons: [String: BinaryOperator] = [
        "=": .equal, "<>": .notEqual, "!=": .notEqual, "<": .less, "<=": .lessOrEqual, ">": .greater,
        ">=": .greaterOrEqual,
    ]

    private mutating func predicate() throws -> Expr {
        var left = try sum()
        var count = 0
        while true {
            count += 1
            guard count <= Parser.maximumChain else { throw chainTooLong() }
            let place = current.place
            if current.kind == .symbol, let operation = Parser.comparisons[current.value] {
                advance()
                left = try comparison(left, operation, place)
            } else if skipWord("IS") {
                left = try isTest(left)
            } else if let test = try wordTest(left) {
                left = test
            } else {
                return left
            }
        }
    }

    private func chainTooLong() -> SnowError {
        .compilation("An expression has too many operators in a row.", code: "001003", at: current.place)
    }

    private mutating func comparison(_ left: Expr, _ operation: BinaryOperator, _ place: Place) throws -> Expr
    {
        if isAtAny(["ANY", "ALL", "SOME"]), peek().value == "(" {
            let isAll = current.value == "ALL"
            advance()
            let query = try parenthesized { try $0.query() }
            return .quantified(operation, left, isAll: isAll, query, place)
        }
        return .binary(operation, left, try sum(), place)
    }

    private mutating func isTest(_ left: Expr) throws -> Expr {
        let negated = skipWord("NOT")
        if skipWord("NULL") { return .isNull(left, negated: negated) }
        if skipWord("TRUE") { return .isBoolean(left, true, negated: negated) }
        if skipWord("FALSE") { return .isBoolean(left, false, negated: negated) }
        try expectWord("DISTINCT")
        try expectWord("FROM")
        return .isDistinct(left, try sum(), negated: negated)
    }

    private mutating func wordTest(_ left: Expr) throws -> Expr? {
        let start = index
        let negated = skipWord("NOT")
        guard current.kind == .word else {
            index = start
            return nil
        }
        switch current.value {
        case "BETWEEN":
            advance()
            let low = try sum()
            try expectWord("AND")
            return .between(left, low, try sum(), negated: negated)
        case "IN":
            advance()
            return try membership(left, negated)
        case "LIKE": return try like(left, .like, negated)
        case "ILIKE": return try like(left, .ilike, negated)
        case "RLIKE", "REGEXP": return try like(left, .regexp, negated)
        default:
            index = start
            return nil
        }
    }

    private mutating func membership(_ left: Expr, _ negated: Bool) throws -> Expr {
        try nested { parser in
            try parser.parenthesized { parser in
                if parser.isAtQuery { return .inQuery(left, try parser.query(), negated: negated) }
                return .inList(left, try parser.list { try $0.expression() }, negated: negated)
            }
        }
    }

    private mutating func like(_ left: Expr, _ kind: Expr.LikeTest.Kind, _ negated: Bool) throws -> Expr {
        advance()
        var test = Expr.LikeTest(kind: kind, subject: left, patterns: [], quantity: .one, negated: negated)
        if isAtAny(["ANY", "ALL"]) {
            test.quantity = current.value == "ANY" ? .any : .all
            advance()
            test.patterns = try parenthesized { try $0.list { try $0.expression() } }
        } else {
            test.patterns = [try sum()]
        }
        if skipWord("ESCAPE") { test.escape = try sum() }
        return .like(test)
    }

    private mutating func sum() throws -> Expr {
        try chain([.add, .subtract, .concat]) { try $0.product() }
    }

    private mutating func product() throws -> Expr {
        try chain([.multiply, .divide, .modulo]) { try $0.unary() }
    }

    private mutating func chain(
        _ operators: [BinaryOperator], _ operand: (inout Parser) throws -> Expr
    ) throws -> Expr {
        var left = try operand(&self)
        var count = 0
        while current.kind == .symbol,
            let operation = operators.first(where: { $0.rawValue == current.value })
        {
            let place = current.place
            advance()
            count += 1
            guard count <= Parser.maximumChain else { throw chainTooLong() }
            left = .binary(operation, left, try operand(&self), place)
        }
        return left
    }

    private mutating func unary() throws -> Expr {
        if skip("-") { return .unary(.minus, try nested { try $0.unary() }) }
        if skip("+") { return .unary(.plus, try nested { try $0.unary() }) }
        return try postfix()
    }
}
