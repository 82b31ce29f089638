import Encodings

/// DATEADD, DATEDIFF, DATE_TRUNC and DATE_PART on wall-clock values.
enum TimeMath {
    /// Wall-clock nanoseconds moved by whole parts.
    static func add(_ part: DatePart, _ count: Int, to nanoseconds: Int64) throws -> Int64 {
        if let months = part.months {
            let (days, rest) = GregorianCalendar.split(nanoseconds)
            let (total, over) = months.multipliedReportingOverflow(by: count)
            guard !over, total.magnitude < 200_000 else { throw outOfRange() }
            return try GregorianCalendar.join(GregorianCalendar.addingMonths(days, total), rest)
        }
        guard let unit = part.nanoseconds else { throw unsupported(part, "DATEADD") }
        let (product, over) = unit.multipliedReportingOverflow(by: Int64(count))
        let (sum, past) = nanoseconds.addingReportingOverflow(product)
        guard !over, !past else { throw outOfRange() }
        return try GregorianCalendar.checked(sum)
    }

    /// A day moved by a part of a day or longer.
    static func add(_ part: DatePart, _ count: Int, toDay days: Int) throws -> Int {
        if let months = part.months {
            let (total, over) = months.multipliedReportingOverflow(by: count)
            guard !over, total.magnitude < 200_000 else { throw outOfRange() }
            return GregorianCalendar.addingMonths(days, total)
        }
        guard let unit = part.nanoseconds else { throw unsupported(part, "DATEADD") }
        let (moved, over) = (Int(unit / GregorianCalendar.nanosecondsADay)).multipliedReportingOverflow(
            by: count)
        guard !over, moved.magnitude < 10_000_000 else { throw outOfRange() }
        return days + moved
    }

    static func outOfRange() -> SnowError {
        .runtime("100041", "22007", "Timestamp outside the years 1678 to 2262")
    }

    static func unsupported(_ part: DatePart, _ function: String) -> SnowError {
        .compilation(
            "'\(part.rawValue)' is not a valid date/time component for function \(function)", code: "001045",
            sqlState: "22023")
    }

    /// Boundaries of the part crossed from `start` to `end`, each a day and a nanosecond of it.
    static func difference(_ part: DatePart, _ start: Clock, _ end: Clock) throws -> Int {
        let (one, other) = (start.days, end.days)
        switch part {
        case .year: return GregorianCalendar.date(other).year - GregorianCalendar.date(one).year
        case .quarter: return quarterIndex(other) - quarterIndex(one)
        case .month: return monthIndex(other) - monthIndex(one)
        case .week, .weekISO: return weekIndex(other) - weekIndex(one)
        case .day: return other - one
        default:
            guard let unit = part.nanoseconds else { throw unsupported(part, "DATEDIFF") }
            let unitsADay = Int(GregorianCalendar.nanosecondsADay / unit)
            let (days, over) = (other - one).multipliedReportingOverflow(by: unitsADay)
            guard !over else { throw outOfRange() }
            return days + Int(end.rest / unit - start.rest / unit)
        }
    }

    /// A wall clock: days since 1970-01-01 and nanoseconds of the day. Unlike a timestamp, it reaches year 9999.
    struct Clock {
        var days: Int
        var rest: Int64
        var offset = 0
    }

    private static func monthIndex(_ days: Int) -> Int {
        let date = GregorianCalendar.date(days)
        return date.year * 12 + date.month - 1
    }

    private static func quarterIndex(_ days: Int) -> Int {
        GregorianCalendar.floorDivide(monthIndex(days), 3)
    }

    /// Weeks start on Monday.
    private static func weekIndex(_ days: Int) -> Int { GregorianCalendar.floorDivide(days + 3, 7) }

    /// The first day of the part that holds the day.
    static func truncate(_ part: DatePart, day days: Int) throws -> Int {
        let date = GregorianCalendar.date(days)
        switch part {
        case .year: return GregorianCalendar.days(date.year, 1, 1)
        case .quarter: return GregorianCalendar.days(date.year, (date.month - 1) / 3 * 3 + 1, 1)
        case .month: return GregorianCalendar.days(date.year, date.month, 1)
        case .week, .weekISO: return days - GregorianCalendar.isoWeekday(days) + 1
        case .day: return days
        default: throw unsupported(part, "DATE_TRUNC")
        }
    }

    static func truncate(_ part: DatePart, _ nanoseconds: Int64) throws -> Int64 {
        if part.isSmallerThanDay, let unit = part.nanoseconds {
            return GregorianCalendar.floorDivide(nanoseconds, unit) * unit
        }
        return try GregorianCalendar.join(truncate(part, day: GregorianCalendar.split(nanoseconds).days), 0)
    }

    /// A part of a wall-clock time. Weeks are ISO weeks; days of the week count from Sunday, 0.
    static func part(_ part: DatePart, of clock: Clock) throws -> Int {
        let (days, rest) = (clock.days, clock.rest)
        let date = GregorianCalendar.date(days)
        switch part {
        case .year: return date.year
        case .quarter: return (date.month - 1) / 3 + 1
        case .month: return date.month
        case .week, .weekISO: return GregorianCalendar.isoWeek(days).week
        case .yearOfWeek, .yearOfWeekISO: return GregorianCalendar.isoWeek(days).year
        case .day: return date.day
        case .dayOfWeek: return GregorianCalendar.weekday(days)
        case .dayOfWeekISO: return GregorianCalendar.isoWeekday(days)
        case .dayOfYear: return GregorianCalendar.dayOfYear(days)
        case .hour: return Int(rest / 3_600_000_000_000)
        case .minute: return Int(rest / 60_000_000_000 % 60)
        case .second: return Int(rest / 1_000_000_000 % 60)
        case .millisecond: return Int(rest % 1_000_000_000 / 1_000_000)
        case .microsecond: return Int(rest % 1_000_000_000 / 1_000)
        case .nanosecond: return Int(rest % 1_000_000_000)
        case .epochSecond: return days * 86_400 + Int(rest / 1_000_000_000) - clock.offset * 60
        case .epochMillisecond: return (days * 86_400 - clock.offset * 60) * 1_000 + Int(rest / 1_000_000)
        case .epochMicrosecond: return (days * 86_400 - clock.offset * 60) * 1_000_000 + Int(rest / 1_000)
        case .epochNanosecond:
            return Int(try GregorianCalendar.join(days, rest)) - clock.offset * 60_000_000_000
        case .timezoneHour: return clock.offset / 60
        case .timezoneMinute: return clock.offset % 60
        }
    }
}
