import Encodings

/// A part of a date or time, with Snowflake's many spellings.
enum DatePart: String, Hashable, Sendable {
    case year, quarter, month, week, day, hour, minute, second, millisecond, microsecond, nanosecond
    case dayOfWeek, dayOfWeekISO, dayOfYear, weekISO, yearOfWeek, yearOfWeekISO
    case epochSecond, epochMillisecond, epochMicrosecond, epochNanosecond, timezoneHour, timezoneMinute

    private static let spellings: [(DatePart, [String])] = [
        (.year, ["year", "y", "yy", "yyy", "yyyy", "yr", "years", "yrs"]),
        (.quarter, ["quarter", "q", "qtr", "qtrs", "quarters"]),
        (.month, ["month", "mm", "mon", "mons", "months"]),
        (.week, ["week", "w", "wk", "weekofyear", "woy", "wy", "weeks"]),
        (.day, ["day", "d", "dd", "days", "dayofmonth"]),
        (.hour, ["hour", "h", "hh", "hr", "hours", "hrs"]),
        (.minute, ["minute", "m", "mi", "min", "minutes", "mins"]),
        (.second, ["second", "s", "sec", "seconds", "secs"]),
        (.millisecond, ["millisecond", "ms", "msec", "milliseconds"]),
        (.microsecond, ["microsecond", "us", "usec", "microseconds"]),
        (
            .nanosecond,
            ["nanosecond", "ns", "nsec", "nanosec", "nsecond", "nanoseconds", "nanosecs", "nseconds"]
        ),
        (.dayOfWeek, ["dayofweek", "weekday", "dow", "dw"]),
        (.dayOfWeekISO, ["dayofweekiso", "dayofweek_iso", "weekday_iso", "dow_iso", "dw_iso"]),
        (.dayOfYear, ["dayofyear", "yearday", "doy", "dy"]),
        (.weekISO, ["weekiso", "week_iso", "weekofyeariso", "weekofyear_iso"]),
        (.yearOfWeek, ["yearofweek"]), (.yearOfWeekISO, ["yearofweekiso"]),
        (.epochSecond, ["epoch_second", "epoch", "epoch_seconds"]),
        (.epochMillisecond, ["epoch_millisecond", "epoch_milliseconds"]),
        (.epochMicrosecond, ["epoch_microsecond", "epoch_microseconds"]),
        (.epochNanosecond, ["epoch_nanosecond", "epoch_nanoseconds"]),
        (.timezoneHour, ["timezone_hour", "tzh"]), (.timezoneMinute, ["timezone_minute", "tzm"]),
    ]

    init(_ text: String) throws {
        let word = text.lowercased()
        guard let part = DatePart.spellings.first(where: { $0.1.contains(word) })?.0 else {
            throw SnowError.compilation(
                "'\(text)' is not a valid date/time component", code: "001045", sqlState: "22023")
        }
        self = part
    }

    /// Nanoseconds of a part of fixed length up to a week; nil for months and longer.
    var nanoseconds: Int64? {
        switch self {
        case .week, .weekISO: 7 * GregorianCalendar.nanosecondsADay
        case .day: GregorianCalendar.nanosecondsADay
        case .hour: 3_600_000_000_000
        case .minute: 60_000_000_000
        case .second: 1_000_000_000
        case .millisecond: 1_000_000
        case .microsecond: 1_000
        case .nanosecond: 1
        default: nil
        }
    }

    /// Months of a part that counts in months; nil for others.
    var months: Int? {
        switch self {
        case .year: 12
        case .quarter: 3
        case .month: 1
        default: nil
        }
    }

    var isSmallerThanDay: Bool { nanoseconds.map { $0 < GregorianCalendar.nanosecondsADay } ?? false }
}
