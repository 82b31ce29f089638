import ServiceModels
import Quantities
import RandomStreams
import SimulationKernel

/// How calls end: another attempt, or the end of the invocation that made them.
extension CopyProduction {
    /// Schedules another attempt, or fails the job when the attempts are used up.
    @discardableResult
    mutating func retry(
        _ index: Int, _ error: ServiceError, of service: Meter.Service, with event: Event,
        in environment: inout Environment<Event>
    ) -> Bool {
        jobs[index].retries += 1
        jobs[index].failure = .copy(error)
        var stream = draws.waits.stream(
            entity: jobs[index].identity, step: campaign << 10 | jobs[index].retries)
        let delay =
            error.isRetryable
            ? patience.backoff.delay(afterFailure: jobs[index].retries, using: &stream) : nil
        services.meters.noteRetry(of: service, after: delay)
        guard let delay else {
            jobs[index].outcome = .failed
            return false
        }
        environment.schedule(event, after: delay)
        return true
    }

    mutating func finishInvocation(_ index: Int, in environment: inout Environment<Event>) {
        guard let invocation = jobs[index].invocation else { return }
        jobs[index].invocation = nil
        services.finish(
            invocation, entity: jobs[index].identity, at: environment.now,
            using: draws.lambda.key(entity: jobs[index].identity, step: step(jobs[index]) | 1 << 31))
        leaveFanOut(in: &environment)
    }

    mutating func leaveFanOut(in environment: inout Environment<Event>) {
        if let next = fanOut.release(at: environment.now) { invoke(next, in: &environment) }
    }
}
