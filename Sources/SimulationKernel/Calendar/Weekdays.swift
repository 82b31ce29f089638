/// A set of days of the week. The run starts on a Monday.
@frozen
public struct Weekdays: OptionSet, Hashable, Sendable {
    public let rawValue: UInt8

    @inlinable public init(rawValue: UInt8) { self.rawValue = rawValue }

    public static let monday = Weekdays(rawValue: 1 << 0)
    public static let tuesday = Weekdays(rawValue: 1 << 1)
    public static let wednesday = Weekdays(rawValue: 1 << 2)
    public static let thursday = Weekdays(rawValue: 1 << 3)
    public static let friday = Weekdays(rawValue: 1 << 4)
    public static let saturday = Weekdays(rawValue: 1 << 5)
    public static let sunday = Weekdays(rawValue: 1 << 6)

    /// Monday to Friday.
    public static let workweek = Weekdays(rawValue: 0b001_1111)
    public static let all = Weekdays(rawValue: 0b111_1111)

    /// Whether the day is in the set; 0 is Monday.
    @inlinable public func contains(dayIndex: Int) -> Bool { rawValue >> UInt8(dayIndex) & 1 == 1 }

    /// How many of the first `days` days of the week are in the set, 0...7.
    @inlinable public func count(before days: Int) -> Int {
        (rawValue & (1 << UInt8(days) - 1)).nonzeroBitCount
    }
}
