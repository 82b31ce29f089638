/// A range of numbers with a name, such as `4-6`, `13+` or `<1`.
///
/// Both ends belong to the band unless a `<` or `>` says otherwise. Written forms:
///
/// | text | numbers |
/// | --- | --- |
/// | `4-6` | from 4 to 6 |
/// | `0-<100` | from 0 to below 100 |
/// | `7` | 7 alone |
/// | `13+` or `>=13` | 13 and more |
/// | `>12` | more than 12 |
/// | `-3` or `<=3` | 3 and less |
/// | `<1` | less than 1 |
public struct Band: Hashable, Sendable {
    /// The text as written; it is the name of the level.
    public let label: String
    /// The lower end, -infinity when open.
    public let lower: Double
    /// The upper end, infinity when open.
    public let upper: Double
    public let includesLower: Bool
    public let includesUpper: Bool

    /// The band written as `text`, or nil when that is none. Spaces around it are dropped.
    public init?(_ text: String) {
        let label = Band.trimmed(text[...])
        guard let first = label.first else { return nil }
        self.label = String(label)
        if first == "<" || first == ">" {
            let isInclusive = label.dropFirst().first == "="
            guard let end = Band.number(label.dropFirst(isInclusive ? 2 : 1)) else { return nil }
            lower = first == "<" ? -.infinity : end
            upper = first == "<" ? end : .infinity
            includesLower = first == ">" && isInclusive
            includesUpper = first == "<" && isInclusive
            return
        }
        if label.last == "+", let end = Band.number(label.dropLast()) {
            (lower, upper) = (end, .infinity)
            (includesLower, includesUpper) = (true, false)
            return
        }
        if first == "-", let end = Band.number(label.dropFirst()) {
            (lower, upper) = (-.infinity, end)
            (includesLower, includesUpper) = (false, true)
            return
        }
        if let value = Band.number(label) {
            (lower, upper) = (value, value)
            (includesLower, includesUpper) = (true, true)
            return
        }
        guard let ends = Band.ends(label), ends.lower < ends.upper else { return nil }
        (lower, upper) = (ends.lower, ends.upper)
        includesLower = true
        includesUpper = ends.includesUpper
    }

    public func contains(_ value: Double) -> Bool {
        (includesLower ? value >= lower : value > lower) && (includesUpper ? value <= upper : value < upper)
    }

    /// True when every number of this band is below every number of `other`.
    func isBelow(_ other: Band) -> Bool {
        upper < other.lower || (upper == other.lower && !(includesUpper && other.includesLower))
    }

    /// The two ends of `lower-upper` or `lower-<upper`: split at the first hyphen with numbers on
    /// both sides, so that either end may have a sign.
    private static func ends(
        _ label: Substring
    ) -> (lower: Double, upper: Double, includesUpper: Bool)? {
        for index in label.indices.dropFirst() where label[index] == "-" {
            let right = trimmed(label[label.index(after: index)...])
            let isOpen = right.first == "<"
            if let lower = number(label[..<index]), let upper = number(isOpen ? right.dropFirst() : right) {
                return (lower, upper, !isOpen)
            }
        }
        return nil
    }

    private static func number(_ text: Substring) -> Double? { DecimalText.value(of: String(text)) }

    static func trimmed(_ text: Substring) -> Substring {
        var text = text.drop { $0 == " " }
        while text.last == " " { text.removeLast() }
        return text
    }
}
