extension SegmentHierarchy {
    /// One condition of a segment's definition: an attribute is in a band of levels.
    public struct Cut: Hashable, Sendable {
        /// Index into the audience's attributes.
        public var attribute: Int
        /// Index of the band in the attribute's banding at that depth.
        public var band: Int
        public var name: String
        public var levels: [Int]
    }

    /// The conditions of a node, in order of first use of their attributes.
    /// - Complexity: O(dimensions).
    public func cuts(depth: Int, node: Int) -> [Cut] {
        zip(zip(usedAttributes, bandings[depth]), digits(depth: depth, node: node)).map { part, digit in
            Cut(attribute: part.0, band: digit, name: part.1.names[digit], levels: part.1.bands[digit])
        }
    }

    /// The attributes that cut at a depth with their bands, in order of first use.
    public func bands(depth: Int) -> [(attribute: Int, names: [String], levels: [[Int]])] {
        zip(usedAttributes, bandings[depth]).map { ($0, $1.names, $1.bands) }
    }
}
