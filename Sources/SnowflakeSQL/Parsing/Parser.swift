/// A recursive-descent reader of Snowflake SQL.
struct Parser {
    /// Deeper nesting is refused, so that no input exhausts the stack.
    static let maximumDepth = 100
    /// Longer chains of one operator without brackets are refused for the same reason.
    static let maximumChain = 400

    let source: [UInt8]
    let tokens: [Token]
    var index = 0
    var depth = 0
    /// Values of variables and placeholders, which IDENTIFIER and TABLE may take as names.
    var values: NameValues?
    /// Whether a name came out of a value, so that the statement means another thing with another value.
    var usesValues = false

    init(_ text: String) throws {
        source = Array(text.utf8)
        tokens = try Lexer.tokens(of: text)
    }

    /// The statement of a text that holds exactly one.
    /// - Returns: also whether a name in it came out of a value.
    static func statement(
        _ text: String, values: NameValues? = nil
    ) throws -> (statement: Statement, usesValues: Bool) {
        var parser = try Parser(text)
        parser.values = values
        let statement = try parser.statement()
        while parser.skip(";") {}
        guard parser.current.kind == .end else {
            if parser.tokens[max(0, parser.index - 1)].value == ";" {
                throw SnowError(
                    code: "000008", sqlState: "0A000",
                    message: "Actual statement count 2 did not match the desired statement count 1.")
            }
            throw parser.unexpected()
        }
        return (statement, parser.usesValues)
    }

    /// The query of a view's text.
    static func query(_ text: String) throws -> Query {
        var parser = try Parser(text)
        return try parser.query()
    }

    var current: Token { tokens[index] }

    func peek(_ ahead: Int = 1) -> Token { tokens[min(index + ahead, tokens.count - 1)] }

    mutating func advance() { index = min(index + 1, tokens.count - 1) }

    func unexpected() -> SnowError { SnowError.syntax(text(current.range), at: current.place) }

    func text(_ range: Range<Int>) -> String { String(decoding: source[range], as: UTF8.self) }

    /// Whether the current token is the symbol.
    func isAt(_ symbol: String) -> Bool { current.kind == .symbol && current.value == symbol }

    /// Whether the words stand here in that order.
    func isAtWords(_ words: String...) -> Bool {
        for (ahead, word) in words.enumerated()
        where !(peek(ahead).kind == .word && peek(ahead).value == word) {
            return false
        }
        return true
    }

    func isAtAny(_ words: Set<String>) -> Bool { current.kind == .word && words.contains(current.value) }

    mutating func skip(_ symbol: String) -> Bool {
        guard isAt(symbol) else { return false }
        advance()
        return true
    }

    mutating func skipWord(_ word: String) -> Bool {
        guard current.kind == .word, current.value == word else { return false }
        advance()
        return true
    }

    mutating func skipWords(_ first: String, _ second: String, _ third: String? = nil) -> Bool {
        guard isAtWords(first, second) else { return false }
        if let third, !(peek(2).kind == .word && peek(2).value == third) { return false }
        index += third == nil ? 2 : 3
        return true
    }

    mutating func expect(_ symbol: String) throws {
        guard skip(symbol) else { throw unexpected() }
    }

    mutating func expectWord(_ word: String) throws {
        guard skipWord(word) else { throw unexpected() }
    }

    /// Runs a nested rule, within the limit of depth.
    mutating func nested<T>(_ rule: (inout Parser) throws -> T) throws -> T {
        guard depth < Parser.maximumDepth else {
            throw SnowError.compilation(
                "Statement is nested too deeply (more than \(Parser.maximumDepth) levels).", code: "001003",
                at: current.place)
        }
        depth += 1
        defer { depth -= 1 }
        return try rule(&self)
    }

    /// One or more items with commas between them.
    mutating func list<T>(_ item: (inout Parser) throws -> T) throws -> [T] {
        var items = [try item(&self)]
        while skip(",") { items.append(try item(&self)) }
        return items
    }

    mutating func parenthesized<T>(_ rule: (inout Parser) throws -> T) throws -> T {
        try expect("(")
        let value = try rule(&self)
        try expect(")")
        return value
    }

    /// A name: a bare word that is not reserved, or a quoted one.
    mutating func identifier() throws -> String {
        let token = current
        guard token.kind == .quoted || (token.kind == .word && !Keywords.reserved.contains(token.value))
        else {
            throw unexpected()
        }
        advance()
        return token.value
    }

    /// A name of one to three parts.
    mutating func objectName() throws -> ObjectName {
        let place = current.place
        if current.kind == .word, current.value == "IDENTIFIER", peek().value == "(" {
            return try identifierCall()
        }
        var parts = [try identifier()]
        while skip(".") {
            if isAt(".") {
                parts.append("PUBLIC")
                continue
            }
            let token = current
            guard token.kind == .quoted || token.kind == .word else { throw unexpected() }
            advance()
            parts.append(token.value)
        }
        guard parts.count <= 3 else { throw unexpected() }
        return ObjectName(parts: parts, place: place)
    }

    mutating func string() throws -> String {
        guard current.kind == .string else { throw unexpected() }
        defer { advance() }
        return current.value
    }

    mutating func integer() throws -> Int {
        let sign = skip("-") ? -1 : 1
        guard current.kind == .number, let value = Int(current.value) else { throw unexpected() }
        advance()
        return sign * value
    }
}
