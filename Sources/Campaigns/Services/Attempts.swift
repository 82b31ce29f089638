import Quantities
import RandomStreams
import ServiceModels
import SimulationKernel

extension Services {
    /// Makes a call outside an event loop, and makes it again after a refusal that may pass, in virtual time.
    ///
    /// Each attempt has draws of its own, keyed by the call and the attempt; the first one's are the call's.
    /// - Returns: how the last attempt ended, and when it was made.
    func attempt<Response>(
        _ service: Meter.Service, entity: Int, step: Int, at start: SimulatedInstant, draws: NamedStreams,
        _ call: (SimulatedInstant, StreamKey) -> Handled<Response>
    ) -> (handled: Handled<Response>, at: SimulatedInstant) {
        var now = start
        var failures = 0
        while true {
            let handled = call(now, draws.key(entity: entity, step: step | failures << Services.attemptShift))
            guard let error = handled.error, error.isRetryable else { return (handled, now) }
            failures += 1
            var stream = terms.waits.stream(entity: entity, step: step | failures << Services.attemptShift)
            let wait = terms.patience.backoff.delay(afterFailure: failures, using: &stream)
            meters.noteRetry(of: service, after: wait)
            guard let wait else { return (handled, now) }
            now = now + handled.serviceTime + wait
        }
    }

    /// Where an attempt stands in the 32 bits of the step that keys its draws: above campaign and call, which take 20.
    static let attemptShift = 20
}
