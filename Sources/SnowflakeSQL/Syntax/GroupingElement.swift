/// A term of GROUP BY as written. Expressions in brackets of their own count as one.
indirect enum GroupingElement: Hashable, Sendable {
    case expression([Expr])
    case rollup([[Expr]])
    case cube([[Expr]])
    case sets([GroupingElement])

    var expressions: [Expr] { if case .expression(let parts) = self { parts } else { [] } }

    /// The greatest number of sets that a statement may spell out.
    static let maximumSets = 512

    /// The sets of expressions by which rows are grouped, in the order in which they are written.
    /// - Throws: where they are more than can be spelled out.
    func spelled() throws -> [[Expr]] {
        switch self {
        case .expression(let parts): return [parts]
        case .rollup(let parts):
            return (0...parts.count).reversed().map { parts.prefix($0).flatMap { $0 } }
        case .cube(let parts):
            guard parts.count <= 9 else { throw SnowError.unsupported("CUBE of more than 9 terms") }
            let count = 1 << parts.count
            return (0..<count).map { mask in
                parts.indices.filter { mask & (1 << (parts.count - 1 - $0)) == 0 }.flatMap { parts[$0] }
            }
        case .sets(let elements): return try elements.flatMap { try $0.spelled() }
        }
    }

    /// The product of several terms: each set of one beside each set of the others.
    static func sets(of elements: [GroupingElement]) throws -> [[Expr]] {
        var sets: [[Expr]] = [[]]
        for element in elements {
            let parts = try element.spelled()
            guard sets.count * parts.count <= maximumSets else {
                throw SnowError.unsupported("GROUP BY of more than \(maximumSets) grouping sets")
            }
            sets = sets.flatMap { set in parts.map { set + $0 } }
        }
        return sets
    }
}
