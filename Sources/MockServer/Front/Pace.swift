import Quantities
import Synchronization

/// How virtual time passes for clients: 0 answers at once, 1 makes them wait the service times.
final class Pace: Sendable {
    private let value: Mutex<Double>

    init(scale: Double) { value = Mutex(scale) }

    var scale: Double {
        get { value.withLock { $0 } }
        set { value.withLock { $0 = newValue } }
    }

    func start() -> ContinuousClock.Instant { ContinuousClock.now }

    /// Sleeps until `duration`, scaled, has passed since `start`.
    func sleep(until duration: SimulatedDuration, since start: ContinuousClock.Instant) async throws {
        let scale = scale
        guard scale > 0, duration > .zero else { return }
        try await ContinuousClock().sleep(
            until: start + .nanoseconds(Int64(Double(duration.nanoseconds) * scale)))
    }
}
