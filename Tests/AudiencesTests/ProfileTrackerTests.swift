import Audiences
import Encodings
import Testing

@Suite struct ProfileTrackerTests {
    private let segment = SegmentIdentity(rawValue: 4)

    private func tracker(_ policy: ProfilePolicy) throws -> ProfileTracker {
        ProfileTracker(
            layout: try ProfileLayout(attributes: [Attribute(name: "plan", levels: ["free", "paid"])]),
            policy: policy)
    }

    /// Look-ups of a segment of 1,000 of whom so many have the first level.
    private func lookUps(_ counts: [Int32], _ policy: ProfilePolicy) throws -> [ProfileLookup] {
        var tracker = try tracker(policy)
        return counts.map { count in
            [count, 1000 - count].withUnsafeBufferPointer {
                tracker.lookUp(segment, count: 1000, histogram: $0)
            }
        }
    }

    private let new = ProfileLookup.miss(.newSegment)
    private let moved = ProfileLookup.miss(.shareMoved(attribute: 0))

    @Test func aShareMissesWhenItLeavesItsBucketAndATieStays() throws {
        // Buckets of five points around 40 %: 37.5 to 42.5 %.
        #expect(
            try lookUps([400, 425, 426, 424, 376, 375, 374], ProfilePolicy(bucketWidth: 0.05))
                == [new, .hit, moved, moved, .hit, .hit, moved])
    }

    @Test func hysteresisWidensTheBucketOnBothSides() throws {
        // One bucket more: 32.5 to 47.5 %; then around 50 %: 42.5 to 57.5 %.
        #expect(
            try lookUps([400, 475, 325, 476, 425, 424], ProfilePolicy(bucketWidth: 0.05, hysteresis: 1))
                == [new, .hit, .hit, moved, .hit, moved])
    }

    @Test func memoryOfAllFindsEarlierProfiles() throws {
        let counts: [Int32] = [400, 450, 400, 500, 451]
        #expect(try lookUps(counts, ProfilePolicy(bucketWidth: 0.05)) == [new, moved, moved, moved, moved])
        #expect(
            try lookUps(counts, ProfilePolicy(bucketWidth: 0.05, memory: .all)) == [
                new, moved, .hit, moved, .hit,
            ])
    }

    @Test func smoothingRoundsTheMovingAverage() throws {
        // A quarter of the step from 40 to 52 % is 43 %: outside; of that to 48 %, 42 %: inside.
        let policy = ProfilePolicy(bucketWidth: 0.05, smoothing: 0.25)
        #expect(try lookUps([400, 480], policy) == [new, .hit])
        #expect(try lookUps([400, 520], policy) == [new, moved])
    }

    @Test func thePersonaSeesRoundedShares() throws {
        var tracker = try tracker(ProfilePolicy(bucketWidth: 0.05))
        #expect(tracker.buckets(of: segment) == nil)
        _ = [370, 630].withUnsafeBufferPointer { tracker.lookUp(segment, count: 1000, histogram: $0) }
        #expect(tracker.buckets(of: segment).map(Array.init) == [7, 13])
        #expect(tracker.shares(of: segment) == [7 * 0.05, 13 * 0.05])
    }

    @Test func fingerprintsDependOnContentNotOnTheOrderOfExport() throws {
        let attributes = [
            Attribute(name: "b", levels: ["x", "y"]), Attribute(name: "a", levels: ["u", "v"]),
        ]
        func fingerprint(_ names: [String], _ counts: [Int32], _ identity: Int32 = 4) throws -> Fingerprint? {
            var tracker = ProfileTracker(
                layout: try ProfileLayout(attributes: attributes, exported: names),
                policy: ProfilePolicy(bucketWidth: 0.1))
            let identity = SegmentIdentity(rawValue: identity)
            _ = counts.withUnsafeBufferPointer { tracker.lookUp(identity, count: 100, histogram: $0) }
            return tracker.fingerprint(of: identity)
        }
        let base = try fingerprint(["b", "a"], [30, 70, 60, 40])
        #expect(try base == fingerprint(["a", "b"], [60, 40, 30, 70]))
        #expect(try base == fingerprint(["b", "a"], [31, 69, 58, 42]))
        #expect(try base != fingerprint(["b", "a"], [40, 60, 60, 40]))
        #expect(try base != fingerprint(["b", "a"], [30, 70, 60, 40], 6))
    }
}
