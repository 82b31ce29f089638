public import Quantities
public import RandomStreams

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A recipe for customers whose attributes depend on each other through latent classes.
///
/// Within a class the attributes are independent. A class' shares of an attribute lie on the line
/// between the marginal (`dependence` 0: independent attributes) and a drawn distribution
/// (`dependence` 1) whose average over the classes is the marginal.
public struct SyntheticAudience: Sendable {
    public let count: Int
    public let attributes: [Attribute]
    /// The marginal of each attribute, summing to one.
    public let marginals: [[Double]]
    public let classes: Int
    public let dependence: Double
    public let seed: Seed

    /// - Parameters:
    ///   - weights: one a level of each attribute, of any positive sum.
    ///   - classes: 1 to 256 latent classes of equal weight.
    ///   - dependence: 0 (independent) to 1.
    /// - Throws: every problem at once.
    public init(
        count: Int, attributes: [Attribute], weights: [[Double]], classes: Int = 6, dependence: Double = 0.5,
        seed: Seed
    ) throws(FinegrainError) {
        var problems: [Problem] = []
        if count < 1 { problems.append(Problem("at least one customer is needed", field: "count")) }
        if !(1...256).contains(classes) { problems.append(Problem("use 1 to 256 classes", field: "classes")) }
        if !(0...1).contains(dependence) {
            problems.append(Problem("dependence \(dependence) is outside 0...1", field: "dependence"))
        }
        if weights.count != attributes.count {
            problems.append(Problem("\(attributes.count) attributes but weights for \(weights.count)"))
        }
        for (attribute, row) in zip(attributes, weights)
        where row.count != attribute.levels.count || row.contains(where: { !($0 >= 0 && $0.isFinite) })
            || row.reduce(0, +) <= 0
        {
            problems.append(
                Problem(
                    "weights must be one a level, not negative, with a positive sum", field: attribute.name))
        }
        if !problems.isEmpty { throw FinegrainError(.badInput, problems) }
        self.count = count
        self.attributes = attributes
        self.marginals = weights.map { row in
            let sum = row.reduce(0, +)
            return row.map { $0 / sum }
        }
        self.classes = classes
        self.dependence = dependence
        self.seed = seed
    }

    /// The customers and the classes that they were drawn from.
    /// - Complexity: O(count x attributes).
    public func draw() throws(FinegrainError) -> (audience: Audience, classes: LatentClasses) {
        let shares = classShares()
        let streams = seed.streams("audience")
        let tables = shares.map { $0.map(LevelThresholds.init) }
        var classOfCustomer = [UInt8](repeating: 0, count: count)
        var columns = attributes.map { _ in [UInt8](repeating: 0, count: count) }
        for block in 0..<(count + blockSize - 1) / blockSize {
            let customers = block * blockSize..<min(count, (block + 1) * blockSize)
            var classStream = streams.stream(entity: block)
            for customer in customers {
                classOfCustomer[customer] = UInt8(classStream.below(UInt32(classes)))
            }
            for attribute in attributes.indices {
                var stream = streams.stream(entity: block, step: attribute + 1)
                columns[attribute].withUnsafeMutableBufferPointer { column in
                    for customer in customers {
                        column[customer] = tables[Int(classOfCustomer[customer])][attribute].level(
                            stream.nextWord())
                    }
                }
            }
        }
        let weights = [Double](repeating: 1 / Double(classes), count: classes)
        return (
            try Audience(attributes: attributes, columns: columns),
            LatentClasses(weights: weights, shares: shares, classOfCustomer: classOfCustomer)
        )
    }

    /// Customers to a stream: many enough that making the stream costs nothing.
    private var blockSize: Int { 4096 }

    /// Drawn by tilting the marginal with lognormal factors, then raked until the classes average to it.
    private func classShares() -> [[[Double]]] {
        let streams = seed.streams("classes")
        var shares = [[[Double]]](repeating: marginals, count: classes)
        for attribute in attributes.indices {
            let marginal = marginals[attribute]
            var rows = (0..<classes).map { index in
                var stream = streams.stream(entity: index, step: attribute)
                return marginal.map { $0 * exp(1.5 * stream.normal()) }
            }
            for _ in 0..<200 {
                for index in rows.indices {
                    let sum = rows[index].reduce(0, +)
                    for level in marginal.indices { rows[index][level] /= sum }
                }
                for level in marginal.indices where marginal[level] > 0 {
                    let mean = rows.reduce(0) { $0 + $1[level] } / Double(classes)
                    for index in rows.indices { rows[index][level] *= marginal[level] / mean }
                }
            }
            for index in rows.indices {
                let sum = rows[index].reduce(0, +)
                shares[index][attribute] = marginal.indices.map { level in
                    (1 - dependence) * marginal[level] + dependence * rows[index][level] / sum
                }
            }
        }
        return shares
    }
}
