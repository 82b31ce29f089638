/// Nested segments as a tree: the root is everybody, level d splits by the first d dimensions.
///
/// Nodes are numbered level by level, the root first, leaves last; within a level in order of first
/// appearance. So a parent's number is always below its children's.
public struct Hierarchy: Hashable, Sendable {
    /// The parent of each node; the root's is itself.
    public let parents: [Int]
    /// Nodes of each level, root level first, leaves last.
    public let levels: [Range<Int>]
    /// Which leaf (counted from zero) each of the paths given belongs to.
    public let leafOfPath: [Int]

    /// The tree of the given paths, one dimension's value after the other from coarse to fine.
    ///
    /// Equal paths share a leaf. Paths of length zero make the root the only leaf.
    /// - Precondition: there is a path, and all are of one length.
    /// - Complexity: O(paths × depth).
    public init(paths: [[Int]]) {
        precondition(!paths.isEmpty, "a hierarchy has at least one path")
        let depth = paths[0].count
        precondition(paths.allSatisfy { $0.count == depth }, "all paths are of one length")
        var parents = [0]
        var levels = [0..<1]
        var nodes = Array(repeating: 0, count: paths.count)
        for level in 0..<depth {
            var children: [Branch: Int] = [:]
            let start = parents.count
            for index in paths.indices {
                let branch = Branch(parent: nodes[index], value: paths[index][level])
                if let child = children[branch] {
                    nodes[index] = child
                } else {
                    children[branch] = parents.count
                    nodes[index] = parents.count
                    parents.append(branch.parent)
                }
            }
            levels.append(start..<parents.count)
        }
        self.parents = parents
        self.levels = levels
        leafOfPath = nodes.map { $0 - levels[depth].lowerBound }
    }

    private struct Branch: Hashable {
        let parent: Int
        let value: Int
    }

    /// Segments of all levels, the root included.
    public var nodeCount: Int { parents.count }
    /// Finest segments.
    public var leafCount: Int { levels[levels.count - 1].count }
    /// Number of levels below the root.
    public var depth: Int { levels.count - 1 }
}
