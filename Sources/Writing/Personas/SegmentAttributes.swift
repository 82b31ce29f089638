import Encodings

/// What a Cortex prompt says about a segment: its definition, its size and its attribute shares.
///
/// As JSON: `{"segment":{dimension:label,...},"size":n,"shares":{attribute:{level:share,...},...}}`.
public struct SegmentAttributes: Hashable, Sendable {
    /// One cut of the segment's definition.
    public struct Dimension: Hashable, Sendable {
        public var name: String
        public var label: String

        public init(_ name: String, _ label: String) {
            self.name = name
            self.label = label
        }
    }

    /// In the order in which the segmentation cuts.
    public var dimensions: [Dimension]
    /// Customers, 0 where the prompt does not say.
    public var size: Int
    /// By level in the order of the belief's attributes; NaN where the prompt does not say.
    public var shares: [Double]

    public init(dimensions: [Dimension], size: Int, shares: [Double]) {
        self.dimensions = dimensions
        self.size = size
        self.shares = shares
    }

    /// The definition on one line, such as `region=North, age=25-34`; `everyone` without dimensions.
    public var label: String {
        dimensions.isEmpty ? "everyone" : dimensions.map { "\($0.name)=\($0.label)" }.joined(separator: ", ")
    }

    /// Each cut as a persona's trait, such as `region: North`.
    public var traits: [String] { dimensions.map { "\($0.name): \($0.label)" } }

    /// The JSON that a prompt carries. Shares are written with at most six decimals; an attribute whose
    /// first level is NaN is left out.
    /// - Precondition: `shares` has a number a level of `attributes`.
    public func text(attributes: [PersonaBelief.Attribute]) -> String {
        var out = ByteWriter(capacity: 512)
        out.literal("{\"segment\":{")
        for (index, dimension) in dimensions.enumerated() {
            if index > 0 { out.literal(",") }
            out.quoted(dimension.name)
            out.literal(":")
            out.quoted(dimension.label)
        }
        out.literal("},\"size\":")
        out.integer(size)
        out.literal(",\"shares\":{")
        var level = 0
        var isFirst = true
        for attribute in attributes {
            defer { level += attribute.levels.count }
            guard !shares[level].isNaN else { continue }
            if !isFirst { out.literal(",") }
            isFirst = false
            out.quoted(attribute.name)
            out.literal(":{")
            for (place, name) in attribute.levels.enumerated() {
                if place > 0 { out.literal(",") }
                out.quoted(name)
                out.literal(":")
                out.share(shares[level + place])
            }
            out.literal("}")
        }
        out.literal("}}")
        return out.text
    }
}
