/// A point of simulated time: whole nanoseconds since the start of the run.
///
/// The run starts on a Monday at 00:00, so that calendars need no dates.
@frozen
public struct SimulatedInstant: Hashable, Comparable, Codable, Sendable {
    public var nanoseconds: Int64

    @inlinable public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    public static let start = SimulatedInstant(nanoseconds: 0)

    @inlinable public static func < (a: Self, b: Self) -> Bool { a.nanoseconds < b.nanoseconds }
    @inlinable public static func + (a: Self, b: SimulatedDuration) -> Self {
        Self(nanoseconds: a.nanoseconds + b.nanoseconds)
    }
    @inlinable public static func - (a: Self, b: Self) -> SimulatedDuration {
        SimulatedDuration(nanoseconds: a.nanoseconds - b.nanoseconds)
    }
}
