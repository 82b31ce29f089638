/// Reads the patterns of AWS's models: characters, classes, groups, choices, counts, and both ends of the text.
struct ShapePatternReader {
    private let text: [Unicode.Scalar]
    private var place = 0

    init(_ source: String) { text = Array(source.unicodeScalars) }

    /// The whole pattern; nil where it is none of this kind.
    mutating func pattern() -> ShapePattern.Node? {
        let node = choice()
        return place == text.count ? node : nil
    }

    private var next: Unicode.Scalar? { place < text.count ? text[place] : nil }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard next == scalar else { return false }
        place += 1
        return true
    }

    private mutating func choice() -> ShapePattern.Node? {
        var branches: [ShapePattern.Node] = []
        repeat {
            var parts: [ShapePattern.Node] = []
            while let scalar = next, scalar != "|", scalar != ")" {
                guard let atom = atom(), let part = counted(atom) else { return nil }
                parts.append(part)
            }
            branches.append(.sequence(parts))
        } while take("|")
        return branches.count == 1 ? branches[0] : .choice(branches)
    }

    private mutating func atom() -> ShapePattern.Node? {
        guard let scalar = next else { return nil }
        place += 1
        switch scalar {
        case "^": return .start
        case "$": return .end
        case ".": return .one([0x0a...0x0a], isNegated: true)
        case "(":
            if take("?"), !take(":") { return nil }
            guard let inner = choice(), take(")") else { return nil }
            return inner
        case "[": return characters()
        case "\\": return escaped().map { .one($0.ranges, isNegated: $0.isNegated) }
        case "*", "+", "?", "{", ")": return nil
        default: return .one([scalar.value...scalar.value], isNegated: false)
        }
    }

    private mutating func counted(_ node: ShapePattern.Node) -> ShapePattern.Node? {
        switch next {
        case "*": return repeated(node, 0, Int.max)
        case "+": return repeated(node, 1, Int.max)
        case "?": return repeated(node, 0, 1)
        case "{":
            place += 1
            guard let least = number() else { return nil }
            var most = least
            if take(",") { most = next == "}" ? Int.max : number() ?? -1 }
            guard next == "}", least <= most else { return nil }
            return repeated(node, least, most)
        default: return node
        }
    }

    private mutating func repeated(_ node: ShapePattern.Node, _ least: Int, _ most: Int) -> ShapePattern.Node {
        place += 1
        return .repeated(node, least: least, most: most)
    }

    private mutating func number() -> Int? {
        let start = place
        while let scalar = next, ("0"..."9").contains(scalar) { place += 1 }
        return Int(String(String.UnicodeScalarView(text[start..<place])))
    }

    /// A class, after its `[`. A hyphen at an end or after a range is itself.
    private mutating func characters() -> ShapePattern.Node? {
        let isNegated = take("^")
        var ranges: [ClosedRange<UInt32>] = []
        while let scalar = next, scalar != "]" {
            place += 1
            if scalar == "\\" {
                guard let escaped = escaped() else { return nil }
                ranges += escaped.isNegated ? ShapePatternReader.others(escaped.ranges) : escaped.ranges
            } else if next == "-", place + 1 < text.count, text[place + 1] != "]" {
                let last = text[place + 1]
                guard scalar <= last else { return nil }
                ranges.append(scalar.value...last.value)
                place += 2
            } else {
                ranges.append(scalar.value...scalar.value)
            }
        }
        return take("]") ? .one(ranges, isNegated: isNegated) : nil
    }

    private static let spaces: [ClosedRange<UInt32>] = [0x09...0x0d, 0x20...0x20]

    /// What follows a backslash: a kind of character, or one that stands for itself.
    private mutating func escaped() -> (ranges: [ClosedRange<UInt32>], isNegated: Bool)? {
        guard let scalar = next else { return nil }
        place += 1
        switch scalar {
        case "s": return (ShapePatternReader.spaces, false)
        case "S": return (ShapePatternReader.spaces, true)
        case "d": return ([0x30...0x39], false)
        case let other where other.properties.isAlphabetic: return nil
        default: return ([scalar.value...scalar.value], false)
        }
    }

    /// All characters but those of some ranges in order.
    private static func others(_ ranges: [ClosedRange<UInt32>]) -> [ClosedRange<UInt32>] {
        var out: [ClosedRange<UInt32>] = []
        var start: UInt32 = 0
        for range in ranges {
            if range.lowerBound > start { out.append(start...range.lowerBound - 1) }
            start = range.upperBound + 1
        }
        return out + [start...0x10_ffff]
    }
}
