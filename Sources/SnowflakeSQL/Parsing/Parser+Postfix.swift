extension Parser {
    /// A primary with its casts and paths: `v:a.b[0]::INT`.
    mutating func postfix() throws -> Expr {
        var value = try primary()
        var count = 0
        while current.kind == .symbol {
            count += 1
            guard count <= Parser.maximumChain else { throw unexpected() }
            switch current.value {
            case "::":
                advance()
                value = .cast(value, try typeName(), isTry: false)
            case ":":
                advance()
                value = .path(value, [.key(try pathKey())])
            case ".":
                guard isPathBase(value) else { return value }
                advance()
                value = .path(value, [.key(try pathKey())])
            case "[":
                advance()
                let place = current.place
                let index = try expression()
                try expect("]")
                value = try element(value, index, place)
            default: return value
            }
        }
        return value
    }

    private func isPathBase(_ value: Expr) -> Bool {
        switch value {
        case .path, .element, .call: true
        default: false
        }
    }

    private func element(_ value: Expr, _ index: Expr, _ place: Place) throws -> Expr {
        switch index {
        case .string(let key): return .path(value, [.key(key)])
        case .number(let digits):
            guard let number = Int(digits) else { throw SnowError.syntax(digits, at: place) }
            return .path(value, [.index(number)])
        default: return .element(value, index)
        }
    }

    /// A key of a path, in the case in which it is written.
    private mutating func pathKey() throws -> String {
        let token = current
        switch token.kind {
        case .quoted: break
        case .word:
            advance()
            return text(token.range)
        default: throw unexpected()
        }
        advance()
        return token.value
    }

    private mutating func primary() throws -> Expr {
        let token = current
        switch token.kind {
        case .number:
            advance()
            return .number(token.value)
        case .string:
            advance()
            return .string(token.value)
        case .placeholder:
            advance()
            let earlier = tokens[..<(index - 1)].count { $0.kind == .placeholder }
            return .placeholder(String(earlier + 1), token.place)
        case .variable:
            advance()
            return .variable(token.value, token.place)
        case .ordinal:
            advance()
            guard let number = Int(token.value) else { throw unexpected() }
            return .ordinal(table: nil, number, token.place)
        case .quoted: return try nameOrCall()
        case .word: return try word()
        case .symbol: return try bracketed()
        case .end: throw unexpected()
        }
    }

    private mutating func bracketed() throws -> Expr {
        let place = current.place
        switch current.value {
        case "(":
            advance()
            if isAtWholeQuery {
                let query = try nested { try $0.query() }
                try expect(")")
                return .scalar(query, place)
            }
            let items = try list { try $0.expression() }
            try expect(")")
            return items.count == 1 ? items[0] : .tuple(items)
        case "[":
            advance()
            if skip("]") { return .array([]) }
            let items = try list { try $0.expression() }
            try expect("]")
            return .array(items)
        case "{": return try objectLiteral()
        case ":":
            advance()
            let token = current
            guard token.kind == .number || token.kind == .word else { throw unexpected() }
            advance()
            return .placeholder(text(token.range), token.place)
        default: throw unexpected()
        }
    }

    private mutating func objectLiteral() throws -> Expr {
        advance()
        if skip("}") { return .object([]) }
        let members = try list { parser in
            if parser.isAt("*") { throw SnowError.unsupported("{*}") }
            let key = try parser.string()
            try parser.expect(":")
            return Expr.ObjectMember(key: key, value: try parser.expression())
        }
        try expect("}")
        return .object(members)
    }

    private mutating func word() throws -> Expr {
        switch current.value {
        case "NULL":
            advance()
            return .null
        case "TRUE", "FALSE":
            defer { advance() }
            return .boolean(current.value == "TRUE")
        case "CASE": return try choice()
        case "CAST", "TRY_CAST": return try cast()
        case "EXISTS" where peek().value == "(":
            advance()
            return .exists(try parenthesized { try $0.nested { try $0.query() } })
        case "INTERVAL" where peek().kind == .string:
            advance()
            return .interval(try string())
        case "DATE", "TIME", "TIMESTAMP", "TIMESTAMP_NTZ", "TIMESTAMP_LTZ", "TIMESTAMP_TZ":
            guard peek().kind == .string else { return try nameOrCall() }
            let type = TypeName(name: current.value)
            advance()
            return .typedString(type, try string())
        case "EXTRACT" where peek().value == "(": return try extract()
        case "POSITION" where peek().value == "(": return try position()
        case "X" where peek().kind == .string && peek().range.lowerBound == current.range.upperBound:
            advance()
            return .typedString(TypeName(name: "BINARY"), try string())
        case "PRIOR": throw SnowError.unsupported("CONNECT BY")
        default: return try nameOrCall()
        }
    }

    private mutating func choice() throws -> Expr {
        advance()
        let operand = isAtWords("WHEN") ? nil : try expression()
        var branches: [Expr.Branch] = []
        while skipWord("WHEN") {
            let test = try expression()
            try expectWord("THEN")
            branches.append(.init(test: test, value: try expression()))
        }
        guard !branches.isEmpty else { throw unexpected() }
        let otherwise = skipWord("ELSE") ? try expression() : nil
        try expectWord("END")
        return .choice(operand: operand, branches, otherwise: otherwise)
    }

    private mutating func cast() throws -> Expr {
        let isTry = current.value == "TRY_CAST"
        advance()
        return try parenthesized { parser in
            let value = try parser.expression()
            try parser.expectWord("AS")
            return .cast(value, try parser.typeName(), isTry: isTry)
        }
    }

    private mutating func extract() throws -> Expr {
        let place = current.place
        advance()
        return try parenthesized { parser in
            let token = parser.current
            guard token.kind == .word || token.kind == .string else { throw parser.unexpected() }
            parser.advance()
            try parser.expectWord("FROM")
            let value = try parser.expression()
            return .call(Call(name: ["DATE_PART"], arguments: [.string(token.value), value], place: place))
        }
    }

    private mutating func position() throws -> Expr {
        let place = current.place
        advance()
        return try parenthesized { parser in
            // The first argument stops before IN, which would otherwise read as membership.
            let first = try parser.nested { try $0.postfix() }
            var arguments = [first]
            if parser.skipWord("IN") {
                arguments.append(try parser.expression())
            } else {
                while parser.skip(",") { arguments.append(try parser.expression()) }
            }
            return .call(Call(name: ["POSITION"], arguments: arguments, place: place))
        }
    }

    /// A type with its parameters, such as `NUMBER(10, 2)` or `TIMESTAMP WITH TIME ZONE`.
    mutating func typeName() throws -> TypeName {
        guard current.kind == .word else { throw unexpected() }
        var name = current.value
        advance()
        if name == "DOUBLE", skipWord("PRECISION") {}
        if name == "CHAR" || name == "CHARACTER", skipWord("VARYING") { name = "VARCHAR" }
        if name == "TIMESTAMP", skipWords("WITH", "TIME", "ZONE") { name = "TIMESTAMP_TZ" }
        if name == "TIMESTAMP", skipWords("WITHOUT", "TIME", "ZONE") { name = "TIMESTAMP_NTZ" }
        var type = TypeName(name: name)
        if isAt("("), ["OBJECT", "ARRAY", "MAP"].contains(name) {
            throw SnowError.unsupported("structured \(name)")
        }
        if isAt("(") { type.parameters = try parenthesized { try $0.list { try $0.integer() } } }
        return type
    }
}
