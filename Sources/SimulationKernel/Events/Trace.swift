public import Quantities

/// What happened in what order, folded into one digest and kept only if asked.
///
/// Two runs with equal digests went through the same events at the same times in the same order, up to
/// a collision of 64-bit hashes. `Kind` is a small integer of the model's own, such as
/// `enum StageEvent: UInt8`; its raw values are part of the digest.
@frozen
public struct Trace<Kind: RawRepresentable> where Kind.RawValue: FixedWidthInteger {
    @frozen
    public struct Entry {
        public var time: SimulatedInstant
        public var kind: Kind
        /// Which customer, segment or request.
        public var entity: Int

        @inlinable public init(time: SimulatedInstant, kind: Kind, entity: Int) {
            self.time = time
            self.kind = kind
            self.entity = entity
        }
    }

    @usableFromInline let maximumEntries: Int
    @usableFromInline var kept: [Entry] = []
    @usableFromInline var recorded = 0
    @usableFromInline var fingerprint = Fingerprint()

    /// - Parameter maximumEntries: how many entries to keep for reading; the digest covers all of them.
    @inlinable public init(keepingAtMost maximumEntries: Int = 0) { self.maximumEntries = maximumEntries }

    /// The first entries in order, at most as many as the trace keeps.
    public var entries: [Entry] { kept }

    /// How many entries were recorded, kept or not.
    public var count: Int { recorded }

    /// Appends one entry.
    /// - Complexity: O(1); no allocation if entries are not kept.
    @inlinable public mutating func record(_ kind: Kind, entity: Int, at time: SimulatedInstant) {
        fingerprint.combine(UInt64(bitPattern: time.nanoseconds))
        fingerprint.combine(UInt64(truncatingIfNeeded: kind.rawValue))
        fingerprint.combine(entity)
        recorded &+= 1
        if kept.count < maximumEntries { kept.append(Entry(time: time, kind: kind, entity: entity)) }
    }

    /// Sixteen lower-case hexadecimal digits that depend on every entry and on their order.
    public var digest: String { fingerprint.hex }
}

extension Trace.Entry: Equatable where Kind: Equatable {}
extension Trace.Entry: Sendable where Kind: Sendable {}
extension Trace: Sendable where Kind: Sendable {}
