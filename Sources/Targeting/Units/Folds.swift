public import RandomStreams

/// Which part of the units each one belongs to, by its key and the seed alone: neither the order of rows nor the other
/// units matter.
public struct Folds: Sendable {
    public let count: Int
    /// Below `count`, one a unit.
    public let ofUnit: [Int]
    /// Units of each fold, rising.
    public let members: [[Int]]

    /// - Precondition: two folds or more.
    public init(keys: [UInt64], count: Int = 5, seed: Seed) {
        precondition(count > 1, "two folds or more")
        let family = seed.streams("targeting.folds")
        let ofUnit = keys.map { key in
            var stream = family.stream(entity: key)
            return Int(stream.below(UInt32(count)))
        }
        self.count = count
        self.ofUnit = ofUnit
        var members: [[Int]] = Array(repeating: [], count: count)
        for (unit, fold) in ofUnit.enumerated() { members[fold].append(unit) }
        self.members = members
    }
}
