extension TextPattern {
    /// Reads the text of a pattern.
    struct Parser {
        let scalars: [UInt32]
        let text: String
        private var position = 0
        private var depth = 0

        init(scalars: [UInt32], text: String) {
            self.scalars = scalars
            self.text = text
        }

        private var next: UInt32? { position < scalars.count ? scalars[position] : nil }

        private static func code(_ scalar: Unicode.Scalar) -> UInt32 { scalar.value }

        private func unread(_ what: String) -> SchemaRefusal {
            SchemaRefusal("pattern", "\(text) has \(what), which this mock does not read")
        }

        private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
            guard next == scalar.value else { return false }
            position += 1
            return true
        }

        mutating func whole() throws(SchemaRefusal) -> Node {
            let node = try choice()
            guard position == scalars.count else { throw unread("a parenthesis too many") }
            return node
        }

        private mutating func choice() throws(SchemaRefusal) -> Node {
            depth += 1
            defer { depth -= 1 }
            guard depth < 40 else { throw unread("too many groups within each other") }
            var nodes = [try sequence()]
            while take("|") { nodes.append(try sequence()) }
            return nodes.count == 1 ? nodes[0] : .choice(nodes)
        }

        private mutating func sequence() throws(SchemaRefusal) -> Node {
            var nodes: [Node] = []
            while let scalar = next, scalar != 0x7c, scalar != 0x29 {
                position += 1
                nodes.append(try quantified(try atom(scalar)))
            }
            return nodes.count == 1 ? nodes[0] : .sequence(nodes)
        }

        private mutating func atom(_ scalar: UInt32) throws(SchemaRefusal) -> Node {
            switch Unicode.Scalar(scalar) {
            case "^": return .start
            case "$": return .end
            case ".": return .set(Scalars(ranges: [10...10, 13...13, 0x2028...0x2029], isNegated: true))
            case "(": return try group()
            case "[": return .set(try characterClass())
            case "\\": return .set(try escape(inClass: false))
            case "*", "+", "?": throw unread("a quantifier of nothing")
            default: return .set(Scalars(ranges: [scalar...scalar]))
            }
        }

        private mutating func group() throws(SchemaRefusal) -> Node {
            if take("?") {
                if take("<") {
                    guard let first = next, first != 0x3d, first != 0x21 else { throw unread("look-around") }
                    while let scalar = next, scalar != 0x3e, scalar != 0x29 {
                        position += 1
                        _ = scalar
                    }
                    guard take(">") else { throw unread("a name without an end") }
                } else if !take(":") {
                    throw unread("look-around or a flag")
                }
            }
            let node = try choice()
            guard take(")") else { throw unread("a parenthesis without an end") }
            return node
        }

        private mutating func quantified(_ node: Node) throws(SchemaRefusal) -> Node {
            var least = 0
            var most: Int?
            if take("*") {
            } else if take("+") {
                least = 1
            } else if take("?") {
                most = 1
            } else if next == 0x7b, let bounds = braces() {
                (least, most) = bounds
            } else {
                return node
            }
            if let most, most < least { throw unread("a quantifier from more to less") }
            // Greedy or not, the same texts fit.
            _ = take("?")
            if let scalar = next, [0x2a, 0x2b, 0x3f].contains(scalar) { throw unread("two quantifiers") }
            return .repeated(node, least: least, most: most)
        }

        /// `{2}`, `{2,}` or `{2,5}`; nil, and nothing taken, for any other brace, which stands for itself.
        private mutating func braces() -> (Int, Int?)? {
            guard let end = scalars[position...].firstIndex(of: 0x7d) else { return nil }
            let inner = String(
                String.UnicodeScalarView(scalars[(position + 1)..<end].compactMap(Unicode.Scalar.init)))
            let parts = inner.split(separator: ",", omittingEmptySubsequences: false)
            guard parts.count <= 2, let first = parts.first, let least = Int(first), least >= 0 else {
                return nil
            }
            var most: Int? = least
            if parts.count == 2 {
                most = Int(parts[1])
                if most == nil, !parts[1].isEmpty { return nil }
            }
            position = end + 1
            return (least, most)
        }

