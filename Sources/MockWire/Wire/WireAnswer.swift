public import Encodings
public import Quantities

/// What goes back over the wire, and what the call was: everything that the journal, the meters and the front need.
public struct WireAnswer: Sendable {
    public var status: Int
    public var headers: [WireHeader]
    public var body: WireBody
    public var usage: Usage
    /// From the request's arrival to the last byte of the answer.
    public var serviceTime: SimulatedDuration
    /// The operation, where the body and not the path names it; nil takes the route's.
    public var operation: String?
    /// The segment, campaign or job that the call was about; zero if it was about none.
    public var entity: UInt64
    /// What becomes of the call after it was answered, such as a delivery to a subscriber.
    public var effects: [WireEffect] = []
    /// What the service noticed about the client, such as `unbounded_max_tokens`.
    public var notes: [String] = []
    /// Keys of waits that end now.
    public var wakes: [String] = []
    /// A moment that the client is told.
    public var deadline: WireDeadline?
    /// The call is of a time before a reset: no record is kept of it, and no time passes.
    public var isForgotten = false

    public init(
        status: Int = 200, headers: [WireHeader] = [], body: WireBody = .bytes([]), usage: Usage = Usage(),
        serviceTime: SimulatedDuration = .zero, entity: UInt64 = 0
    ) {
        self.status = status
        self.headers = headers
        self.body = body
        self.usage = usage
        self.serviceTime = serviceTime
        self.entity = entity
    }

    /// An answer of JSON.
    public init(
        status: Int = 200, json: JSONValue, contentType: String = "application/json",
        headers: [WireHeader] = [], usage: Usage = Usage(), serviceTime: SimulatedDuration = .zero
    ) {
        self.init(
            status: status, headers: [WireHeader("Content-Type", contentType)] + headers,
            body: .bytes(Array(json.text().utf8)), usage: usage, serviceTime: serviceTime)
    }
}

/// The body of an answer.
public enum WireBody: Hashable, Sendable {
    case bytes([UInt8])
    /// Frames, each due some time after the request; with `isCut` the connection breaks after the last one.
    case frames([WireFrame], isCut: Bool)
    /// No answer yet: another request must come first. The front asks again with the same ticket once it did.
    case wait(WireWait)

    public var isWait: Bool { if case .wait = self { true } else { false } }

    /// All bytes, one after the other.
    public var bytes: [UInt8] {
        switch self {
        case .bytes(let bytes): bytes
        case .frames(let frames, _): frames.flatMap(\.bytes)
        case .wait: []
        }
    }
}

/// A piece of a streamed answer.
public struct WireFrame: Hashable, Sendable {
    public var bytes: [UInt8]
    /// From the request's arrival.
    public var due: SimulatedDuration

    public init(_ bytes: [UInt8], due: SimulatedDuration) {
        self.bytes = bytes
        self.due = due
    }
}
