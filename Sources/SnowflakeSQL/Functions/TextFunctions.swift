internal import Foundation

/// Functions that build and change text. Positions and lengths count Unicode scalars.
enum TextFunctions {
    static let functions: [ScalarFunction] = [
        ScalarFunction("||", "CONCAT", arity: 1...1000, [.text], .text) { values, _ in
            .text(values.map { $0.text ?? "" }.joined())
        },
        ScalarFunction("CONCAT_WS", arity: 2...1000, [.text], .text) { values, _ in
            .text(values.dropFirst().map { $0.text ?? "" }.joined(separator: values[0].text ?? ""))
        },
        map("UPPER") { $0.uppercased() }, map("LOWER") { $0.lowercased() },
        map("REVERSE") { String(String.UnicodeScalarView($0.unicodeScalars.reversed())) },
        ScalarFunction("LENGTH", "LEN", "CHAR_LENGTH", arity: 1...1, [.any], .count) { values, call in
            if case .binary(let bytes) = values[0] { return .integer(bytes.count) }
            return .integer(try ValueText.text(values[0], call.types[0], call.context).unicodeScalars.count)
        },
        ScalarFunction("OCTET_LENGTH", arity: 1...1, [.text], .count) { values, _ in
            .integer((values[0].text ?? "").utf8.count)
        },
        ScalarFunction("SUBSTR", "SUBSTRING", arity: 2...3, [.text, .integer], .text) { values, _ in
            let count = values.count == 3 ? values[2].int ?? 0 : Int.max
            return .text(slice(values[0].text ?? "", from: values[1].int ?? 0, count))
        },
        ScalarFunction("LEFT", arity: 2...2, [.text, .integer], .text) { values, _ in
            let text = (values[0].text ?? "").unicodeScalars
            return .text(String(text.prefix(max(0, values[1].int ?? 0))))
        },
        ScalarFunction("RIGHT", arity: 2...2, [.text, .integer], .text) { values, _ in
            let text = (values[0].text ?? "").unicodeScalars
            return .text(String(text.suffix(max(0, values[1].int ?? 0))))
        },
        ScalarFunction("INITCAP", arity: 1...2, [.text], .text) { values, _ in
            .text(capitalized(values[0].text ?? "", values.count > 1 ? values[1].text : nil))
        },
        trim("TRIM", start: true, end: true), trim("LTRIM", start: true, end: false),
        trim("RTRIM", start: false, end: true),
        pad("LPAD", left: true), pad("RPAD", left: false),
        ScalarFunction("REPLACE", arity: 2...3, [.text], .text) { values, _ in
            let old = values[1].text ?? ""
            if old.isEmpty { return values[0] }
            let new = values.count == 3 ? values[2].text ?? "" : ""
            return .text((values[0].text ?? "").replacingOccurrences(of: old, with: new, options: .literal))
        },
        ScalarFunction("REPEAT", arity: 2...2, [.text, .integer], .text) { values, _ in
            let (text, count) = (values[0].text ?? "", max(0, values[1].int ?? 0))
            guard count == 0 || text.utf8.count <= DataType.maximumText / count else {
                throw SnowError.runtime("100078", "22000", "String is too long and would be truncated")
            }
            return .text(String(repeating: text, count: count))
        },
        ScalarFunction("SPACE", arity: 1...1, [.integer], .text) { values, _ in
            .text(String(repeating: " ", count: min(DataType.maximumText, max(0, values[0].int ?? 0))))
        },
        ScalarFunction("SPLIT_PART", arity: 3...3, [.text, .text, .integer], .text) { values, _ in
            let parts = split(values[0].text ?? "", values[1].text ?? "")
            let number = values[2].int ?? 0
            let index = number < 0 ? parts.count + number : max(0, number - 1)
            return .text(parts.indices.contains(index) ? parts[index] : "")
        },
        ScalarFunction("STRTOK", arity: 1...3, [.text, .text, .integer], .text) { values, _ in
            let delimiters = Set((values.count > 1 ? values[1].text ?? "" : " ").unicodeScalars)
            let parts = (values[0].text ?? "").unicodeScalars.split { delimiters.contains($0) }
            let index = (values.count > 2 ? values[2].int ?? 1 : 1) &- 1
            return parts.indices.contains(index) ? .text(String(parts[index])) : .null
        },
        ScalarFunction("TRANSLATE", arity: 3...3, [.text], .text) { values, _ in
            let from = Array((values[1].text ?? "").unicodeScalars)
            let to = Array((values[2].text ?? "").unicodeScalars)
            var out = String.UnicodeScalarView()
            for scalar in (values[0].text ?? "").unicodeScalars {
                guard let index = from.firstIndex(of: scalar) else {
                    out.append(scalar)
                    continue
                }
                if index < to.count { out.append(to[index]) }
            }
            return .text(String(out))
        },
        ScalarFunction("ASCII", arity: 1...1, [.text], .count) { values, _ in
            .integer(Int((values[0].text ?? "").unicodeScalars.first?.value ?? 0))
        },
        ScalarFunction("CHR", "CHAR", arity: 1...1, [.integer], .text) { values, _ in
            guard let code = values[0].int.flatMap(UInt32.init(exactly:)), code > 0,
                let scalar = UnicodeScalar(code)
            else { throw SnowError.runtime("100083", "22023", "Invalid character code in the CHR input") }
            return .text(String(scalar))
        },
    ]

