extension Parser {
    /// The whole of a FROM clause.
    mutating func tableList() throws -> TableRef {
        var left = try joined()
        while skip(",") {
            left = .join(Join(kind: .cross, left: left, right: try joined()))
        }
        return left
    }

    /// Tables joined with JOIN.
    mutating func joined() throws -> TableRef {
        var left = try table()
        var count = 0
        while true {
            count += 1
            guard count <= Parser.maximumDepth else { throw unexpected() }
            if isAtWords("ASOF") { throw SnowError.unsupported("ASOF JOIN") }
            let isNatural = skipWord("NATURAL")
            guard let kind = try joinKind() else {
                if isNatural { throw unexpected() }
                return left
            }
            var join = Join(kind: kind, isNatural: isNatural, left: left, right: try table())
            if skipWord("ON") {
                join.on = try expression()
            } else if skipWord("USING") {
                join.using = try parenthesized { try $0.list { try $0.identifier() } }
            }
            left = .join(join)
        }
    }

    private mutating func joinKind() throws -> Join.Kind? {
        var kind: Join.Kind?
        if skipWord("INNER") { kind = .inner }
        if skipWord("CROSS") { kind = .cross }
        for (word, value) in [("LEFT", Join.Kind.left), ("RIGHT", .right), ("FULL", .full)]
        where isAtWords(word) {
            advance()
            _ = skipWord("OUTER")
            kind = value
        }
        if skipWord("JOIN") { return kind ?? .inner }
        if kind != nil { throw unexpected() }
        return nil
    }

    private mutating func table() throws -> TableRef {
        var table = try nested { try $0.plainTable() }
        while true {
            if isAtAny(["SAMPLE", "TABLESAMPLE"]) { throw SnowError.unsupported("SAMPLE") }
            if isAtWords("MATCH_RECOGNIZE") { throw SnowError.unsupported("MATCH_RECOGNIZE") }
            if isAtWords("PIVOT"), peek().value == "(" {
                advance()
                let pivot = try parenthesized { try $0.pivot() }
                table = .pivot(table, pivot, try alias())
            } else if isAtWords("UNPIVOT"), peek().value == "(" {
                advance()
                let unpivot = try parenthesized { try $0.unpivot() }
                table = .unpivot(table, unpivot, try alias())
            } else {
                return table
            }
        }
    }

    private mutating func plainTable() throws -> TableRef {
        if isAt("@") {
            let stage = try stageRef(withOptions: true)
            return .stage(stage, try alias())
        }
        let lateral = skipWord("LATERAL")
        if isAt("(") {
            if isAtQuery {
                let query = try parenthesized { try $0.query() }
                return .derived(query, try alias(), lateral: lateral)
            }
            advance()
            if skipWord("VALUES") {
                let rows = try valueRows()
                try expect(")")
                return .values(rows, try alias())
            }
            let inner = try tableList()
            try expect(")")
            if isAtWords("AS") { throw SnowError.unsupported("alias of joined tables") }
            return inner
        }
        if skipWord("VALUES") { return .values(try valueRows(), try alias()) }
        if isAtWords("TABLE"), peek().value == "(" {
            advance()
            return try parenthesizedFunction()
        }
        let name = try objectName()
        if isAt("(") {
            let place = current.place
            let function = try call(name.parts, place)
            guard lateral || name.last == "FLATTEN" else {
                throw SnowError.unsupported("table function without TABLE()")
            }
            return .function(function, try alias())
        }
        if isAtAny(["AT", "BEFORE"]), peek().value == "(" { throw SnowError.unsupported("Time Travel") }
        if isAtWords("CHANGES") { throw SnowError.unsupported("CHANGES") }
        return .named(name, try alias())
    }

    private mutating func parenthesizedFunction() throws -> TableRef {
        try expect("(")
        let place = current.place
        let isValue = isAtNameValue
        let name = isValue ? try nameFromValue() : try objectName()
        if isAt(")") {
            advance()
            return .named(name, try alias())
        }
        let function = try call(name.parts, place)
        try expect(")")
        return .function(function, try alias())
    }

    mutating func alias() throws -> TableAlias {
        var alias = TableAlias(name: nil, place: current.place)
        if skipWord("AS") {
            alias.name = try identifier()
        } else if current.kind == .quoted
            || (current.kind == .word && !Keywords.reserved.contains(current.value)
                && !Keywords.afterTable.contains(current.value))
        {
            alias.name = current.value
            advance()
        }
        if alias.name != nil, isAt("(") {
            alias.columns = try parenthesized { try $0.list { try $0.identifier() } }
        }
        return alias
    }

    private mutating func pivot() throws -> Pivot {
        let aggregate = try identifier()
        let value = try parenthesized { try $0.identifier() }
        try expectWord("FOR")
        let key = try identifier()
        try expectWord("IN")
        let entries = try parenthesized { parser in
            if parser.isAtQuery || parser.isAtWords("ANY") { throw SnowError.unsupported("dynamic PIVOT") }
            return try parser.list { parser in
                let value = try parser.expression()
                return Pivot.Entry(value: value, alias: parser.skipWord("AS") ? try parser.identifier() : nil)
            }
        }
        if isAtWords("DEFAULT") { throw SnowError.unsupported("PIVOT DEFAULT ON NULL") }
        return Pivot(aggregate: aggregate, value: value, key: key, entries: entries)
    }

    private mutating func unpivot() throws -> Unpivot {
        let value = try identifier()
        try expectWord("FOR")
        let key = try identifier()
        try expectWord("IN")
        let columns = try parenthesized { try $0.list { try $0.identifier() } }
        return Unpivot(value: value, key: key, columns: columns)
    }

    /// `@name/path`, or a quoted `'@name/path'`.
    mutating func stageRef(withOptions: Bool) throws -> StageRef {
        let place = current.place
        if current.kind == .string {
            let text = try string()
            guard text.hasPrefix("@") else { throw SnowError.unsupported("external location") }
            return try stageRef(from: String(text.dropFirst()), place)
        }
        try expect("@")
        if isAt("~") || isAt("%") { throw SnowError.unsupported("user and table stages") }
        let start = current.range.lowerBound
        var end = start
        while current.kind != .end, current.range.lowerBound == end || end == start,
            !isAt(")"), !isAt("("), !isAt(";"), !isAt(",")
        {
            end = current.range.upperBound
            advance()
        }
        var stage = try stageRef(from: text(start..<end), place)
        if withOptions, isAt("(") { stage.options = try parenthesized { try $0.options(until: ")") } }
        return stage
    }

    private func stageRef(from text: String, _ place: Place) throws -> StageRef {
        let pieces = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = pieces.first, !first.isEmpty else { throw SnowError.syntax("@", at: place) }
        let parts = first.split(separator: ".").map { part in
            part.hasPrefix("\"") ? String(part.dropFirst().dropLast()) : part.uppercased()
        }
        let path = pieces.count > 1 ? String(pieces[1]) : ""
        return StageRef(name: ObjectName(parts: parts, place: place), path: path)
    }
}
