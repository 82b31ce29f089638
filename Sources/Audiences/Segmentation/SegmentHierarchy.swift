public import Quantities

/// Nested levels of segmentation: depth 0 is everybody, depth d uses the first d dimensions.
///
/// A node is a cell at one depth. Its index is mixed-radix over the current banding of each
/// attribute used so far, the first used the most significant; an attribute that comes again
/// replaces its banding, so that nodes do not multiply into cells that cannot exist.
public struct SegmentHierarchy: Sendable {
    /// No level may have more nodes than this.
    public static let mostLeaves = 1 << 24

    public let attributes: [Attribute]
    public let dimensions: [Dimension]
    /// The attributes that cut, in order of first use; the place in this list is the digit.
    let usedAttributes: [Int]
    /// `bandings[depth]`: each used attribute's banding there.
    let bandings: [[Banding]]
    /// Nodes of all coarser depths together; one entry more than there are depths.
    let offsets: [Int]
    /// `parents[depth][node]`: the node one depth up; empty at depth 0.
    let parents: [[Int32]]
    /// Children of each node in ascending order: `children[depth]` lists nodes of depth + 1.
    let children: [[Int32]]
    let childStarts: [[Int32]]

    /// The finest depth.
    public var depth: Int { dimensions.count }
    /// Nodes at the finest depth.
    public var leafCount: Int { nodeCount(depth: depth) }
    /// One more than the greatest identity.
    public var identityCount: Int { 2 * offsets[depth + 1] }

    /// - Throws: every problem at once: unknown attributes, levels in no band or in two, bands that
    ///   do not nest, a banding that adds nothing, more than 2^24 leaves.
    public init(attributes: [Attribute], dimensions: [Dimension]) throws(FinegrainError) {
        var problems: [Problem] = []
        var used: [Int] = []
        var current: [Banding] = []
        var bandings: [[Banding]] = [[]]
        for (index, dimension) in dimensions.enumerated() {
            let field = "segmentation.dimensions[\(index)]"
            guard let attribute = attributes.firstIndex(where: { $0.name == dimension.attribute }) else {
                problems.append(
                    Problem(
                        "there is no attribute \(dimension.attribute)",
                        remedy: "attributes are \(attributes.map(\.name).joined(separator: ", "))",
                        field: field))
                continue
            }
            let (banding, faults) = Banding.make(dimension, attribute: attributes[attribute], field: field)
            problems += faults
            guard let banding else { continue }
            if let digit = used.firstIndex(of: attribute) {
                if !banding.refines(current[digit]) {
                    problems.append(
                        Problem(
                            "the bands of \(dimension.attribute) do not split those above it",
                            remedy:
                                "put each band within one band of the earlier use, and have more",
                            field: field))
                    continue
                }
                current[digit] = banding
            } else {
                used.append(attribute)
                current.append(banding)
            }
            let (leaves, overflow) = Banding.product(current)
            if overflow || leaves > SegmentHierarchy.mostLeaves {
                problems.append(
                    Problem(
                        "depth \(index + 1) would have more than 2^24 cells",
                        remedy: "use fewer dimensions or wider bands", field: field))
                break
            }
            bandings.append(current)
        }
        // Identities are twice the number of a node among those of all depths, in 32 bits.
        if problems.isEmpty, bandings.reduce(0, { $0 + Banding.product($1).count }) >= 1 << 30 {
            problems.append(
                Problem(
                    "all depths together have more than 2^30 cells",
                    remedy: "leave out dimensions that do not cut", field: "segmentation.dimensions"))
        }
        if !problems.isEmpty { throw FinegrainError(.badInput, problems) }
        self.attributes = attributes
        self.dimensions = dimensions
        usedAttributes = used
        self.bandings = bandings
        var offsets = [0]
        for level in bandings { offsets.append(offsets[offsets.count - 1] + Banding.product(level).count) }
        self.offsets = offsets
        parents = bandings.indices.map { SegmentHierarchy.parentTable(bandings, depth: $0) }
        var children: [[Int32]] = []
        var starts: [[Int32]] = []
        for depth in 0..<bandings.count - 1 {
            let (list, start) = SegmentHierarchy.childTable(
                parents[depth + 1], count: offsets[depth + 1] - offsets[depth])
            children.append(list)
            starts.append(start)
        }
        self.children = children
        childStarts = starts
    }

