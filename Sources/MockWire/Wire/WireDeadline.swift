/// A header whose value is a moment of the client's own clock.
///
/// Services know no clock. They state how long the client has; whoever sends the answer over HTTP puts the moment in.
public struct WireDeadline: Hashable, Sendable {
    public var header: String
    public var milliseconds: Int

    public init(header: String, milliseconds: Int) {
        self.header = header
        self.milliseconds = milliseconds
    }
}

extension WireAnswer {
    /// Puts the moment of the deadline in place of the value that doors in process show.
    /// - Parameter now: milliseconds of the epoch.
    public mutating func state(deadlineFrom now: Int) {
        guard let deadline else { return }
        headers.removeAll { $0.name == deadline.header }
        headers.append(WireHeader(deadline.header, String(now + deadline.milliseconds)))
    }
}
