import Encodings
import MockWire
import Quantities

/// An upload in parts, not yet put together.
struct S3Upload {
    struct Part {
        let body: [UInt8]
        let etag: String
        let modified: SimulatedInstant
        /// The checksum that came with the part.
        let checksum: WireHeader?

        init(body: [UInt8], modified: SimulatedInstant, checksum: WireHeader? = nil) {
            self.body = body
            self.modified = modified
            self.checksum = checksum
            etag = MD5.hex(body)
        }
    }

    var bucket: String
    var key: String
    var contentType: String
    var headers: [WireHeader]
    var initiated: SimulatedInstant
    private(set) var parts: [Int: Part] = [:]
    /// Bytes of all parts.
    private(set) var size = 0

    /// Every part but the last is at least this long.
    static let smallestPart = 5 << 20

    init(
        bucket: String, key: String, contentType: String, headers: [WireHeader], initiated: SimulatedInstant
    ) {
        self.bucket = bucket
        self.key = key
        self.contentType = contentType
        self.headers = headers
        self.initiated = initiated
    }

    /// Numbers of the parts that are there, in order.
    var numbers: [Int] { parts.keys.sorted() }

    /// Keeps a part in place of an earlier one of its number.
    mutating func put(_ part: Part, number: Int) {
        size += part.body.count - (parts[number]?.body.count ?? 0)
        parts[number] = part
    }
}
