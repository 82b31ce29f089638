import Encodings

/// A date and time taken apart, to print or as read from text.
struct Moment: Hashable {
    var days = 0
    /// Nanoseconds of the day.
    var rest: Int64 = 0
    /// Minutes east of UTC; nil where the text names none.
    var offset: Int?
    var hasTime = false

    /// Nanoseconds of the wall clock since the epoch.
    func wallClock() throws -> Int64 { try GregorianCalendar.join(days, rest) }

    /// The text in that format.
    func text(_ format: [TimeFormat.Element]) -> String {
        let date = GregorianCalendar.date(days)
        let seconds = Int(rest / 1_000_000_000)
        let hour = seconds / 3600
        let minutes = offset ?? 0
        let sign = minutes < 0 ? "-" : "+"
        let two = { (value: Int) in TimeFormat.padded(value, 2) }
        return format.map { element in
            switch element {
            case .year4: TimeFormat.padded(date.year, 4)
            case .year2: two(date.year % 100)
            case .month: two(date.month)
            case .monthName: TimeFormat.fullMonths[date.month - 1]
            case .monthShort: TimeFormat.months[date.month - 1]
            case .day: two(date.day)
            case .dayShort: TimeFormat.weekdays[GregorianCalendar.weekday(days)]
            case .hour24: two(hour)
            case .hour12: two(hour % 12 == 0 ? 12 : hour % 12)
            case .meridian: hour < 12 ? "AM" : "PM"
            case .minute: two(seconds / 60 % 60)
            case .second: two(seconds % 60)
            case .fraction(let digits):
                String(TimeFormat.padded(Int(rest % 1_000_000_000), 9).prefix(digits))
            case .zone(let colon): sign + two(abs(minutes) / 60) + (colon ? ":" : "") + two(abs(minutes) % 60)
            case .zoneHour: sign + two(abs(minutes) / 60)
            case .zoneMinute: two(abs(minutes) % 60)
            case .literal(let character): String(character)
            }
        }.joined()
    }
}
