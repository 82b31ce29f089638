/// Which of the events of one instant comes first: the smaller value.
///
/// Events of equal time and priority are handled in the order in which they were scheduled.
@frozen
public struct EventPriority: RawRepresentable, Hashable, Comparable, Sendable {
    public var rawValue: UInt8

    @inlinable public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Before everything else of the instant, such as a refill that others wait for.
    @inlinable public static var urgent: Self { Self(rawValue: 0) }
    @inlinable public static var normal: Self { Self(rawValue: 128) }
    /// After everything else of the instant, such as a deadline that work of the same instant still meets.
    @inlinable public static var late: Self { Self(rawValue: 255) }

    @inlinable public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}
