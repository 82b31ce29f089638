extension Parser {
    private static let refused: Set<String> = [
        "CALL", "EXECUTE", "DECLARE", "PUT", "GET", "REMOVE", "RM", "UNDROP", "EXPLAIN",
    ]

    /// One statement, without its semicolon.
    mutating func statement() throws -> Statement {
        if isAt("(") { return .query(try query()) }
        guard current.kind == .word else {
            if current.kind == .end {
                throw SnowError(
                    code: "000900", sqlState: "42601", message: "SQL compilation error:\nEmpty SQL statement."
                )
            }
            throw unexpected()
        }
        if Parser.refused.contains(current.value) {
            let isExecute = current.value == "EXECUTE" && peek().kind == .word
            if isAtWords("DECLARE") { throw SnowError.unsupported("Snowflake Scripting block") }
            throw SnowError.unsupported(current.value + (isExecute ? " " + peek().value : ""))
        }
        switch current.value {
        case "SELECT", "WITH", "VALUES": return .query(try query())
        case "INSERT": return try insert()
        case "UPDATE": return try update()
        case "DELETE": return try delete()
        case "MERGE": return try merge()
        case "COPY": return try copy()
        case "CREATE": return try create()
        case "DROP": return try drop()
        case "ALTER": return try alter()
        case "TRUNCATE": return try truncate()
        case "COMMENT": return try comment()
        default: return try sessionStatement()
        }
    }

    private mutating func insert() throws -> Statement {
        advance()
        let overwrite = skipWord("OVERWRITE")
        if isAtAny(["ALL", "FIRST"]) { throw SnowError.unsupported("multi-table INSERT") }
        try expectWord("INTO")
        let table = try objectName()
        var columns: [String] = []
        if isAt("("), !isAtQuery { columns = try parenthesized { try $0.list { try $0.identifier() } } }
        let query = try query()
        return .insert(Insert(table: table, columns: columns, query: query, overwrite: overwrite))
    }

    private mutating func assignments() throws -> [Assignment] {
        try list { parser in
            let place = parser.current.place
            var column = try parser.identifier()
            while parser.skip(".") { column = try parser.identifier() }
            try parser.expect("=")
            if parser.skipWord("DEFAULT") { return Assignment(column: column, value: nil, place: place) }
            return Assignment(column: column, value: try parser.expression(), place: place)
        }
    }

    private mutating func optionalAlias() throws -> String? {
        if skipWord("AS") { return try identifier() }
        guard current.kind == .quoted || (current.kind == .word && !Keywords.reserved.contains(current.value))
        else { return nil }
        return try identifier()
    }

    private mutating func update() throws -> Statement {
        advance()
        let table = try objectName()
        let alias = try optionalAlias()
        try expectWord("SET")
        let assignments = try assignments()
        let from = skipWord("FROM") ? try tableList() : nil
        let filter = skipWord("WHERE") ? try expression() : nil
        return .update(
            Update(table: table, alias: alias, assignments: assignments, from: from, filter: filter))
    }

    private mutating func delete() throws -> Statement {
        advance()
        try expectWord("FROM")
        let table = try objectName()
        let alias = try optionalAlias()
        let using = skipWord("USING") ? try tableList() : nil
        let filter = skipWord("WHERE") ? try expression() : nil
        return .delete(Delete(table: table, alias: alias, using: using, filter: filter))
    }

    private mutating func merge() throws -> Statement {
        advance()
        try expectWord("INTO")
        let table = try objectName()
        let alias = try optionalAlias()
        try expectWord("USING")
        let source = try joined()
        try expectWord("ON")
        let on = try expression()
        var clauses: [Merge.Clause] = []
        while skipWord("WHEN") { clauses.append(try mergeClause()) }
        guard !clauses.isEmpty else { throw unexpected() }
        return .merge(Merge(table: table, alias: alias, source: source, on: on, clauses: clauses))
    }

    private mutating func mergeClause() throws -> Merge.Clause {
        let isMatched = !skipWord("NOT")
        try expectWord("MATCHED")
        if skipWord("BY") { throw SnowError.unsupported("WHEN NOT MATCHED BY SOURCE") }
        let condition = skipWord("AND") ? try expression() : nil
        try expectWord("THEN")
        let action: Merge.Action
        if isMatched, skipWord("UPDATE") {
            if isAtWords("ALL") { throw SnowError.unsupported("UPDATE ALL BY NAME") }
            try expectWord("SET")
            action = .update(try assignments())
        } else if isMatched {
            try expectWord("DELETE")
            action = .delete
        } else {
            try expectWord("INSERT")
            if isAtWords("ALL") { throw SnowError.unsupported("INSERT ALL BY NAME") }
            var columns: [String] = []
            if isAt("(") {
                columns = try parenthesized { parser in
                    try parser.list { parser in
                        var name = try parser.identifier()
                        while parser.skip(".") { name = try parser.identifier() }
                        return name
                    }
                }
            }
            try expectWord("VALUES")
            action = .insert(
                columns: columns, values: try parenthesized { try $0.list { try $0.expression() } })
        }
        return Merge.Clause(isMatched: isMatched, condition: condition, action: action)
    }

    private mutating func copy() throws -> Statement {
        advance()
        try expectWord("INTO")
        if isAt("@") { throw SnowError.unsupported("COPY INTO a location") }
        let table = try objectName()
        var columns: [String] = []
        if isAt("("), !isAtQuery { columns = try parenthesized { try $0.list { try $0.identifier() } } }
        try expectWord("FROM")
        var items: [Expr] = []
        var name: String?
        let stage: StageRef
        if skip("(") {
            try expectWord("SELECT")
            items = try list { parser in
                let item = try parser.expression()
                if parser.skipWord("AS") { _ = try parser.identifier() }
                return item
            }
            try expectWord("FROM")
            stage = try stageRef(withOptions: true)
            name = try alias().name
            try expect(")")
        } else {
            stage = try stageRef(withOptions: false)
        }
        return .copy(
            CopyInto(
                table: table, columns: columns, items: items, stage: stage, alias: name,
                options: try options()))
    }

    private mutating func truncate() throws -> Statement {
        advance()
        _ = skipWord("TABLE")
        let ifExists = skipWords("IF", "EXISTS")
        return .truncate(try objectName(), ifExists: ifExists)
    }

    private mutating func comment() throws -> Statement {
        advance()
        let ifExists = skipWords("IF", "EXISTS")
        try expectWord("ON")
        let kind = current.value
        advance()
        let name = try objectName()
        try expectWord("IS")
        return .comment(kind: kind, name, ifExists: ifExists, text: try string())
    }
}
