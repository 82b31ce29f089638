public import Encodings
public import Quantities
public import RandomStreams

/// One call of an operation: the request taken apart, and what the cloud gives along.
public struct WireCall: Sendable {
    public var operation: String
    public var request: WireRequest
    /// Named parts of the path.
    public var parameters: [String: String]
    /// The body without its compression.
    public var body: [UInt8]
    /// The body as JSON where it starts like it and is it.
    package var parsed: JSONValue?
    public var now: SimulatedInstant
    /// Draws of this call alone, keyed by seed, operation, canonical request and occurrence.
    public var stream: RandomStream
    /// Different for every call, equal at every run; ids of answers are made of it.
    public var key: UInt64
    /// How often the same request was answered before; what was refused, to be asked again, does not count.
    public var occurrence: Int
    /// Nil at the first try; after a wait, whether it ended without being woken.
    public var waited: WireWait.End?
    /// The call was first tried before a reset.
    public var isOld = false
    /// Where the server can be reached, such as `http://127.0.0.1:8080`; empty in process.
    public var baseURL: String

    /// The body as JSON; an empty body is an empty object.
    /// - Throws: `JSONParser.Failure`, also for bytes that are no UTF-8.
    public func json() throws(JSONParser.Failure) -> JSONValue {
        if let parsed { return parsed }
        return try body.isEmpty ? .object([]) : JSONParser.parse(body)
    }

    /// An id in the form of a UUID, version 4, from the call's key; `salt` makes several of one call.
    public func uuid(_ salt: UInt64 = 0) -> String { UUIDText.make(key, salt) }

    /// `count` letters and digits from the call's key, as ids of chat services have them.
    public func token(_ count: Int, _ salt: UInt64 = 0) -> String {
        let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZabcdefghjkmnpqrstvwxyz".utf8)
        var word = Fingerprint.mixed(key &+ salt &* 0x9e37_79b9_7f4a_7c15)
        var bytes: [UInt8] = []
        for _ in 0..<count {
            bytes.append(alphabet[Int(word % UInt64(alphabet.count))])
            word = Fingerprint.mixed(word &+ 0x9e37_79b9_7f4a_7c15)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