        private mutating func characterClass() throws(SchemaRefusal) -> Scalars {
            var set = Scalars(ranges: [], isNegated: take("^"))
            while let scalar = next, scalar != 0x5d {
                position += 1
                let low = try classMember(scalar)
                guard low.single != nil, next == 0x2d, position + 1 < scalars.count,
                    scalars[position + 1] != 0x5d
                else {
                    set.ranges += low.ranges
                    continue
                }
                position += 2
                let high = try classMember(scalars[position - 1])
                guard let from = low.single, let to = high.single, from <= to else {
                    throw unread("a class with a range from more to less")
                }
                set.ranges.append(from...to)
            }
            guard take("]") else { throw unread("a class without an end") }
            return set
        }

        private mutating func classMember(_ scalar: UInt32) throws(SchemaRefusal) -> Scalars {
            scalar == 0x5c ? try escape(inClass: true) : Scalars(ranges: [scalar...scalar])
        }

        private static let digits: [ClosedRange<UInt32>] = [0x30...0x39]
        private static let words: [ClosedRange<UInt32>] = [
            0x30...0x39, 0x41...0x5a, 0x5f...0x5f, 0x61...0x7a,
        ]
        private static let spaces: [ClosedRange<UInt32>] = [
            0x20...0x20, 9...13, 0xa0...0xa0, 0x1680...0x1680, 0x2000...0x200a, 0x2028...0x2029,
            0x202f...0x202f, 0x205f...0x205f, 0x3000...0x3000, 0xfeff...0xfeff,
        ]

        private mutating func escape(inClass: Bool) throws(SchemaRefusal) -> Scalars {
            guard let scalar = next else { throw unread("an escape of nothing") }
            position += 1
            func one(_ scalar: UInt32) -> Scalars { Scalars(ranges: [scalar...scalar]) }
            switch Unicode.Scalar(scalar) {
            case "d": return Scalars(ranges: Parser.digits)
            case "D": return Scalars(ranges: Parser.complement(Parser.digits))
            case "w": return Scalars(ranges: Parser.words)
            case "W": return Scalars(ranges: Parser.complement(Parser.words))
            case "s": return Scalars(ranges: Parser.spaces)
            case "S": return Scalars(ranges: Parser.complement(Parser.spaces))
            case "t": return one(9)
            case "n": return one(10)
            case "v": return one(11)
            case "f": return one(12)
            case "r": return one(13)
            case "x": return one(try hexadecimal(2))
            case "u": return one(try hexadecimal(4))
            case "b" where inClass: return one(8)
            default:
                guard let known = Unicode.Scalar(scalar), !known.properties.isAlphabetic,
                    known.properties.numericType == nil
                else { throw unread("an escape of \(Unicode.Scalar(scalar).map(String.init) ?? "")") }
                return one(scalar)
            }
        }

        private mutating func hexadecimal(_ count: Int) throws(SchemaRefusal) -> UInt32 {
            guard position + count <= scalars.count else { throw unread("a short escape") }
            let digits = scalars[position..<(position + count)].compactMap(Unicode.Scalar.init)
            guard let code = UInt32(String(String.UnicodeScalarView(digits)), radix: 16),
                Unicode.Scalar(code) != nil
            else { throw unread("an escape of no character") }
            position += count
            return code
        }

        private static func complement(_ ranges: [ClosedRange<UInt32>]) -> [ClosedRange<UInt32>] {
            var out: [ClosedRange<UInt32>] = []
            var low: UInt32 = 0
            for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
                if range.lowerBound > low { out.append(low...(range.lowerBound - 1)) }
                low = range.upperBound + 1
            }
            out.append(low...0x10ffff)
            return out
        }
    }
}

extension TextPattern.Scalars {
    /// The character that it is, where it is one.
    fileprivate var single: UInt32? {
        guard !isNegated, ranges.count == 1, ranges[0].count == 1 else { return nil }
        return ranges[0].lowerBound
    }
}
