public import Quantities

/// The clock and the pending events of one simulation.
///
/// Time moves only from event to event and never back. Two runs that schedule the same events in the
/// same order handle them in the same order, whatever the machine. An environment is a value: a copy
/// is an independent simulation from that point on.
@frozen
public struct Environment<Event> {
    /// Why `run` returned.
    @frozen
    public enum Stop: Hashable, Sendable {
        /// No event is pending.
        case finished
        /// All events up to the given instant are handled; later ones are pending.
        case reachedTime
        /// `maximumEvents` events were handled and more are pending: the model may not terminate.
        case reachedMaximumEvents
    }

    /// The bound on `handledEvents`; reaching it stops a run and is reported.
    public let maximumEvents: Int
    @usableFromInline var clock: SimulatedInstant
    @usableFromInline var handled = 0
    @usableFromInline var queue: EventQueue<Event>

    /// An environment without events.
    /// - Parameter expectedPending: room for so many pending events before the queue first allocates.
    @inlinable public init(
        startingAt start: SimulatedInstant = SimulatedInstant(nanoseconds: 0), maximumEvents: Int = .max,
        expectedPending: Int = 0
    ) {
        precondition(maximumEvents >= 0, "the bound on events is negative")
        clock = start
        self.maximumEvents = maximumEvents
        queue = EventQueue(minimumCapacity: expectedPending)
    }

    /// The current simulated time.
    @inlinable public var now: SimulatedInstant { clock }

    /// How many events were taken from the queue since the start.
    @inlinable public var handledEvents: Int { handled }

    @inlinable public var pendingEvents: Int { queue.count }

    /// When the next event is due; `nil` if none is pending.
    @inlinable public var nextTime: SimulatedInstant? { queue.nextTime }

    /// Schedules an event after a delay.
    /// - Precondition: `delay` is not negative and does not lead past the end of time (292 years).
    /// - Complexity: O(log pending).
    @inlinable public mutating func schedule(
        _ event: Event, after delay: SimulatedDuration, priority: EventPriority = .normal
    ) {
        schedule(event, at: now + delay, priority: priority)
    }

    /// Schedules an event at an instant, which may be the current one.
    /// - Precondition: `time >= now`.
    /// - Complexity: O(log pending).
    @inlinable public mutating func schedule(
        _ event: Event, at time: SimulatedInstant, priority: EventPriority = .normal
    ) {
        precondition(time >= now, "an event cannot be scheduled in the past")
        queue.push(event, at: time, priority: priority)
    }

    /// Takes the next event and moves the clock to its time; `nil` if none is pending.
    ///
    /// Does not look at `maximumEvents`; `run` does.
    @inlinable public mutating func step() -> Event? {
        guard let (time, event) = queue.pop() else { return nil }
        clock = time
        handled &+= 1
        return event
    }

    /// Handles events in order until none is left, `end` is passed or the bound is reached.
    ///
    /// Events at `end` itself are handled. When it returns `reachedTime` or `finished` with an `end`,
    /// the clock stands at `end`, so that time integrals can be closed there.
    /// - Throws: what the handler throws; the event that failed is no longer pending.
    @inlinable @discardableResult
    public mutating func run<Handler: EventHandler>(
        until end: SimulatedInstant? = nil, _ handler: inout Handler
    ) throws(Handler.Failure) -> Stop where Handler.Event == Event {
        while true {
            switch advance(until: end) {
            case .event(let event): try handler.handle(event, in: &self)
            case .stop(let stop): return stop
            }
        }
    }

    /// Handles events in order with a closure; otherwise like `run(until:_:)` with a handler.
    @inlinable @discardableResult
    public mutating func run<Failure: Error>(
        until end: SimulatedInstant? = nil,
        handle: (_ event: Event, _ environment: inout Environment) throws(Failure) -> Void
    ) throws(Failure) -> Stop {
        while true {
            switch advance(until: end) {
            case .event(let event): try handle(event, &self)
            case .stop(let stop): return stop
            }
        }
    }

    @usableFromInline
    @frozen
    enum Advance {
        case event(Event)
        case stop(Stop)
    }

    /// Takes the next event of a run, or says why the run ends.
    @inlinable
    @inline(__always)
    mutating func advance(until end: SimulatedInstant?) -> Advance {
        let isOver = if let time = queue.nextTime, let end { time > end } else { queue.isEmpty }
        if isOver {
            let stop = queue.isEmpty ? Stop.finished : .reachedTime
            if let end, end > clock { clock = end }
            return .stop(stop)
        }
        guard handled < maximumEvents, let event = step() else { return .stop(.reachedMaximumEvents) }
        return .event(event)
    }
}

extension Environment: Sendable where Event: Sendable {}
