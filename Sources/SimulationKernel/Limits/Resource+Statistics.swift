public import Quantities

extension Resource {
    /// Servers in use.
    @inlinable public var busyServers: Int { busy }

    /// Tokens that wait now.
    @inlinable public var queueLength: Int { waiting.count }

    /// The most tokens that ever waited at once.
    @inlinable public var queuePeak: Int { peak }

    /// Services started so far.
    @inlinable public var grantedRequests: Int { grants }

    /// Requests turned away because the queue was full.
    @inlinable public var refusedRequests: Int { refusals }

    /// Busy servers integrated over time up to `end`, in server-nanoseconds.
    /// - Precondition: `end` is not before the last request or release.
    public func busyNanoseconds(until end: SimulatedInstant) -> Int128 {
        busyIntegral + elapsed(until: end) * Int128(busy)
    }

    /// Waiting tokens integrated over time up to `end`, in token-nanoseconds: the sum of all waiting times.
    /// - Precondition: `end` is not before the last request or release.
    public func waitingNanoseconds(until end: SimulatedInstant) -> Int128 {
        queueIntegral + elapsed(until: end) * Int128(waiting.count)
    }

    /// The share of server time that was busy from `start` to `end`, 0...1; 0 for an empty span.
    /// - Parameter start: the instant that the resource was created with.
    /// - Precondition: `end` is not before the last request or release.
    public func utilisation(
        from start: SimulatedInstant = .start, until end: SimulatedInstant
    ) -> Double {
        let span = (end - start).nanoseconds
        guard span > 0 else { return 0 }
        return Double(busyNanoseconds(until: end)) / (Double(span) * Double(servers))
    }

    private func elapsed(until end: SimulatedInstant) -> Int128 {
        precondition(end >= updated, "the statistics of a resource are asked for in its past")
        return Int128((end - updated).nanoseconds)
    }
}
