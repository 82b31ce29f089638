public import Quantities

/// The customers of week 0: one byte an attribute and customer, attribute by attribute.
public struct Audience: Sendable {
    public let attributes: [Attribute]
    /// `columns[attribute][customer]` is an index into the attribute's levels.
    public let columns: [[UInt8]]

    /// The number of customers.
    public var count: Int { columns.first?.count ?? 0 }

    /// - Throws: every problem at once: no attributes, names that recur, columns of unequal length,
    ///   attributes with no or more than 256 levels, bytes that are no level.
    /// - Complexity: O(customers x attributes).
    public init(attributes: [Attribute], columns: [[UInt8]]) throws(FinegrainError) {
        let problems = Audience.problems(attributes, columns)
        if !problems.isEmpty { throw FinegrainError(.badInput, problems) }
        self.attributes = attributes
        self.columns = columns
    }

    /// How many customers have each level of each attribute.
    public func levelCounts() -> [[Int]] {
        attributes.indices.map { attribute in
            var counts = [Int](repeating: 0, count: 256)
            columns[attribute].withUnsafeBufferPointer { column in
                for level in column { counts[Int(level)] += 1 }
            }
            return Array(counts.prefix(attributes[attribute].levels.count))
        }
    }

    private static func problems(_ attributes: [Attribute], _ columns: [[UInt8]]) -> [Problem] {
        var problems: [Problem] = []
        if attributes.isEmpty { problems.append(Problem("the audience has no attributes")) }
        if attributes.count != columns.count {
            problems.append(Problem("\(attributes.count) attributes but \(columns.count) columns"))
        }
        for (index, attribute) in attributes.enumerated() {
            if attributes[..<index].contains(where: { $0.name == attribute.name }) {
                problems.append(Problem("the attribute occurs twice", field: attribute.name))
            }
            if attribute.levels.isEmpty || attribute.levels.count > 256 {
                problems.append(
                    Problem(
                        "the attribute has \(attribute.levels.count) levels",
                        remedy: "use 1 to 256 levels, or bands",
                        field: attribute.name))
            }
            guard index < columns.count else { continue }
            if columns[index].count != columns[0].count {
                problems.append(
                    Problem(
                        "the column has \(columns[index].count) customers, the first has \(columns[0].count)",
                        field: attribute.name))
            }
            if let worst = columns[index].max(), Int(worst) >= attribute.levels.count {
                problems.append(
                    Problem(
                        "level \(worst) of \(attribute.levels.count) does not exist", field: attribute.name))
            }
        }
        return problems
    }
}
