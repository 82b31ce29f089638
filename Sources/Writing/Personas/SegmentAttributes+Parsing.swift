import Encodings

extension SegmentAttributes {
    /// Reads the first object of the text that has `shares`; nil if there is none or it is broken.
    ///
    /// Attributes and levels that the belief does not know are skipped: the writer has no opinion on
    /// them. A level left out of a known attribute has share 0.
    public init?(foundIn text: String, belief: PersonaBelief) {
        var text = text
        let found = text.withUTF8 { bytes -> SegmentAttributes? in
            guard let start = JSONCursor.findObject(withMember: "shares", in: bytes) else { return nil }
            var cursor = JSONCursor(bytes, at: start)
            return SegmentAttributes(reading: &cursor, belief: belief)
        }
        guard let found else { return nil }
        self = found
    }

    private init?(reading cursor: inout JSONCursor, belief: PersonaBelief) {
        var dimensions: [Dimension] = []
        var size = 0
        var shares = [Double](repeating: .nan, count: belief.levelCount)
        let isWhole = cursor.object { member, cursor in
            if cursor.equals(member, "segment") {
                return cursor.object { name, cursor in
                    guard let name = cursor.text(name), let label = cursor.string() else { return false }
                    dimensions.append(Dimension(name, label))
                    return true
                }
            }
            if cursor.equals(member, "size") {
                guard let number = cursor.number(), number >= 0, number < 1e15 else { return false }
                size = Int(number)
                return true
            }
            if cursor.equals(member, "shares") {
                return SegmentAttributes.readShares(&cursor, belief: belief, into: &shares)
            }
            return cursor.skipValue()
        }
        guard isWhole else { return nil }
        self.init(dimensions: dimensions, size: size, shares: shares)
    }

    private static func readShares(
        _ cursor: inout JSONCursor, belief: PersonaBelief, into shares: inout [Double]
    ) -> Bool {
        var expected = 0
        return cursor.object { name, cursor in
            guard
                let attribute = place(
                    of: name, in: belief.names.count, after: &expected,
                    where: {
                        cursor.equals(name, belief.names[$0].name)
                    })
            else { return cursor.skipValue() }
            let offset = belief.offsets[attribute]
            let levels = belief.names[attribute].levels
            for level in levels.indices { shares[offset + level] = 0 }
            var expectedLevel = 0
            return cursor.object { name, cursor in
                let known = place(
                    of: name, in: levels.count, after: &expectedLevel,
                    where: {
                        cursor.equals(name, levels[$0])
                    })
                guard let value = cursor.number() else { return false }
                if let known { shares[offset + known] = value }
                return true
            }
        }
    }

    /// The place that fits, trying the expected one first: prompts list names in the belief's order.
    private static func place(
        of name: JSONCursor.Span, in count: Int, after expected: inout Int, where fits: (Int) -> Bool
    ) -> Int? {
        for step in 0..<count {
            let candidate = (expected + step) % count
            if fits(candidate) {
                expected = candidate + 1
                return candidate
            }
        }
        return nil
    }
}
