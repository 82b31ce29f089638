extension Parser {
    /// A column's name, or a call of a function.
    mutating func nameOrCall() throws -> Expr {
        let place = current.place
        if isAtIdentifierCall { return .name(try identifierCall().parts, place) }
        let isReserved = current.kind == .word && Keywords.reserved.contains(current.value)
        let callable = ["LEFT", "RIGHT", "LIKE", "ILIKE", "RLIKE", "REGEXP", "INSERT"]
        if isReserved, !(callable.contains(current.value) && peek().value == "(") { throw unexpected() }
        var parts = [current.value]
        advance()
        while isAt("."), peek().kind == .word || peek().kind == .quoted {
            advance()
            parts.append(current.value)
            advance()
        }
        if parts.count == 1, isAt("."), peek().kind == .ordinal, let number = Int(peek().value) {
            index += 2
            return .ordinal(table: parts[0], number, place)
        }
        if isAt("("), current.kind == .symbol { return .call(try call(parts, place)) }
        guard parts.count <= 4 else { throw unexpected() }
        return .name(parts, place)
    }

    /// The arguments and clauses of a call, from its opening bracket.
    mutating func call(_ name: [String], _ place: Place) throws -> Call {
        var call = Call(name: name, arguments: [], place: place)
        try expect("(")
        try nested { try $0.arguments(of: &call) }
        try expect(")")
        if isAtWords("WITHIN", "GROUP") {
            index += 2
            call.withinGroup = try parenthesized { parser in
                try parser.expectWord("ORDER")
                try parser.expectWord("BY")
                return try parser.list { try $0.orderItem() }
            }
        }
        try nullTreatment(of: &call)
        if isAtWords("FILTER"), peek().value == "(" { throw SnowError.unsupported("FILTER") }
        if isAtWords("OVER") {
            advance()
            guard isAt("(") else { throw SnowError.unsupported("named window") }
            call.over = try parenthesized { try $0.window() }
        }
        return call
    }

    private mutating func nullTreatment(of call: inout Call) throws {
        if skipWords("IGNORE", "NULLS") { call.ignoresNulls = true }
        if skipWords("RESPECT", "NULLS") { call.ignoresNulls = false }
    }

    private mutating func arguments(of call: inout Call) throws {
        if isAt(")") { return }
        if skipWord("DISTINCT") { call.isDistinct = true }
        if skipWord("ALL") {}
        repeat {
            if let star = try starIfAny() {
                call.star = star
            } else if current.kind == .word, peek().kind == .symbol, peek().value == "=>" {
                let name = current.value
                advance()
                advance()
                if isAtQuery { throw SnowError.unsupported("query as an argument") }
                call.named.append(.init(name: name, value: try expression()))
            } else if isAtWholeQuery {
                let place = current.place
                call.arguments.append(.scalar(try query(), place))
            } else {
                call.arguments.append(try expression())
                let isTyped = current.kind == .word && peek().kind == .symbol && peek().value == "->"
                if isAt("->") || isTyped {
                    throw SnowError.unsupported("lambda expression in \(call.fullName)")
                }
            }
        } while skip(",")
        if isAtWords("ORDER", "BY") { throw SnowError.unsupported("ORDER BY in arguments") }
        try nullTreatment(of: &call)
    }

    /// `*` or `a.b.*` where one stands here.
    mutating func starIfAny() throws -> Star? {
        let start = index
        var qualifier: [String] = []
        let place = current.place
        while current.kind == .word || current.kind == .quoted, peek().kind == .symbol, peek().value == "." {
            qualifier.append(current.value)
            index += 2
        }
        guard isAt("*"), qualifier.isEmpty ? true : start != index else {
            index = start
            return nil
        }
        advance()
        return Star(qualifier: qualifier, place: place)
    }

    private mutating func window() throws -> WindowSpec {
        var spec = WindowSpec()
        if skipWords("PARTITION", "BY") { spec.partition = try list { try $0.expression() } }
        if skipWords("ORDER", "BY") { spec.order = try list { try $0.orderItem() } }
        if isAtAny(["ROWS", "RANGE", "GROUPS"]) { spec.frame = try frame() }
        return spec
    }

    private mutating func frame() throws -> String {
        let unit = current.value
        if unit == "GROUPS" { throw SnowError.unsupported("GROUPS frame") }
        advance()
        guard skipWord("BETWEEN") else { return "\(unit) \(try bound(unit))" }
        let first = try bound(unit)
        try expectWord("AND")
        return "\(unit) BETWEEN \(first) AND \(try bound(unit))"
    }

    private mutating func bound(_ unit: String) throws -> String {
        if skipWords("CURRENT", "ROW") { return "CURRENT ROW" }
        let amount: String
        if skipWord("UNBOUNDED") {
            amount = "UNBOUNDED"
        } else {
            if unit == "RANGE" { throw SnowError.unsupported("RANGE frame with an offset") }
            amount = String(try integer())
        }
        if skipWord("PRECEDING") { return amount + " PRECEDING" }
        try expectWord("FOLLOWING")
        return amount + " FOLLOWING"
    }

    mutating func orderItem() throws -> OrderItem {
        var item = OrderItem(value: try expression())
        if skipWord("DESC") { item.descending = true } else { _ = skipWord("ASC") }
        if skipWords("NULLS", "FIRST") { item.nullsFirst = true }
        if skipWords("NULLS", "LAST") { item.nullsFirst = false }
        return item
    }
}
