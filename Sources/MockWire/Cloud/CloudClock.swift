import Quantities

/// Virtual time of a cloud: it moves on by the service time of every call, or to where a call says that it is.
public struct CloudClock: Sendable {
    private(set) var now = SimulatedInstant.start
    /// Services are never asked at an instant before one at which they were asked earlier.
    private var latestStart = SimulatedInstant.start

    /// True where one caller keeps the time of all calls and knows what it does: each call is at the instant it states.
    private let isKeptByCaller: Bool

    public init(isKeptByCaller: Bool = false) { self.isKeptByCaller = isKeptByCaller }

    mutating func restart() { self = CloudClock(isKeptByCaller: isKeptByCaller) }

    /// A hundred years, so that no sum of times overflows.
    private static let latest: Int64 = 3_155_760_000_000_000_000

    /// The instant of the next call.
    /// - Parameters:
    ///   - stated: nanoseconds that the caller gives; they may lie before the end of the last call, as calls overlap.
    ///   - wait: until when a caller who states nothing has waited.
    mutating func begin(_ stated: Int64?, notBefore wait: SimulatedInstant? = nil) -> SimulatedInstant {
        if let stated {
            now = SimulatedInstant(nanoseconds: min(max(0, stated), CloudClock.latest))
        } else if let wait, !isKeptByCaller {
            now = min(max(now, wait), SimulatedInstant(nanoseconds: CloudClock.latest))
        }
        if !isKeptByCaller { now = max(now, latestStart) }
        latestStart = now
        return now
    }

    mutating func end(after time: SimulatedDuration) {
        now = SimulatedInstant(nanoseconds: min(now.nanoseconds + time.nanoseconds, CloudClock.latest))
    }
}
