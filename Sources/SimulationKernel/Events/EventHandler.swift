/// What happens at an event: changes the model's state and schedules what follows from it.
///
/// A protocol and not a closure in hot code, because a generic call specialises across modules.
public protocol EventHandler<Event> {
    associatedtype Event
    /// What `handle` may throw; `Never` when it does not.
    associatedtype Failure: Error = Never

    /// Handles `event`, due now: `environment.now` is its time.
    mutating func handle(_ event: Event, in environment: inout Environment<Event>) throws(Failure)
}
