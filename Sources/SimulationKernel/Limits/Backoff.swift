public import Quantities
public import RandomStreams

/// How a client waits between attempts: exponentially longer, with jitter, and not for ever.
///
/// After the f-th failure the ceiling is min(cap, base × 2^(f − 1)). Full and equal jitter are those of
/// Brooker, "Exponential Backoff And Jitter" (AWS Architecture Blog, 2015).
public struct Backoff: Hashable, Sendable {
    public enum Jitter: String, Hashable, Sendable, CaseIterable {
        /// The ceiling itself.
        case none
        /// Uniform on 0...ceiling.
        case full
        /// Half of the ceiling plus a uniform draw on the other half.
        case equal
    }

    public let base: SimulatedDuration
    public let cap: SimulatedDuration
    /// Attempts in all, the first one included; reaching it ends the retries.
    public let maximumAttempts: Int
    public let jitter: Jitter

    /// - Precondition: 0 <= `base` <= `cap`; at least one attempt.
    public init(base: SimulatedDuration, cap: SimulatedDuration, maximumAttempts: Int, jitter: Jitter = .full)
    {
        precondition(base >= .zero && base <= cap, "the first back-off lies between zero and the cap")
        precondition(maximumAttempts >= 1, "there is at least one attempt")
        self.base = base
        self.cap = cap
        self.maximumAttempts = maximumAttempts
        self.jitter = jitter
    }

    /// The wait before the next attempt, or `nil` when the attempts are used up.
    ///
    /// The draw is keyed by request and failure, so it does not depend on what other requests draw.
    /// - Parameter failures: failed attempts of this request so far, from 1.
    /// - Precondition: `failures >= 1`.
    public func delay(afterFailure failures: Int, request: Int, streams: StreamFamily) -> SimulatedDuration? {
        var stream = streams.stream(entity: request, step: failures)
        return delay(afterFailure: failures, using: &stream)
    }

    /// The wait before the next attempt, drawn from `stream`, or `nil` when the attempts are used up.
    /// - Precondition: `failures >= 1`.
    public func delay(afterFailure failures: Int, using stream: inout RandomStream) -> SimulatedDuration? {
        guard failures < maximumAttempts else { return nil }
        let ceiling = self.ceiling(afterFailure: failures).nanoseconds
        let wait: Int64
        switch jitter {
        case .none: wait = ceiling
        case .full: wait = Backoff.uniform(0...ceiling, using: &stream)
        case .equal: wait = Backoff.uniform((ceiling / 2)...ceiling, using: &stream)
        }
        return SimulatedDuration(nanoseconds: wait)
    }

    /// The longest wait after so many failures: min(cap, base × 2^(failures − 1)), without overflow.
    /// - Precondition: `failures >= 1`.
    public func ceiling(afterFailure failures: Int) -> SimulatedDuration {
        precondition(failures >= 1, "a back-off follows a failure")
        let doublings = failures - 1
        if base == .zero { return .zero }
        guard doublings < 63, base.nanoseconds <= cap.nanoseconds >> Int64(doublings) else { return cap }
        return SimulatedDuration(nanoseconds: base.nanoseconds << Int64(doublings))
    }

    /// A whole number of nanoseconds, uniform on the range to within one part in 2^64 / range.
    private static func uniform(_ range: ClosedRange<Int64>, using stream: inout RandomStream) -> Int64 {
        let span = UInt64(range.upperBound - range.lowerBound) + 1
        return range.lowerBound + Int64(stream.next().multipliedFullWidth(by: span).high)
    }
}
