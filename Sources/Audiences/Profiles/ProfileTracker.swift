public import Encodings

/// The profiles that one design has cached, by segment, and whether they still fit.
///
/// A share s is cached as the bucket round(s / w). A look-up misses when any share is further than
/// h + 1/2 buckets from its cached bucket (a tie stays), and then all buckets of that segment are
/// rounded anew. A segment that comes back is compared with what was cached of it.
public struct ProfileTracker: Sendable {
    public let layout: ProfileLayout
    public let policy: ProfilePolicy
    private let bins: Int
    /// By identity, its place in the arrays below, or -1.
    private var slotOfIdentity: [Int32] = []
    private var slotCount = 0
    /// `buckets[slot * bins + bin]`: the current cached buckets.
    private var current: [Int16] = []
    /// Moving averages of shares; empty without smoothing.
    private var averages: [Double] = []
    /// Earlier buckets of each slot, oldest first; kept with memory `all`.
    private var earlier: [[Int16]] = []
    /// The shares of the last look-up in units of a bucket, smoothed where the policy smooths.
    public private(set) var positions: [Double]

    public init(layout: ProfileLayout, policy: ProfilePolicy) {
        self.layout = layout
        self.policy = policy
        bins = layout.binCount
        positions = [Double](repeating: 0, count: layout.binCount)
    }

    /// Looks up the profile of one published segment and caches it anew on a miss.
    public mutating func lookUp(_ publication: Publication, _ index: Int) -> ProfileLookup {
        let segment = publication.segments[index]
        return publication.histograms.withUnsafeBufferPointer { all in
            let histogram = UnsafeBufferPointer(rebasing: all[index * bins..<(index + 1) * bins])
            return lookUp(segment.identity, count: segment.count, histogram: histogram)
        }
    }

    /// Looks up the profile of a segment of `count` customers, of whom `histogram[bin]` are in each bin.
    /// - Precondition: `count > 0`, one entry a bin.
    /// - Complexity: O(bins), times the earlier profiles on a miss with memory `all`.
    public mutating func lookUp(
        _ identity: SegmentIdentity, count: Int, histogram: UnsafeBufferPointer<Int32>
    ) -> ProfileLookup {
        precondition(count > 0 && histogram.count == bins, "a profile needs \(bins) bins and a customer")
        let (slot, isNew) = slot(of: identity)
        place(slot, isNew: isNew, count: count, histogram)
        if isNew {
            round(slot)
            return .miss(.newSegment)
        }
        if fits(slot) { return .hit }
        let cause = MissCause.shareMoved(attribute: furthest(slot))
        if policy.memory == .all, recall(slot) { return .hit }
        round(slot)
        return .miss(cause)
    }

    /// The bucket of each bin that is cached of a segment, or nil if it was never looked up.
    public func buckets(of identity: SegmentIdentity) -> ArraySlice<Int16>? {
        guard let slot = knownSlot(identity) else { return nil }
        return current[slot * bins..<(slot + 1) * bins]
    }

    /// The rounded shares that a persona is made from: bucket times width.
    public func shares(of identity: SegmentIdentity) -> [Double]? {
        buckets(of: identity).map { $0.map { Double($0) * policy.bucketWidth } }
    }

    /// A hash of the identity and its cached buckets, attributes and levels in order of name.
    ///
    /// The caller mixes in what else a persona depends on, such as the prompt's version and the model.
    public func fingerprint(of identity: SegmentIdentity) -> Fingerprint? {
        guard let buckets = buckets(of: identity) else { return nil }
        var fingerprint = Fingerprint()
        fingerprint.combine(Int(identity.rawValue))
        for bin in layout.canonicalOrder { fingerprint.combine(Int(buckets[buckets.startIndex + bin])) }
        return fingerprint
    }

    private func knownSlot(_ identity: SegmentIdentity) -> Int? {
        let index = Int(identity.rawValue)
        guard index < slotOfIdentity.count, slotOfIdentity[index] >= 0 else { return nil }
        return Int(slotOfIdentity[index])
    }

    private mutating func slot(of identity: SegmentIdentity) -> (slot: Int, isNew: Bool) {
        if let slot = knownSlot(identity) { return (slot, false) }
        let missing = Int(identity.rawValue) + 1 - slotOfIdentity.count
        if missing > 0 { slotOfIdentity.append(contentsOf: repeatElement(-1, count: missing)) }
        slotOfIdentity[Int(identity.rawValue)] = Int32(slotCount)
        slotCount += 1
        current.append(contentsOf: repeatElement(0, count: bins))
        if policy.smoothing < 1 { averages.append(contentsOf: repeatElement(0, count: bins)) }
        if policy.memory == .all { earlier.append([]) }
        return (slotCount - 1, true)
    }

    /// Fills `positions` with the shares in units of a bucket, smoothed if the policy smooths.
    private mutating func place(
        _ slot: Int, isNew: Bool, count: Int, _ histogram: UnsafeBufferPointer<Int32>
    ) {
        guard policy.smoothing < 1 else {
            let scale = Double(count) * policy.bucketWidth
            positions.withUnsafeMutableBufferPointer { positions in
                for bin in positions.indices { positions[bin] = Double(histogram[bin]) / scale }
            }
            return
        }
        let weight = isNew ? 1 : policy.smoothing
        for bin in 0..<bins {
            let share = Double(histogram[bin]) / Double(count)
            let average = weight * share + (1 - weight) * averages[slot * bins + bin]
            averages[slot * bins + bin] = average
            positions[bin] = average / policy.bucketWidth
        }
    }

    private func fits(_ slot: Int) -> Bool {
        current.withUnsafeBufferPointer { current in
            fits(UnsafeBufferPointer(rebasing: current[slot * bins..<(slot + 1) * bins]))
        }
    }

    /// True if no share is further than h + 1/2 from the given buckets. No early way out, so that
    /// the loop runs on vectors.
    private func fits(_ buckets: UnsafeBufferPointer<Int16>) -> Bool {
        let limit = policy.hysteresis + 0.5
        return positions.withUnsafeBufferPointer { positions in
            var outside: Int64 = 0
            for bin in positions.indices {
                outside |= abs(positions[bin] - Double(buckets[bin])) > limit ? 1 : 0
            }
            return outside == 0
        }
    }

    /// The exported attribute whose share is furthest from its bucket; the first of equals.
    private func furthest(_ slot: Int) -> Int {
        var furthest = 0
        var greatest = -1.0
        for attribute in layout.exported.indices {
            for bin in layout.bins(attribute) {
                let distance = abs(positions[bin] - Double(current[slot * bins + bin]))
                if distance > greatest { (furthest, greatest) = (attribute, distance) }
            }
        }
        return furthest
    }

    /// Makes the newest earlier profile that fits the current one.
    private mutating func recall(_ slot: Int) -> Bool {
        let profiles = earlier[slot].count / bins
        for profile in (0..<profiles).reversed() {
            let range = profile * bins..<(profile + 1) * bins
            let found = earlier[slot].withUnsafeBufferPointer {
                fits(UnsafeBufferPointer(rebasing: $0[range]))
            }
            if found {
                current.replaceSubrange(slot * bins..<(slot + 1) * bins, with: earlier[slot][range])
                return true
            }
        }
        return false
    }

    private mutating func round(_ slot: Int) {
        for bin in 0..<bins { current[slot * bins + bin] = Int16(positions[bin].rounded()) }
        if policy.memory == .all { earlier[slot] += current[slot * bins..<(slot + 1) * bins] }
    }
}
