public import Quantities

/// A number of equal servers with one first-in, first-out queue of bounded length.
///
/// Written for event-driven code: it schedules nothing itself. `request` says whether service may start
/// now; `release` names whose service starts next, so the caller schedules that completion:
///
///     if reviewers.request(item, at: environment.now) == .granted { start(item) }
///     if let next = reviewers.release(at: environment.now) { start(next) }
///
/// `Token` identifies whoever waits. Waiting and serving are integrated over time exactly, in integers.
@frozen
public struct Resource<Token> {
    /// The answer to a request.
    @frozen
    public enum Grant: Hashable, Sendable {
        /// A server is taken; service starts now.
        case granted
        /// The token waits; a later `release` returns it.
        case queued
        /// All servers are busy and the queue is full; the token is not kept.
        case refused
    }

    public let servers: Int
    /// The most tokens that may wait.
    public let maximumQueue: Int

    @usableFromInline var busy = 0
    @usableFromInline var waiting: RingBuffer<Token>
    @usableFromInline var peak = 0
    @usableFromInline var grants = 0
    @usableFromInline var refusals = 0
    @usableFromInline var updated: SimulatedInstant
    @usableFromInline var busyIntegral: Int128 = 0
    @usableFromInline var queueIntegral: Int128 = 0

    /// An idle resource.
    /// - Precondition: at least one server; `maximumQueue` is not negative.
    @inlinable public init(
        servers: Int, maximumQueue: Int = .max,
        startingAt start: SimulatedInstant = SimulatedInstant(nanoseconds: 0)
    ) {
        precondition(servers > 0, "a resource needs a server")
        precondition(maximumQueue >= 0, "the bound of a queue is negative")
        self.servers = servers
        self.maximumQueue = maximumQueue
        waiting = RingBuffer()
        updated = start
    }

    /// Asks for a server.
    /// - Precondition: `now` is not before an earlier request or release.
    /// - Complexity: O(1), amortised while the queue grows to its peak.
    @inlinable public mutating func request(_ token: Token, at now: SimulatedInstant) -> Grant {
        integrate(to: now)
        if busy < servers {
            busy &+= 1
            grants &+= 1
            return .granted
        }
        guard waiting.count < maximumQueue else {
            refusals &+= 1
            return .refused
        }
        waiting.append(token)
        peak = max(peak, waiting.count)
        return .queued
    }

    /// Gives a server back, and hands it at once to whoever has waited longest.
    /// - Returns: the token whose service starts now; `nil` if nobody waits.
    /// - Precondition: a server is busy; `now` is not before an earlier request or release.
    /// - Complexity: O(1).
    @inlinable public mutating func release(at now: SimulatedInstant) -> Token? {
        precondition(busy > 0, "a release without a grant")
        integrate(to: now)
        guard let next = waiting.popFirst() else {
            busy &-= 1
            return nil
        }
        grants &+= 1
        return next
    }

    @inlinable mutating func integrate(to now: SimulatedInstant) {
        let elapsed = now.nanoseconds &- updated.nanoseconds
        precondition(elapsed >= 0, "the clock of a resource does not go back")
        updated = now
        busyIntegral &+= Int128(elapsed) &* Int128(busy)
        queueIntegral &+= Int128(elapsed) &* Int128(waiting.count)
    }
}

extension Resource: Sendable where Token: Sendable {}
