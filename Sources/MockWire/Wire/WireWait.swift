/// A wait of one request for another, such as an invocation's for the handler's answer.
public struct WireWait: Hashable, Sendable {
    /// What is waited for; `WireAnswer.wakes` of another answer names it.
    public var key: String
    /// Real time, after which the request is asked again all the same.
    public var milliseconds: Int

    public init(key: String, milliseconds: Int) {
        self.key = key
        self.milliseconds = milliseconds
    }

    public enum End: Hashable, Sendable {
        case woken, timedOut
        /// The client has closed its connection.
        case hungUp
    }
}

/// What a call keeps from its first try to its last: a call that waited is still one call.
public struct WireTicket: Hashable, Sendable {
    var canonical: UInt64
    var occurrence: Int
    /// Resets of the cloud before the call.
    var epoch: Int
}
