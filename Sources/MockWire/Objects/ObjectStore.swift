import Encodings
package import Quantities
import Synchronization

/// Objects by bucket and key, in memory; what S3's wire form and Bedrock's batch jobs share.
///
/// A key is a name, never a path of this machine.
package final class ObjectStore: Sendable {
    package struct Object: Sendable {
        package var body: [UInt8]
        package var contentType: String
        package var modified: SimulatedInstant
        /// Headers that come back as they were sent: `Cache-Control`, `x-amz-meta-…` and the like.
        package var headers: [WireHeader] = []
        /// The checksum that came with the object, such as `x-amz-checksum-crc32`.
        package var checksum: WireHeader?
        /// Without quotes; the store fills in the body's MD5 where it is empty.
        package var etag = ""
        /// Bytes of each part, where the object was put together of some.
        package var parts: [Int] = []

        package init(
            body: [UInt8], contentType: String, modified: SimulatedInstant, headers: [WireHeader] = [],
            checksum: WireHeader? = nil, etag: String = "", parts: [Int] = []
        ) {
            self.body = body
            self.contentType = contentType
            self.modified = modified
            self.headers = headers
            self.checksum = checksum
            self.etag = etag
            self.parts = parts
        }
    }

    package init() {}

    private struct Bucket {
        var created: SimulatedInstant
        var objects: [String: Object] = [:]
    }

    private struct State {
        var buckets: [String: Bucket] = [:]
        var size = 0
    }

    private let state = Mutex(State())
    /// The most bytes that are kept.
    package static let limit = 1 << 30

    /// Names and times of making, in order of the names.
    package var buckets: [(name: String, created: SimulatedInstant)] {
        state.withLock { $0.buckets.map { ($0.key, $0.value.created) }.sorted { $0.0 < $1.0 } }
    }

    /// Bytes of all objects.
    package var size: Int { state.withLock { $0.size } }

    package func has(_ bucket: String) -> Bool { state.withLock { $0.buckets[bucket] != nil } }

    package func get(_ bucket: String, _ key: String) -> Object? {
        state.withLock { $0.buckets[bucket]?.objects[key] }
    }

    /// Makes the bucket too, if it is not there. False, and nothing is kept, over the limit.
    package func put(_ bucket: String, _ key: String, _ object: Object) -> Bool {
        var object = object
        if object.etag.isEmpty { object.etag = MD5.hex(object.body) }
        return state.withLock { state in
            let before = state.buckets[bucket]?.objects[key]?.body.count ?? 0
            guard state.size - before + object.body.count <= ObjectStore.limit else { return false }
            state.size += object.body.count - before
            state.buckets[bucket, default: Bucket(created: object.modified)].objects[key] = object
            return true
        }
    }

    package func makeBucket(_ bucket: String, at now: SimulatedInstant = .start) {
        state.withLock { $0.buckets[bucket] = $0.buckets[bucket] ?? Bucket(created: now) }
    }

    /// False when the bucket holds objects.
    package func removeBucket(_ bucket: String) -> Bool {
        state.withLock { state in
            guard state.buckets[bucket]?.objects.isEmpty ?? true else { return false }
            state.buckets[bucket] = nil
            return true
        }
    }

    package func remove(_ bucket: String, _ key: String) {
        state.withLock { state in
            if let old = state.buckets[bucket]?.objects.removeValue(forKey: key) {
                state.size -= old.body.count
            }
        }
    }

    /// Keys with a prefix, in the order of their UTF-8 bytes, as S3 lists them.
    package func keys(_ bucket: String, prefix: String = "") -> [String] {
        state.withLock { state in
            guard let objects = state.buckets[bucket]?.objects else { return [] }
            return objects.keys.filter { $0.utf8.starts(with: prefix.utf8) }.sorted {
                $0.utf8.lexicographicallyPrecedes($1.utf8)
            }
        }
    }

    package func clear() { state.withLock { $0 = State() } }
}
