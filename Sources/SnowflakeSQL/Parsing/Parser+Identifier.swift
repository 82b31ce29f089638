/// Values of variables and placeholders where they stand for names.
struct NameValues {
    /// The text of a variable, by its name in upper case.
    var variable: (String) -> String?
    /// The text bound to a placeholder, by its number or its name.
    var placeholder: (String) -> String?
}

extension Parser {
    /// Whether `IDENTIFIER(` stands here.
    var isAtIdentifierCall: Bool { isAtWords("IDENTIFIER") && peek().kind == .symbol && peek().value == "(" }

    /// `IDENTIFIER('db.s.t')`, `IDENTIFIER($name)` or `IDENTIFIER(?)`.
    mutating func identifierCall() throws -> ObjectName {
        advance()
        return try parenthesized { try $0.nameFromValue() }
    }

    /// Whether a text, a variable or a placeholder stands here, which TABLE takes as a name.
    var isAtNameValue: Bool {
        switch current.kind {
        case .string, .variable, .placeholder: true
        default: isAt(":")
        }
    }

    /// The name that a text, a variable or a placeholder gives.
    mutating func nameFromValue() throws -> ObjectName {
        let token = current
        let place = token.place
        let text: String?
        switch token.kind {
        case .string: text = token.value
        case .variable:
            usesValues = true
            text = values?.variable(token.value)
            if text == nil {
                throw SnowError.compilation(
                    "Session variable '$\(token.value)' does not exist", code: "002211", sqlState: "02000")
            }
        case .placeholder:
            usesValues = true
            text = values?.placeholder(String(tokens[..<index].count { $0.kind == .placeholder } + 1))
        case .symbol where token.value == ":":
            usesValues = true
            advance()
            text = values?.placeholder(self.text(current.range))
        default: throw unexpected()
        }
        advance()
        guard let text else {
            throw SnowError.compilation(
                "Bind variable not set.", code: "002049", sqlState: "42601", at: place)
        }
        var inner = try Parser(text)
        let name = try inner.objectName()
        guard inner.current.kind == .end else { throw SnowError.syntax(text, at: place) }
        return ObjectName(parts: name.parts, place: place)
    }
}