    public func nodeCount(depth: Int) -> Int { offsets[depth + 1] - offsets[depth] }

    /// The node one depth up.
    /// - Precondition: `depth` is 1 or more.
    public func parent(depth: Int, node: Int) -> Int { Int(parents[depth][node]) }

    /// The node at `depth` that holds a leaf.
    /// - Complexity: O(difference in depth).
    public func node(ofLeaf leaf: Int, depth: Int) -> Int {
        var node = leaf
        for level in stride(from: self.depth, to: depth, by: -1) { node = Int(parents[level][node]) }
        return node
    }

    /// For each node of depth `fine`, the node of depth `coarse` that holds it.
    public func ancestors(fine: Int, coarse: Int) -> [Int32] {
        var table = (0..<Int32(nodeCount(depth: fine))).map { $0 }
        for level in stride(from: fine, to: coarse, by: -1) {
            let up = parents[level]
            for node in table.indices { table[node] = up[Int(table[node])] }
        }
        return table
    }

    /// The leaf of a customer with these levels, one an attribute.
    public func leaf(of levels: [UInt8]) -> Int {
        zip(usedAttributes, bandings[depth]).reduce(0) { node, digit in
            node * digit.1.count + Int(digit.1.bandOfLevel[Int(levels[digit.0])])
        }
    }

    /// What an attribute's level adds to the leaf index: `[attribute][level]`.
    func leafContributions() -> [[Int32]] {
        var contributions = attributes.map { [Int32](repeating: 0, count: $0.levels.count) }
        var weight = 1
        for (attribute, banding) in zip(usedAttributes, bandings[depth]).reversed() {
            contributions[attribute] = banding.bandOfLevel.map { Int32(Int($0) * weight) }
            weight *= banding.count
        }
        return contributions
    }

    /// The band of each used attribute in a node, in order of first use.
    func digits(depth: Int, node: Int) -> [Int] {
        var rest = node
        var digits: [Int] = []
        for banding in bandings[depth].reversed() {
            digits.append(rest % banding.count)
            rest /= banding.count
        }
        return digits.reversed()
    }

    /// The band of one used attribute in every leaf.
    func digitTable(_ digit: Int) -> [UInt8] {
        let weight = Banding.product(Array(bandings[depth][(digit + 1)...])).count
        let bands = bandings[depth][digit].count
        return (0..<leafCount).map { UInt8($0 / weight % bands) }
    }

    private static func parentTable(_ bandings: [[Banding]], depth: Int) -> [Int32] {
        guard depth > 0 else { return [] }
        let fine = bandings[depth]
        let coarse = bandings[depth - 1]
        // A digit that the coarser depth does not have yet drops out: one band for all.
        let maps: [(count: Int, map: [Int])] = fine.indices.map { digit in
            guard digit < coarse.count else { return (1, [Int](repeating: 0, count: fine[digit].count)) }
            return (coarse[digit].count, fine[digit].bands.map { Int(coarse[digit].bandOfLevel[$0[0]]) })
        }
        var table: [Int32] = [0]
        for digit in fine.indices {
            table = table.flatMap { prefix in
                maps[digit].map.map { prefix * Int32(maps[digit].count) + Int32($0) }
            }
        }
        return table
    }

    private static func childTable(_ parents: [Int32], count: Int) -> (list: [Int32], starts: [Int32]) {
        var starts = [Int32](repeating: 0, count: count + 1)
        for parent in parents { starts[Int(parent) + 1] += 1 }
        for node in 0..<count { starts[node + 1] += starts[node] }
        var next = starts
        var list = [Int32](repeating: 0, count: parents.count)
        for (node, parent) in parents.enumerated() {
            list[Int(next[Int(parent)])] = Int32(node)
            next[Int(parent)] += 1
        }
        return (list, starts)
    }
}
