public import Quantities
public import RandomStreams

/// A service of the pipeline as a state machine: given its state, a request, an instant and a
/// stream of draws, it always gives the same answer and goes to the same state.
///
/// The caller gives each call a stream of its own, keyed by the call, and calls in the order of
/// simulated time. A mock reads no clock, calls no other mock and knows no prices.
public protocol MockService {
    associatedtype Request: Sendable
    associatedtype Response: Sendable

    /// - Precondition: `now` is not before the instant of an earlier call.
    mutating func handle(
        _ request: Request, at now: SimulatedInstant, using stream: inout RandomStream
    ) -> Handled<Response>
}
