/// Functions of the tokens of a text: the parts between characters that delimit.
enum TokenFunctions {
    static let functions: [ScalarFunction] = [
        ScalarFunction("STRTOK_TO_ARRAY", arity: 1...2, [.text], .array) { values, _ in
            .variant(.array(tokens(values).map { .string($0) }))
        },
        ScalarFunction("$STRTOK_ROWS", arity: 1...2, [.text], volatile: true, .text) { values, call in
            call.runtime.flattened += 1
            let sequence = Variant.fixed(Fixed(call.runtime.flattened))
            let rows = tokens(values).enumerated().map { index, token in
                Variant.array([sequence, .fixed(Fixed(index + 1)), .string(token)])
            }
            return .text(Variant.array(rows).text())
        },
        ScalarFunction("UNICODE", arity: 1...1, [.text], .count) { values, _ in
            .integer(Int((values[0].text ?? "").unicodeScalars.first?.value ?? 0))
        },
        ScalarFunction("INSERT", arity: 4...4, [.text, .integer, .integer, .text], .text) { values, _ in
            let text = Array((values[0].text ?? "").unicodeScalars)
            guard let start = values[1].int, let count = values[2].int, start >= 1, count >= 0,
                start <= text.count + 1
            else { throw SnowError.runtime("100051", "22023", "Invalid position or length in INSERT") }
            var out = String.UnicodeScalarView(text.prefix(start - 1))
            out.append(contentsOf: (values[3].text ?? "").unicodeScalars)
            out.append(contentsOf: text.dropFirst(start - 1).dropFirst(count))
            return .text(String(out))
        },
    ]

    /// A text and, where it is given, a text of delimiters; a blank is the default.
    private static func tokens(_ values: [Value]) -> [String] {
        let delimiters = Set((values.count > 1 ? values[1].text ?? "" : " ").unicodeScalars)
        return (values[0].text ?? "").unicodeScalars.split { delimiters.contains($0) }.map { String($0) }
    }
}
