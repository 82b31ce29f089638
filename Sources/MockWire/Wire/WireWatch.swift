/// A watch over a client that has got an answer and owes another request for it, such as a handler's result.
public struct WireWatch: Hashable, Sendable {
    /// What ends the watch in good order, and the real time that the client has.
    public var wait: WireWait
    /// Whether the end of the connection on which the answer went says that the client is gone.
    public var endsWithConnection: Bool
    /// What the cloud is asked when the client did not do what it owes.
    var request: WireRequest

    /// Says in the request how the watch ended.
    package static let endHeader = "Finegrain-Watch-End"
    package static let hungUp = "hung-up"

    public init(_ wait: WireWait, endsWithConnection: Bool, asking request: WireRequest) {
        self.wait = wait
        self.endsWithConnection = endsWithConnection
        self.request = request
    }

    /// The request to the cloud after the watch; nil where the client did what it owed.
    public func request(after end: WireWait.End) -> WireRequest? {
        guard end != .woken else { return nil }
        var request = request
        request.headers.append(
            WireHeader(WireWatch.endHeader, end == .hungUp ? WireWatch.hungUp : "timed-out"))
        return request
    }
}
