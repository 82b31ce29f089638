import Encodings

/// A request as its bytes came in, whatever door they came through.
public struct WireRequest: Hashable, Sendable {
    /// In capitals: `POST`.
    public var method: String
    /// Path and query as sent, still percent-encoded: an ARN in a path holds an encoded `/`.
    public var target: String
    public var headers: [WireHeader]
    /// As sent; `OpenedRequest` takes off the compression.
    public var body: [UInt8]
    /// Set by a front that dropped a body over the limit.
    public var isTooLong = false
    /// Who asks. It changes no answer, and only the cloud itself may ask for what it keeps to itself.
    public var origin = Origin.client(nil)
    /// Parts of the path between slashes, decoded one by one; empty parts are left out, because clients double slashes
    /// and end paths with them.
    public let path: [String]
    /// Names and values of the query, decoded, in the order sent.
    public let query: [(name: String, value: String)]

    /// Where a request comes from.
    public enum Origin: Hashable, Sendable {
        /// A client, on a connection that the front knows by a number.
        case client(Int?)
        /// The cloud: what it does on its own after an answer.
        case cloud
    }

    public init(_ method: String, _ target: String, headers: [WireHeader] = [], body: [UInt8] = []) {
        self.method = method
        self.target = target
        self.headers = headers
        self.body = body
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        path = (parts.first ?? "").split(separator: "/").map { PercentEncoding.decoded($0) }
        query = parts.count > 1 ? FormEncoding.pairs(parts[1]) : []
    }

    /// The first value of a name in the query.
    public func parameter(_ name: String) -> String? { query.first { $0.name == name }?.value }

    public static func == (a: Self, b: Self) -> Bool {
        a.method == b.method && a.target == b.target && a.headers == b.headers && a.body == b.body
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(method)
        hasher.combine(target)
        hasher.combine(body)
    }
}
