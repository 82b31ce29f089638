extension Parser {
    /// USE, SET, SHOW, DESCRIBE, transactions and what is accepted without effect.
    mutating func sessionStatement() throws -> Statement {
        let first = current.value
        switch first {
        case "USE": return try use()
        case "SET": return try set()
        case "UNSET":
            advance()
            let names =
                isAt("(") ? try parenthesized { try $0.list { try $0.identifier() } } : [try identifier()]
            return .unset(names)
        case "BEGIN", "START":
            advance()
            if first == "BEGIN", !isAtAny(["TRANSACTION", "WORK", "NAME"]), current.kind != .end, !isAt(";") {
                throw SnowError.unsupported("Snowflake Scripting block")
            }
            _ = skipWord("TRANSACTION") || skipWord("WORK")
            if skipWord("NAME") { _ = try identifier() }
            return .begin
        case "COMMIT", "ROLLBACK":
            advance()
            _ = skipWord("WORK")
            return first == "COMMIT" ? .commit : .rollback
        case "SHOW": return try show()
        case "DESC", "DESCRIBE": return try describe()
        case "LIST", "LS":
            advance()
            return .list(try stageRef(withOptions: false))
        case "GRANT", "REVOKE":
            while current.kind != .end, !isAt(";") { advance() }
            return .accepted("Statement executed successfully.")
        default: throw unexpected()
        }
    }

    private mutating func use() throws -> Statement {
        advance()
        if skipWords("SECONDARY", "ROLES") {
            advance()
            return .use(kind: "SECONDARY ROLES", nil)
        }
        let kinds: Set<String> = ["DATABASE", "SCHEMA", "WAREHOUSE", "ROLE"]
        var kind = "DATABASE OR SCHEMA"
        if isAtAny(kinds), peek().kind == .word || peek().kind == .quoted {
            kind = current.value
            advance()
        }
        return .use(kind: kind, try objectName())
    }

    private mutating func set() throws -> Statement {
        advance()
        if isAt("(") {
            let names = try parenthesized { try $0.list { try $0.identifier() } }
            try expect("=")
            let values = try parenthesized { try $0.list { try $0.expression() } }
            guard names.count == values.count else { throw unexpected() }
            return .set(zip(names, values).map { SessionSetting(name: $0, value: $1) })
        }
        let name = try identifier()
        try expect("=")
        return .set([SessionSetting(name: name, value: try expression())])
    }

    /// `ALTER SESSION SET a = 1 b = 2` and UNSET, after ALTER SESSION.
    mutating func alterSession() throws -> Statement {
        if skipWord("UNSET") {
            return .alterSession(try list { SessionSetting(name: try $0.identifier(), value: nil) })
        }
        try expectWord("SET")
        var settings: [SessionSetting] = []
        repeat {
            let name = try identifier()
            try expect("=")
            settings.append(SessionSetting(name: name, value: try settingValue()))
            _ = skip(",")
        } while current.kind == .word
        return .alterSession(settings)
    }

    private mutating func settingValue() throws -> Expr {
        if current.kind == .word, !isAtAny(["TRUE", "FALSE"]) {
            defer { advance() }
            return .string(current.value)
        }
        return try expression()
    }

    private mutating func show() throws -> Statement {
        advance()
        _ = skipWord("TERSE")
        let start = index
        var kind = ""
        let stops: Set<String> = ["LIKE", "IN", "LIMIT", "STARTS", "HISTORY"]
        while current.kind == .word, !isAtAny(stops) {
            kind += (kind.isEmpty ? "" : " ") + current.value
            advance()
        }
        guard index > start else { throw unexpected() }
        var show = Show(kind: kind)
        _ = skipWord("HISTORY")
        if skipWord("LIKE") { show.like = try string() }
        if skipWord("IN") {
            if skipWord("ACCOUNT") {
            } else {
                for word in ["DATABASE", "SCHEMA", "TABLE", "VIEW", "SESSION"] where isAtWords(word) {
                    advance()
                    break
                }
                if current.kind == .word || current.kind == .quoted { show.scope = try objectName() }
            }
        }
        if isAtWords("STARTS") { throw SnowError.unsupported("SHOW STARTS WITH") }
        if skipWord("LIMIT") { show.limit = try integer() }
        return .show(show)
    }

    private mutating func describe() throws -> Statement {
        advance()
        var kind = "TABLE"
        if isAtAny(["TABLE", "VIEW", "SCHEMA", "DATABASE", "WAREHOUSE", "STAGE", "RESULT"]),
            peek().kind != .end
        {
            kind = current.value
            advance()
        }
        guard kind == "TABLE" || kind == "VIEW" else { throw SnowError.unsupported("DESCRIBE \(kind)") }
        let name = try objectName()
        if skipWord("TYPE") {
            try expect("=")
            guard isAtWords("COLUMNS") else {
                throw SnowError.unsupported("DESCRIBE TYPE = \(current.value)")
            }
            advance()
        }
        return .describe(kind: kind, name)
    }
}
