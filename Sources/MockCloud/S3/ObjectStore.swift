import Quantities
import Synchronization

/// Objects by bucket and key, in memory; what S3's wire form and Bedrock's batch jobs share.
final class ObjectStore: Sendable {
    struct Object: Sendable {
        var body: [UInt8]
        var contentType: String
        var modified: SimulatedInstant
    }

    private struct State {
        var buckets: [String: [String: Object]] = [:]
        var size = 0
    }

    private let state = Mutex(State())
    /// The most bytes that are kept.
    static let limit = 1 << 30

    /// In order.
    var buckets: [String] { state.withLock { $0.buckets.keys.sorted() } }

    func has(_ bucket: String) -> Bool { state.withLock { $0.buckets[bucket] != nil } }

    func get(_ bucket: String, _ key: String) -> Object? { state.withLock { $0.buckets[bucket]?[key] } }

    /// Makes the bucket too, if it is not there. False, and nothing is kept, over the limit.
    func put(_ bucket: String, _ key: String, _ object: Object) -> Bool {
        state.withLock { state in
            let before = state.buckets[bucket]?[key]?.body.count ?? 0
            guard state.size - before + object.body.count <= ObjectStore.limit else { return false }
            state.size += object.body.count - before
            state.buckets[bucket, default: [:]][key] = object
            return true
        }
    }

    func makeBucket(_ bucket: String) {
        state.withLock { $0.buckets[bucket] = $0.buckets[bucket] ?? [:] }
    }

    /// False when the bucket holds objects.
    func removeBucket(_ bucket: String) -> Bool {
        state.withLock { state in
            guard state.buckets[bucket]?.isEmpty ?? true else { return false }
            state.buckets.removeValue(forKey: bucket)
            return true
        }
    }

    func remove(_ bucket: String, _ key: String) {
        state.withLock { state in
            if let old = state.buckets[bucket]?.removeValue(forKey: key) { state.size -= old.body.count }
        }
    }

    /// Keys with a prefix, in order.
    func keys(_ bucket: String, prefix: String = "") -> [String] {
        state.withLock { ($0.buckets[bucket] ?? [:]).keys.filter { $0.hasPrefix(prefix) } }.sorted()
    }

    func clear() { state.withLock { $0 = State() } }
}