    private static func map(_ name: String, _ body: @escaping @Sendable (String) -> String) -> ScalarFunction
    {
        ScalarFunction(name, arity: 1...1, [.text], .text) { values, _ in .text(body(values[0].text ?? "")) }
    }

    /// Positions start at 1; negative ones count from the end; 0 counts as 1.
    private static func slice(_ text: String, from start: Int, _ count: Int) -> String {
        let scalars = text.unicodeScalars
        if count <= 0 { return "" }
        let length = scalars.count
        let first = start > 0 ? start - 1 : start < 0 ? length + start : 0
        guard first >= 0, first < length else { return "" }
        return String(scalars.dropFirst(first).prefix(count))
    }

    /// Letters after a delimiter are capitals; without delimiters only the first letter is.
    private static func capitalized(_ text: String, _ delimiters: String?) -> String {
        let separators = Set(delimiters ?? " \t\n\r!?@\"^#$&~_,.:;+-*%/|\\[](){}<>")
        var startsWord = true
        return String(
            text.flatMap { character -> String in
                defer { startsWord = separators.contains(character) }
                return startsWord ? character.uppercased() : character.lowercased()
            })
    }

    /// The parts of a text; an empty separator leaves it whole.
    static func split(_ text: String, _ separator: String) -> [String] {
        separator.isEmpty ? [text] : text.components(separatedBy: separator)
    }

    private static func trim(_ name: String, start: Bool, end: Bool) -> ScalarFunction {
        ScalarFunction(name, arity: 1...2, [.text], .text) { values, _ in
            let set = Set((values.count == 2 ? values[1].text ?? "" : " ").unicodeScalars)
            var rest = Substring(values[0].text ?? "").unicodeScalars
            while start, let first = rest.first, set.contains(first) { rest.removeFirst() }
            while end, let last = rest.last, set.contains(last) { rest.removeLast() }
            return .text(String(rest))
        }
    }

    private static func pad(_ name: String, left: Bool) -> ScalarFunction {
        ScalarFunction(name, arity: 2...3, [.text, .integer, .text], .text) { values, _ in
            let text = Array((values[0].text ?? "").unicodeScalars)
            let length = min(DataType.maximumText, max(0, values[1].int ?? 0))
            let fill = Array((values.count == 3 ? values[2].text ?? "" : " ").unicodeScalars)
            var out = String.UnicodeScalarView()
            let missing = length - text.count
            guard missing > 0, !fill.isEmpty else {
                out.append(contentsOf: text.prefix(length))
                return .text(String(out))
            }
            if !left { out.append(contentsOf: text) }
            for index in 0..<missing { out.append(fill[index % fill.count]) }
            if left { out.append(contentsOf: text) }
            return .text(String(out))
        }
    }
}
