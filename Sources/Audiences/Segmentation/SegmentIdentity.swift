/// Which segment, for as long as the hierarchy lives: a node, or the rest of a node.
///
/// The number is twice the node's place among the nodes of all depths, coarsest first, plus one
/// for a rest; so identities are dense from zero, and order by them is order by depth, then node.
@frozen
public struct SegmentIdentity: RawRepresentable, Hashable, Comparable, Sendable {
    public var rawValue: Int32

    @inlinable public init(rawValue: Int32) { self.rawValue = rawValue }

    /// True for what was pooled within a node because it was too small to stand alone.
    @inlinable public var isRest: Bool { rawValue & 1 == 1 }

    @inlinable public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}
