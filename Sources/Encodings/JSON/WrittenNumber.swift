/// Numbers as people write them, `2 %`, `$12`, `20k`, `1,000` or `0,02`, in the form that files and options take.
public enum WrittenNumber {
    private static let currencies = ["$", "€", "£", "US$", "USD", "EUR", "GBP", "CHF"]
    /// What stands behind a number, and the power of ten that it means.
    private static let suffixes: [(text: String, exponent: Int)] = [
        ("%", -2), ("percent", -2), ("pct", -2), ("k", 3), ("K", 3), ("m", 6), ("M", 6), ("Mio", 6),
        ("bn", 9),
    ]

    /// The plain form: digits with at most one point.
    ///
    /// A comma or a point that is followed by exactly three digits, and stands behind one to three digits of
    /// which the first is not 0, groups thousands; the last mark is a decimal one otherwise.
    /// - Returns: nil when the text is a plain number already, or no number in any of these forms.
    public static func plain(_ text: String) -> String? {
        var rest = trimmed(text[...])
        for currency in currencies where rest.hasPrefix(currency) || rest.hasSuffix(currency) {
            rest = trimmed(
                rest.hasPrefix(currency) ? rest.dropFirst(currency.count) : rest.dropLast(currency.count))
            break
        }
        var exponent = 0
        if let suffix = suffixes.first(where: { rest.hasSuffix($0.text) }) {
            exponent = suffix.exponent
            rest = trimmed(rest.dropLast(suffix.text.count))
        }
        var sign = ""
        if let first = rest.first, first == "-" || first == "+" {
            sign = first == "-" ? "-" : ""
            rest = rest.dropFirst()
        }
        guard let (whole, fraction) = parts(rest) else { return nil }
        let plain = sign + shifted(whole, fraction, by: exponent)
        return plain == text ? nil : plain
    }

    /// A count with commas between thousands, for messages.
    public static func grouped(_ count: Int) -> String {
        var text = String(count.magnitude)
        var place = text.endIndex
        while let next = text.index(place, offsetBy: -3, limitedBy: text.startIndex), next > text.startIndex {
            text.insert(",", at: next)
            place = next
        }
        return (count < 0 ? "-" : "") + text
    }

    /// The digits before and after the decimal mark.
    private static func parts(_ text: Substring) -> (whole: String, fraction: String)? {
        let groupMarks: Set<Character> = [",", ".", " ", "\u{a0}", "\u{202f}", "'", "’", "_"]
        var pieces: [Substring] = [""]
        var marks: [Character] = []
        for character in text {
            if character.isASCII, character.isNumber {
                pieces[pieces.count - 1].append(character)
            } else if groupMarks.contains(character) {
                marks.append(character)
                pieces.append("")
            } else {
                return nil
            }
        }
        guard pieces.dropLast().allSatisfy({ !$0.isEmpty }) || marks == ["."], pieces.last?.isEmpty == false
        else { return nil }
        var fraction: Substring = ""
        let last = marks.last
        let isDecimal =
            (last == "," || last == ".")
            && (pieces[pieces.count - 1].count != 3 || pieces[0].first == "0" || pieces[0].count > 3
                || marks.contains { $0 != last } || (last == "." && marks.count == 1))
        if isDecimal {
            fraction = pieces.removeLast()
            marks.removeLast()
        }
        guard Set(marks).count <= 1, pieces.dropFirst().allSatisfy({ $0.count == 3 }),
            pieces.count == 1 || (1...3).contains(pieces[0].count), marks.first != last || !isDecimal
        else { return nil }
        return (pieces.joined(), String(fraction))
    }

    /// The number times a power of ten, in digits: no rounding comes in.
    private static func shifted(_ whole: String, _ fraction: String, by exponent: Int) -> String {
        var digits = Array(whole + fraction)
        var point = whole.count + exponent
        if point <= 0 {
            digits = Array(repeating: "0", count: 1 - point) + digits
            point = 1
        }
        while digits.count < point { digits.append("0") }
        var head = String(digits[..<point].drop { $0 == "0" })
        if head.isEmpty { head = "0" }
        var tail = digits[point...]
        while tail.last == "0" { tail.removeLast() }
        return tail.isEmpty ? head : head + "." + String(tail)
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text.drop(while: \.isWhitespace)
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }
}
