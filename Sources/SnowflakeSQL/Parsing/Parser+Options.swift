extension Parser {
    /// `NAME = value` options, with or without commas, until the symbol or the end.
    mutating func options(until end: String? = nil) throws -> [String: OptionValue] {
        var options: [String: OptionValue] = [:]
        while current.kind == .word {
            if let end, isAt(end) { break }
            let name = current.value
            advance()
            if skip("=") || skip("=>") {
                options[name] = try optionValue()
            } else if name == "COMMENT", current.kind == .string {
                options[name] = .text(try string())
            } else {
                options[name] = .word("TRUE")
            }
            _ = skip(",")
        }
        return options
    }

    private mutating func optionValue() throws -> OptionValue {
        let token = current
        switch token.kind {
        case .string:
            advance()
            return .text(token.value)
        case .quoted:
            advance()
            return .text(token.value)
        case .word, .number:
            advance()
            var text = token.value
            while skip(".") {
                text += "." + current.value
                advance()
            }
            return .word(text)
        default: break
        }
        if skip("-") {
            guard current.kind == .number else { throw unexpected() }
            defer { advance() }
            return .word("-" + current.value)
        }
        try expect("(")
        if skip(")") { return .list([]) }
        if current.kind == .word, peek().value == "=" {
            let inner = try nested { try $0.options(until: ")") }
            try expect(")")
            return .options(inner)
        }
        let items = try list { try $0.optionValue() }
        try expect(")")
        return .list(items)
    }
}
