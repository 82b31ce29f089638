extension Parser {
    /// Whether a query starts here, behind any number of brackets.
    var isAtQuery: Bool { isQueryWord(0) || isAtWords("VALUES") || opensQuery(0) }

    /// Whether all up to the end of the bracket around this place is a query, not a term that starts with one.
    var isAtWholeQuery: Bool { isQueryWord(0) || isAtWords("VALUES") || continuesQuery(0) }

    private func isQueryWord(_ ahead: Int) -> Bool {
        let token = peek(ahead)
        return token.kind == .word && (token.value == "SELECT" || token.value == "WITH")
    }

    private func isSymbol(_ ahead: Int, _ symbol: String) -> Bool {
        peek(ahead).kind == .symbol && peek(ahead).value == symbol
    }

    /// Whether a bracket opens here and holds a query, not joined tables or a term.
    private func opensQuery(_ ahead: Int) -> Bool {
        guard isSymbol(ahead, "("), ahead < Parser.maximumDepth else { return false }
        return isQueryWord(ahead + 1) || continuesQuery(ahead + 1)
    }

    /// Whether a query in brackets stands here and what follows it belongs to a query too.
    private func continuesQuery(_ ahead: Int) -> Bool {
        guard opensQuery(ahead), let end = closing(ahead) else { return false }
        if isSymbol(end + 1, ")") { return true }
        let words: Set<String> = [
            "UNION", "EXCEPT", "MINUS", "INTERSECT", "ORDER", "LIMIT", "OFFSET", "FETCH",
        ]
        let next = peek(end + 1)
        return next.kind == .word && words.contains(next.value)
    }

    /// Where the bracket that opens at a place closes, counted from here.
    private func closing(_ ahead: Int) -> Int? {
        var open = 0
        var place = ahead
        while peek(place).kind != .end {
            if isSymbol(place, "(") { open += 1 }
            if isSymbol(place, ")") { open -= 1 }
            if open == 0 { return place }
            place += 1
        }
        return nil
    }

    mutating func query() throws -> Query { try nested { try $0.wholeQuery() } }

    private mutating func wholeQuery() throws -> Query {
        var tables: [Query.CommonTable] = []
        var isRecursive = false
        if skipWord("WITH") {
            isRecursive = skipWord("RECURSIVE")
            tables = try list { try $0.commonTable() }
        }
        var query = Query(body: try setExpression())
        if !tables.isEmpty {
            if !query.tables.isEmpty { query = Query(body: .nested(query)) }
            query.tables = tables
            query.isRecursive = isRecursive
        }
        try tail(of: &query)
        if case .nested(let inner) = query.body, query.order.isEmpty, !query.orderAll, query.limit == nil,
            query.offset == nil, query.tables.isEmpty
        {
            return inner
        }
        return query
    }

    private mutating func commonTable() throws -> Query.CommonTable {
        let name = try identifier()
        let columns = isAt("(") ? try parenthesized { try $0.list { try $0.identifier() } } : []
        try expectWord("AS")
        return .init(name: name, columns: columns, query: try parenthesized { try $0.query() })
    }

    private mutating func tail(of query: inout Query) throws {
        if skipWords("ORDER", "BY") {
            if isAtWords("ALL"), !(peek().kind == .symbol && peek().value == ".") {
                advance()
                query.orderAll = true
                if isAtAny(["ASC", "DESC"]) { throw SnowError.unsupported("ORDER BY ALL with a direction") }
            } else {
                query.order = try list { try $0.orderItem() }
            }
        }
        if skipWord("LIMIT") { query.limit = try limitValue() }
        if skipWord("OFFSET") {
            query.offset = try limitValue()
            _ = skipWord("ROW") || skipWord("ROWS")
        }
        if skipWord("FETCH") {
            _ = skipWord("FIRST") || skipWord("NEXT")
            query.limit = try limitValue()
            _ = skipWord("ROW") || skipWord("ROWS")
            _ = skipWord("ONLY")
        }
    }

    private mutating func limitValue() throws -> Expr {
        if current.kind == .string, current.value.isEmpty {
            advance()
            return .null
        }
        return try expression()
    }

    private mutating func setExpression() throws -> Query.Body {
        var left = try intersection()
        var count = 0
        while isAtAny(["UNION", "EXCEPT", "MINUS"]) {
            count += 1
            guard count <= Parser.maximumChain else { throw unexpected() }
            let operation: Query.SetOperator = current.value == "UNION" ? .union : .except
            advance()
            let all = try setQuantifier(operation)
            left = .set(operation, all: all, left, try intersection())
        }
        return left
    }

    private mutating func setQuantifier(_ operation: Query.SetOperator) throws -> Bool {
        let all = skipWord("ALL")
        if all, operation != .union { throw SnowError.unsupported("\(operation.rawValue) ALL") }
        _ = skipWord("DISTINCT")
        if isAtWords("BY", "NAME") { throw SnowError.unsupported("UNION BY NAME") }
        return all
    }

    private mutating func intersection() throws -> Query.Body {
        var left = try term()
        while skipWord("INTERSECT") {
            let all = try setQuantifier(.intersect)
            left = .set(.intersect, all: all, left, try term())
        }
        return left
    }

    private mutating func term() throws -> Query.Body {
        if isAt("(") {
            let query = try parenthesized { try $0.query() }
            return .nested(query)
        }
        if skipWord("VALUES") { return .values(try valueRows()) }
        if isAtWords("FROM") { throw SnowError.unsupported("FROM before SELECT") }
        guard isAtWords("SELECT") else { throw unexpected() }
        return .select(try select())
    }

    mutating func valueRows() throws -> [[Expr]] {
        try list { parser in
            try parser.parenthesized { parser in
                try parser.list { parser in
                    // DEFAULT inside VALUES reads as a name, which INSERT resolves.
                    try parser.expression()
                }
            }
        }
    }

    private mutating func select() throws -> Select {
        advance()
        var select = Select(items: [])
        if skipWord("DISTINCT") { select.isDistinct = true } else { _ = skipWord("ALL") }
        if isAtWords("TOP"), peek().kind == .number || peek().kind == .placeholder {
            advance()
            select.top = try postfix()
        }
        select.items = try list { try $0.item() }
        if isAtWords("INTO") { throw SnowError.unsupported("SELECT INTO") }
        if skipWord("FROM") { select.from = try tableList() }
        if skipWord("WHERE") { select.filter = try expression() }
        if isAtWords("START", "WITH") || isAtWords("CONNECT") { throw SnowError.unsupported("CONNECT BY") }
        if skipWords("GROUP", "BY") { select.grouping = try grouping() }
        if skipWord("HAVING") { select.having = try expression() }
        if isAtWords("WINDOW") { throw SnowError.unsupported("WINDOW clause") }
        if skipWord("QUALIFY") { select.qualify = try expression() }
        return select
    }

    private mutating func grouping() throws -> Select.Grouping {
        if skipWord("ALL") { return .all }
        let elements = try list { try $0.groupingElement() }
        guard elements.contains(where: { if case .expression = $0 { false } else { true } }) else {
            return .by(elements.flatMap(\.expressions))
        }
        return .sets(elements)
    }

    private mutating func groupingElement() throws -> GroupingElement {
        if isAtWords("ROLLUP"), peek().value == "(" {
            advance()
            return .rollup(try parenthesized { try $0.list { try $0.groupingSet() } })
        }
        if isAtWords("CUBE"), peek().value == "(" {
            advance()
            return .cube(try parenthesized { try $0.list { try $0.groupingSet() } })
        }
        if isAtWords("GROUPING", "SETS") {
            index += 2
            return .sets(
                try parenthesized { try $0.list { parser in try parser.nested { try $0.groupingElement() } } }
            )
        }
        if isAt("("), peek().kind == .symbol, peek().value == ")" {
            index += 2
            return .expression([])
        }
        return .expression(try groupingSet())
    }

    /// One expression, or several in brackets that count as one.
    private mutating func groupingSet() throws -> [Expr] {
        let expr = try expression()
        if case .tuple(let parts) = expr { return parts }
        return [expr]
    }

    private mutating func item() throws -> Select.Item {
        if var star = try starIfAny() {
            try modifiers(of: &star)
            return .star(star)
        }
        let start = current
        let value = try expression()
        let end = tokens[index - 1].range.upperBound
        let text = text(start.range.lowerBound..<end).uppercased()
        if skipWord("AS") {
            let alias = current
            guard alias.kind == .word || alias.kind == .quoted else { throw unexpected() }
            advance()
            return .value(value, alias: alias.value, text: text, place: start.place)
        }
        var alias: String?
        let isWord =
            current.kind == .word && !Keywords.reserved.contains(current.value)
            && !Keywords.afterItem.contains(current.value)
        if current.kind == .quoted || isWord {
            alias = current.value
            advance()
        }
        return .value(value, alias: alias, text: text, place: start.place)
    }

    private mutating func modifiers(of star: inout Star) throws {
        if skipWord("ILIKE") { star.ilike = try string() }
        if skipWord("EXCLUDE") { star.exclude = try oneOrMany { try $0.identifier() } }
        if skipWord("REPLACE") {
            star.replace = try oneOrMany { parser in
                let value = try parser.expression()
                try parser.expectWord("AS")
                return Star.Pair(name: try parser.identifier(), value: value)
            }
        }
        if skipWord("RENAME") {
            star.rename = try oneOrMany { parser in
                let from = try parser.identifier()
                try parser.expectWord("AS")
                return Star.Rename(from: from, to: try parser.identifier())
            }
        }
    }

    private mutating func oneOrMany<T>(_ item: (inout Parser) throws -> T) throws -> [T] {
        isAt("(") ? try parenthesized { try $0.list(item) } : [try item(&self)]
    }
}
