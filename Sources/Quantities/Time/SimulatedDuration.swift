/// A length of simulated time in whole nanoseconds.
///
/// Simulated time is an integer so that sums do not depend on their order and equal
/// inputs give equal bytes on every machine. The range is ±292 years.
@frozen
public struct SimulatedDuration: Hashable, Comparable, Codable, Sendable, AdditiveArithmetic {
    public var nanoseconds: Int64

    @inlinable public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    public static let zero = SimulatedDuration(nanoseconds: 0)

    /// Rounds to the nearest nanosecond, ties to even.
    /// - Precondition: `seconds` is finite and within ±292 years.
    @inlinable public init(seconds: Double) {
        nanoseconds = Int64((seconds * 1e9).rounded(.toNearestOrEven))
    }

    @inlinable public static func milliseconds(_ count: Int) -> Self {
        Self(nanoseconds: Int64(count) * 1_000_000)
    }
    @inlinable public static func seconds(_ count: Int) -> Self {
        Self(nanoseconds: Int64(count) * 1_000_000_000)
    }
    @inlinable public static func minutes(_ count: Int) -> Self { seconds(count * 60) }
    @inlinable public static func hours(_ count: Int) -> Self { seconds(count * 3_600) }
    @inlinable public static func days(_ count: Int) -> Self { seconds(count * 86_400) }

    @inlinable public var inSeconds: Double { Double(nanoseconds) / 1e9 }
    @inlinable public var inHours: Double { Double(nanoseconds) / 3.6e12 }

    /// Milliseconds, rounded up: clouds bill started milliseconds.
    @inlinable public var millisecondsRoundedUp: Int {
        Int((nanoseconds + 999_999) / 1_000_000)
    }

    @inlinable public static func < (a: Self, b: Self) -> Bool { a.nanoseconds < b.nanoseconds }
    @inlinable public static func + (a: Self, b: Self) -> Self {
        Self(nanoseconds: a.nanoseconds + b.nanoseconds)
    }
    @inlinable public static func - (a: Self, b: Self) -> Self {
        Self(nanoseconds: a.nanoseconds - b.nanoseconds)
    }
    @inlinable public static func * (a: Self, count: Int) -> Self {
        Self(nanoseconds: a.nanoseconds * Int64(count))
    }
}
