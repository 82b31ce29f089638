import Encodings

/// The one number that a run's randomness comes from.
///
/// Every draw is keyed by (seed, stream name, entity, step). A replication of a sweep has a seed
/// of its own, derived from the sweep's, and shares it with all rows: common random numbers.
@frozen
public struct Seed: Hashable, Sendable {
    public var value: UInt64

    @inlinable public init(_ value: UInt64) { self.value = value }

    /// The seed of one replication, counted from zero.
    public func replication(_ index: Int) -> Seed {
        var hash = Fingerprint(value)
        hash.combine("replication")
        hash.combine(index)
        return Seed(hash.value)
    }

    /// The family of streams with one name, such as `bedrock.latency`.
    public func streams(_ name: String) -> StreamFamily {
        var hash = Fingerprint(value)
        hash.combine(name)
        return StreamFamily(key: hash.value)
    }
}
