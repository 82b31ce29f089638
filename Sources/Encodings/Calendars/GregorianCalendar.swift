/// Arithmetic of the proleptic Gregorian calendar on days since 1970-01-01.
package enum GregorianCalendar {
    package static let nanosecondsADay: Int64 = 86_400_000_000_000

    package struct Day: Hashable {
        package var year: Int
        package var month: Int
        package var day: Int
    }

    /// The day number of a date (Howard Hinnant's algorithm `days_from_civil`).
    package static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let y = month <= 2 ? year - 1 : year
        let era = (y >= 0 ? y : y - 399) / 400
        let yearOfEra = y - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    /// The date of a day number (`civil_from_days`).
    package static func date(_ days: Int) -> Day {
        let z = days + 719_468
        let era = (z >= 0 ? z : z - 146_096) / 146_097
        let dayOfEra = z - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return Day(year: year, month: month, day: dayOfYear - (153 * shifted + 2) / 5 + 1)
    }

    package static func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

    package static func daysInMonth(_ year: Int, _ month: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// The date `count` months later; the day is capped at the length of the month.
    package static func addingMonths(_ days: Int, _ count: Int) -> Int {
        let date = date(days)
        let months = date.year * 12 + date.month - 1 + count
        let year = floorDivide(months, 12)
        let month = months - year * 12 + 1
        return GregorianCalendar.days(year, month, min(date.day, daysInMonth(year, month)))
    }

    /// 0 for Sunday to 6 for Saturday.
    package static func weekday(_ days: Int) -> Int { floorModulo(days + 4, 7) }

    /// 1 for Monday to 7 for Sunday.
    package static func isoWeekday(_ days: Int) -> Int { floorModulo(days + 3, 7) + 1 }

    /// ISO 8601: the week that holds Thursday belongs to Thursday's year.
    package static func isoWeek(_ days: Int) -> (year: Int, week: Int) {
        let thursday = days - isoWeekday(days) + 4
        let year = date(thursday).year
        return (year, (thursday - GregorianCalendar.days(year, 1, 1)) / 7 + 1)
    }

    package static func dayOfYear(_ days: Int) -> Int {
        days - GregorianCalendar.days(date(days).year, 1, 1) + 1
    }

    package static func floorDivide<T: SignedInteger>(_ a: T, _ b: T) -> T {
        let quotient = a / b
        return a % b < 0 ? quotient - 1 : quotient
    }

    package static func floorModulo<T: SignedInteger>(_ a: T, _ b: T) -> T { a - floorDivide(a, b) * b }

    /// The day and the nanosecond of the day of a timestamp.
    package static func split(_ nanoseconds: Int64) -> (days: Int, rest: Int64) {
        let days = floorDivide(nanoseconds, nanosecondsADay)
        return (Int(days), nanoseconds - days * nanosecondsADay)
    }
}
