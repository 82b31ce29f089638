extension Parser {
    private static let objectKinds: Set<String> = [
        "DATABASE", "SCHEMA", "WAREHOUSE", "ROLE", "STAGE", "SEQUENCE",
    ]

    mutating func create() throws -> Statement {
        advance()
        var conflict = Conflict.fails
        if skipWords("OR", "REPLACE") { conflict = .replaces }
        var isTemporary = false
        var isTransient = false
        while isAtAny(["LOCAL", "GLOBAL", "SCOPED", "TEMP", "TEMPORARY", "VOLATILE", "TRANSIENT", "SECURE"]) {
            if isAtAny(["TEMP", "TEMPORARY", "VOLATILE"]) { isTemporary = true }
            if isAtWords("TRANSIENT") { isTransient = true }
            advance()
        }
        if skipWord("TABLE") {
            let ifNotExists = skipWords("IF", "NOT", "EXISTS")
            var table = try createTable(ifNotExists ? .keeps : conflict)
            table.isTemporary = isTemporary
            table.isTransient = isTransient
            return .createTable(table)
        }
        if isAtWords("VIEW") || isAtWords("RECURSIVE", "VIEW") {
            if isAtWords("RECURSIVE") { throw SnowError.unsupported("RECURSIVE VIEW") }
            advance()
            return .createView(try createView(skipWords("IF", "NOT", "EXISTS") ? .keeps : conflict))
        }
        return .createOther(try createObject(conflict))
    }

    private mutating func createObject(_ conflict: Conflict) throws -> CreateObject {
        var kind = current.value
        if isAtWords("FILE", "FORMAT") {
            kind = "FILE FORMAT"
            advance()
        } else if !Parser.objectKinds.contains(kind) {
            throw refusedKind("CREATE")
        }
        advance()
        let conflict = skipWords("IF", "NOT", "EXISTS") ? .keeps : conflict
        let name = try objectName()
        if kind == "SEQUENCE" {
            return CreateObject(kind: kind, name: name, conflict: conflict, options: try sequenceOptions())
        }
        if isAtWords("CLONE") { throw SnowError.unsupported("CLONE of a \(kind)") }
        _ = skipWord("WITH")
        return CreateObject(kind: kind, name: name, conflict: conflict, options: try options())
    }

    /// The error for a kind of object that is not kept here: `CREATE STREAM`.
    private func refusedKind(_ verb: String) -> SnowError {
        let words = ["MATERIALIZED", "DYNAMIC", "EXTERNAL", "ICEBERG", "EVENT", "HYBRID", "MASKING", "ROW"]
        let second = words.contains(current.value) ? " " + peek().value : ""
        guard current.kind == .word else { return unexpected() }
        return SnowError.unsupported("\(verb) \(current.value)\(second)")
    }

    private mutating func sequenceOptions() throws -> [String: OptionValue] {
        var options: [String: OptionValue] = [:]
        while current.kind == .word {
            let word = current.value
            advance()
            switch word {
            case "START", "INCREMENT":
                _ = skipWord("WITH") || skipWord("BY")
                _ = skip("=")
                options[word] = .word(String(try integer()))
            case "COMMENT":
                _ = skip("=")
                options[word] = .text(try string())
            case "ORDER", "NOORDER", "WITH": break
            default: throw SnowError.unsupported("SEQUENCE \(word)")
            }
        }
        return options
    }

    private mutating func createTable(_ conflict: Conflict) throws -> CreateTable {
        let name = try objectName()
        var source: CreateTable.Source?
        var columns: [ColumnDefinition] = []
        if skipWord("LIKE") { source = .like(try objectName()) }
        if skipWord("CLONE") { source = .clone(try objectName()) }
        if source == nil, isAt("("), !isAtQuery {
            columns = try columnDefinitions()
            source = .columns(columns)
        }
        let comment = try tableOptions()
        if skipWord("AS") { source = .query(columns, try query()) }
        guard let source else { throw unexpected() }
        return CreateTable(
            name: name, conflict: conflict, isTemporary: false, isTransient: false, source: source,
            comment: comment)
    }

    private mutating func tableOptions() throws -> String? {
        var comment: String?
        while current.kind == .word, !isAtWords("AS") {
            if skipWords("CLUSTER", "BY") {
                try skipBrackets()
            } else if skipWord("COMMENT") {
                _ = skip("=")
                comment = try string()
            } else if skipWords("COPY", "GRANTS") {
            } else if peek().value == "=" {
                advance()
                advance()
                advance()
            } else {
                throw unexpected()
            }
        }
        return comment
    }

    private mutating func skipBrackets() throws {
        try expect("(")
        var open = 1
        while open > 0 {
            guard current.kind != .end else { throw unexpected() }
            if isAt("(") { open += 1 }
            if isAt(")") { open -= 1 }
            advance()
        }
    }

    private mutating func columnDefinitions() throws -> [ColumnDefinition] {
        var columns: [ColumnDefinition] = []
        try expect("(")
        repeat {
            if isAtWords("CONSTRAINT") || isAtWords("PRIMARY", "KEY") || isAtWords("FOREIGN", "KEY")
                || (isAtWords("UNIQUE") && peek().value == "(")
            {
                try tableConstraint(&columns)
            } else {
                columns.append(try columnDefinition(typeOptional: true))
            }
        } while skip(",")
        try expect(")")
        return columns
    }

    /// Keys are recorded for listings and, as in Snowflake, not enforced.
    private mutating func tableConstraint(_ columns: inout [ColumnDefinition]) throws {
        if skipWord("CONSTRAINT") { _ = try identifier() }
        let isPrimary = skipWords("PRIMARY", "KEY")
        if !isPrimary, !skipWord("UNIQUE") {
            try expectWord("FOREIGN")
            try expectWord("KEY")
            try skipBrackets()
            try expectWord("REFERENCES")
            _ = try objectName()
            if isAt("(") { try skipBrackets() }
            return skipConstraintWords()
        }
        let names = try parenthesized { try $0.list { try $0.identifier() } }
        for index in columns.indices where names.contains(columns[index].name) {
            if isPrimary { columns[index].isPrimaryKey = true } else { columns[index].isUnique = true }
            if isPrimary { columns[index].nullable = false }
        }
        skipConstraintWords()
    }

    private mutating func skipConstraintWords() {
        let words: Set<String> = [
            "RELY", "NORELY", "ENFORCED", "ENABLE", "DISABLE", "VALIDATE", "NOVALIDATE", "DEFERRABLE",
            "INITIALLY",
            "DEFERRED", "IMMEDIATE",
        ]
        while isAtAny(words) || isAtWords("NOT", "ENFORCED") || isAtWords("NOT", "DEFERRABLE") { advance() }
    }

    mutating func columnDefinition(typeOptional: Bool = false) throws -> ColumnDefinition {
        let name = try identifier()
        if typeOptional, isAt(",") || isAt(")") {
            return ColumnDefinition(name: name, type: TypeName(name: ""))
        }
        var column = ColumnDefinition(name: name, type: try typeName())
        while current.kind == .word { try columnOption(&column) }
        return column
    }

    private mutating func columnOption(_ column: inout ColumnDefinition) throws {
        let word = current.value
        advance()
        switch word {
        case "NOT":
            try expectWord("NULL")
            column.nullable = false
        case "NULL": column.nullable = true
        case "DEFAULT": column.defaultText = try expressionText()
        case "AUTOINCREMENT", "IDENTITY": column.identity = try identity()
        case "PRIMARY":
            try expectWord("KEY")
            column.isPrimaryKey = true
            column.nullable = false
        case "UNIQUE": column.isUnique = true
        case "COMMENT": column.comment = try string()
        case "COLLATE":
            guard try ["", "utf8"].contains(string().lowercased()) else {
                throw SnowError.unsupported("COLLATE")
            }
        case "CONSTRAINT": _ = try identifier()
        case "REFERENCES":
            _ = try objectName()
            if isAt("(") { try skipBrackets() }
        case "RELY", "NORELY", "ENFORCED", "ORDER", "NOORDER": break
        default: throw SnowError.unsupported("column option \(word)")
        }
        skipConstraintWords()
    }

    /// The text of an expression, kept to be bound when it is used.
    private mutating func expressionText() throws -> String {
        let start = current.range.lowerBound
        _ = try expression()
        return text(start..<tokens[index - 1].range.upperBound)
    }

    private mutating func identity() throws -> ColumnDefinition.Identity {
        var identity = ColumnDefinition.Identity()
        if skip("(") {
            identity.start = try integer()
            try expect(",")
            identity.step = try integer()
            try expect(")")
        }
        if skipWord("START") {
            _ = skipWord("WITH")
            identity.start = try integer()
        }
        if skipWord("INCREMENT") {
            _ = skipWord("BY")
            identity.step = try integer()
        }
        return identity
    }

    private mutating func createView(_ conflict: Conflict) throws -> CreateView {
        let name = try objectName()
        var columns: [String] = []
        if isAt("(") {
            columns = try parenthesized { parser in
                try parser.list { parser in
                    let column = try parser.identifier()
                    if parser.skipWord("COMMENT") { _ = try parser.string() }
                    return column
                }
            }
        }
        let comment = try tableOptions()
        try expectWord("AS")
        let start = current.range.lowerBound
        let query = try query()
        let body = text(start..<tokens[index - 1].range.upperBound)
        return CreateView(
            name: name, conflict: conflict, columns: columns, query: query, text: body, comment: comment)
    }

    mutating func drop() throws -> Statement {
        advance()
        var kind = current.value
        if isAtWords("FILE", "FORMAT") {
            kind = "FILE FORMAT"
            advance()
        } else if kind != "TABLE", kind != "VIEW", !Parser.objectKinds.contains(kind) {
            throw refusedKind("DROP")
        }
        advance()
        let ifExists = skipWords("IF", "EXISTS")
        let name = try objectName()
        _ = skipWord("CASCADE") || skipWord("RESTRICT")
        return .drop(kind: kind, name, ifExists: ifExists)
    }

    mutating func alter() throws -> Statement {
        advance()
        if skipWord("SESSION") { return try alterSession() }
        if isAtWords("WAREHOUSE") {
            while current.kind != .end, !isAt(";") { advance() }
            return .accepted("Statement executed successfully.")
        }
        guard isAtWords("TABLE") || isAtWords("VIEW") else { throw refusedKind("ALTER") }
        let isView = isAtWords("VIEW")
        advance()
        let ifExists = skipWords("IF", "EXISTS")
        let name = try objectName()
        if isView, !isAtWords("RENAME") { throw SnowError.unsupported("ALTER VIEW \(current.value)") }
        return .alterTable(name, ifExists: ifExists, try alterAction())
    }

    private mutating func alterAction() throws -> AlterAction {
        if skipWords("RENAME", "TO") { return .rename(try objectName()) }
        if skipWords("SWAP", "WITH") { return .swap(try objectName()) }
        if skipWords("RENAME", "COLUMN") {
            let from = try identifier()
            try expectWord("TO")
            return .renameColumn(from, to: try identifier())
        }
        if skipWord("ADD") {
            _ = skipWord("COLUMN")
            let ifNotExists = skipWords("IF", "NOT", "EXISTS")
            if isAtAny(["CONSTRAINT", "PRIMARY", "UNIQUE", "FOREIGN"]) {
                while current.kind != .end, !isAt(";") { advance() }
                return .nothing
            }
            if isAtWords("ROW") || isAtWords("SEARCH") {
                throw SnowError.unsupported("ALTER TABLE ADD \(current.value)")
            }
            return .addColumns(try list { try $0.columnDefinition() }, ifNotExists: ifNotExists)
        }
        if skipWord("DROP") {
            if isAtWords("CLUSTERING") || isAtWords("CONSTRAINT") || isAtWords("PRIMARY") {
                while current.kind != .end, !isAt(";") { advance() }
                return .nothing
            }
            _ = skipWord("COLUMN")
            let ifExists = skipWords("IF", "EXISTS")
            return .dropColumns(try list { try $0.identifier() }, ifExists: ifExists)
        }
        if skipWords("CLUSTER", "BY") {
            try skipBrackets()
            return .nothing
        }
        if skipWords("SET", "COMMENT") {
            _ = skip("=")
            return .comment(try string())
        }
        if isAtAny(["ALTER", "MODIFY"]) { return try alterColumn() }
        throw SnowError.unsupported("ALTER TABLE \(current.value)")
    }

    private mutating func alterColumn() throws -> AlterAction {
        advance()
        _ = skipWord("COLUMN")
        let name = try identifier()
        if skipWords("DROP", "NOT", "NULL") { return .setNullable(name, true) }
        if skipWords("SET", "NOT", "NULL") { return .setNullable(name, false) }
        if skipWords("DROP", "DEFAULT") { return .setDefault(name, nil) }
        if skipWords("SET", "DEFAULT") { return .setDefault(name, try expressionText()) }
        _ = skipWords("SET", "DATA")
        _ = skipWord("TYPE")
        return .setType(name, try typeName())
    }
}
