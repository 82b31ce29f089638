import Quantities
import Scenarios
import ServiceModels
import SimulationKernel

/// How long the pipeline waits for an answer, and how often and after what wait it asks again.
struct Patience: Sendable {
    /// Exponential with full jitter: uniform on 0 to min(cap, base × 2^(f − 1)) after the f-th failure
    /// (`docs/model.md`, "Faults and retries").
    let backoff: Backoff
    /// How long a model's answer is waited for; nil waits for ever.
    let timeout: SimulatedDuration?

    init(_ limits: LimitsSettings) {
        backoff = Backoff(
            base: SimulatedDuration(seconds: limits.retryBaseSeconds),
            cap: SimulatedDuration(seconds: limits.retryCapSeconds), maximumAttempts: limits.retries + 1,
            jitter: .full)
        timeout = limits.answerTimeoutSeconds.map { SimulatedDuration(seconds: $0) }
    }

    static let timeoutCode = "ClientTimeout"

    /// The call as a caller sees it who waits no longer than the timeout; what it used is billed all the same.
    func seen<Response>(_ handled: Handled<Response>, of service: Meter.Service) -> Handled<Response> {
        guard let timeout, handled.serviceTime > timeout else { return handled }
        return Handled(
            ServiceError(
                service, code: Patience.timeoutCode, status: 408,
                message: "No answer within \(timeout.inSeconds) s.", isRetryable: true),
            taking: timeout, usage: handled.usage)
    }
}

extension FailureTally.Reason {
    /// Why a persona came to nothing whose last call ended in this error.
    static func persona(_ error: ServiceError) -> Self {
        error.code == Patience.timeoutCode
            ? .personaTimedOut : error.status == 429 ? .personaThrottled : .personaRefused
    }

    /// Why copy came to nothing whose last call ended in this error.
    static func copy(_ error: ServiceError) -> Self {
        error.code == Patience.timeoutCode
            ? .copyTimedOut : error.status == 429 ? .copyThrottled : .copyRefused
    }
}
