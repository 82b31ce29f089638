/// All streams of one purpose: one for each entity and step.
///
/// Hash the name once, then make streams in the inner loop at no cost but a copy.
@frozen
public struct StreamFamily: Hashable, Sendable {
    @usableFromInline let key: UInt64

    @inlinable init(key: UInt64) { self.key = key }

    /// The stream of one entity (customer, segment, request) at one step (campaign, attempt).
    @inlinable public func stream(entity: UInt64, step: Int = 0) -> RandomStream {
        RandomStream(key: key, entity: entity, step: UInt32(truncatingIfNeeded: step))
    }

    @inlinable public func stream(entity: Int, step: Int = 0) -> RandomStream {
        stream(entity: UInt64(bitPattern: Int64(entity)), step: step)
    }
}
