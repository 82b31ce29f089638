/// A format for numbers, such as `999,990.00`, `$99`, `FM00000`, `S9`, or `TM9` for as few characters as can be.
struct NumberFormat {
    private var whole: [Character] = []
    private var fraction: [Character] = []
    private var prefix = ""
    private var hasSign = false
    private var isTight = false
    /// `TM9`, `TM` or `TME`: the number's own digits.
    private var minimal: String?

    /// - Throws: for elements of formats that are not known here.
    init(_ format: String) throws {
        var rest = Substring(format.uppercased())
        if ["TM", "TM9", "TME"].contains(String(rest)) {
            minimal = format
            return
        }
        if rest.hasPrefix("FM") {
            isTight = true
            rest = rest.dropFirst(2)
        }
        var seenPoint = false
        for character in rest {
            switch character {
            case "9", "0":
                if seenPoint { fraction.append(character) } else { whole.append(character) }
            case ",", "G": whole.append(",")
            case ".", "D": seenPoint = true
            case "$": prefix = "$"
            case "S": hasSign = true
            default: throw SnowError.unsupported("number format '\(format)'")
            }
        }
        guard !whole.isEmpty || !fraction.isEmpty else {
            throw SnowError.unsupported("number format '\(format)'")
        }
    }

    /// The number in the format; `#` where it has too many digits.
    func text(_ number: Fixed) throws -> String {
        if let minimal {
            guard minimal.uppercased() == "TME" else { return number.text }
            let digits = String(abs(number.normalized.unscaled))
            let exponent = digits.count - 1 - number.normalized.scale
            let significant = digits.replacing(/0+$/, with: "")
            let rest = significant.dropFirst()
            let sign = number.unscaled < 0 ? "-" : ""
            return sign + digits.prefix(1) + (rest.isEmpty ? "" : "." + rest)
                + (minimal.hasSuffix("e") ? "e" : "E") + String(exponent)
        }
        guard let rounded = number.rescaled(to: fraction.count) else { throw Fixed.overflow(number.text) }
        let parts = Fixed(abs(rounded.unscaled), scale: rounded.scale).text.split(separator: ".")
        var digits = Array(parts[0])
        if digits == ["0"], !whole.contains("0") { digits = [] }
        let slots = whole.count { $0 != "," }
        let isNegative = rounded.unscaled < 0
        let sign = isNegative ? "-" : hasSign ? "+" : isTight ? "" : " "
        guard digits.count <= slots else {
            return (isTight ? "" : " ") + String(repeating: "#", count: whole.count + fraction.count)
        }
        var out: [Character] = []
        for (index, slot) in whole.enumerated().reversed() {
            if slot == "," {
                let more = !digits.isEmpty || whole[..<index].contains("0")
                out.append(more ? "," : " ")
            } else if let digit = digits.popLast() {
                out.append(digit)
            } else {
                out.append(whole[...index].contains("0") ? "0" : " ")
            }
        }
        var text = String(out.reversed())
        let blanks = text.prefix { $0 == " " }
        text = (isTight ? "" : blanks) + sign + prefix + text.dropFirst(blanks.count)
        if fraction.isEmpty { return text }
        return text + "." + (parts.count > 1 ? String(parts[1]) : "")
    }

    /// Reads a number that was written in the format; nil where it does not match.
    func read(_ text: String) -> Fixed? {
        let plain = ValueText.trimmed(text).replacing(",", with: "").replacing("$", with: "")
        return Fixed(text: plain)
    }
}
