public import Quantities

/// The hours of the week in which people work: the same hours on each working day.
///
/// Time counts from Monday 00:00 of week 0 and has no holidays, time zones or clock changes. A working
/// day is half open: its first instant is `opens`, and `closes` belongs to the night.
/// - Complexity: every question is answered in a few integer divisions, whatever the span.
public struct WorkCalendar: Hashable, Sendable {
    private static let day: Int64 = 86_400_000_000_000
    private static let week: Int64 = 7 * day

    public let weekdays: Weekdays
    /// Since midnight.
    public let opens: SimulatedDuration
    /// Since midnight; at most 24 hours.
    public let closes: SimulatedDuration

    /// - Precondition: at least one weekday; 0 <= `opens` < `closes` <= 24 hours.
    public init(weekdays: Weekdays, opens: SimulatedDuration, closes: SimulatedDuration) {
        precondition(!weekdays.intersection(.all).isEmpty, "a calendar needs a working day")
        precondition(
            opens >= .zero && opens < closes && closes.nanoseconds <= WorkCalendar.day,
            "working hours lie within one day")
        self.weekdays = weekdays.intersection(.all)
        self.opens = opens
        self.closes = closes
    }

    /// Whole hours of the day, such as 9 and 17.
    public init(weekdays: Weekdays = .workweek, openingHour: Int = 9, closingHour: Int = 17) {
        self.init(weekdays: weekdays, opens: .hours(openingHour), closes: .hours(closingHour))
    }

    /// Around the clock, every day.
    public static let alwaysOpen = WorkCalendar(weekdays: .all, openingHour: 0, closingHour: 24)

    public var workingTimePerDay: SimulatedDuration { closes - opens }
    public var workingTimePerWeek: SimulatedDuration { workingTimePerDay * weekdays.count(before: 7) }

    public func isOpen(at instant: SimulatedInstant) -> Bool {
        let (_, day, time) = WorkCalendar.parts(of: instant)
        return weekdays.contains(dayIndex: day) && time >= opens.nanoseconds && time < closes.nanoseconds
    }

    /// The first open instant at or after `instant`.
    public func nextOpening(atOrAfter instant: SimulatedInstant) -> SimulatedInstant {
        if isOpen(at: instant) { return instant }
        let worked = workedSinceStart(instant)
        return self.instant(atWorked: worked, beginning: true)
    }

    /// The working time in `start`..<`end`; negative if `end` is before `start`.
    public func workingTime(from start: SimulatedInstant, to end: SimulatedInstant) -> SimulatedDuration {
        SimulatedDuration(nanoseconds: workedSinceStart(end) - workedSinceStart(start))
    }

    /// When work begun at `start` is done, if it rests while closed. No work is done at once.
    /// - Precondition: `work` is not negative and the answer lies before the end of time (292 years).
    public func completion(of work: SimulatedDuration, startingAt start: SimulatedInstant) -> SimulatedInstant
    {
        precondition(work >= .zero, "work is not negative")
        if work == .zero { return start }
        return instant(atWorked: workedSinceStart(start) + work.nanoseconds, beginning: false)
    }

    /// The instant at which the working time since the start reaches `worked`: the closing one at a day's end,
    /// or with `beginning` the next opening one.
    private func instant(atWorked worked: Int64, beginning: Bool) -> SimulatedInstant {
        let perDay = workingTimePerDay.nanoseconds
        // Counting days from one nanosecond earlier leaves an exact multiple on the day that it ends.
        let counted = beginning ? worked : worked - 1
        let workday = WorkCalendar.floorDivide(counted, perDay)
        let (week, indexInWeek) = WorkCalendar.floorDivideWithRemainder(
            workday, Int64(weekdays.count(before: 7)))
        var day = 0
        while weekdays.count(before: day + 1) <= Int(indexInWeek) { day += 1 }
        let within = worked - workday * perDay
        return SimulatedInstant(
            nanoseconds: week * WorkCalendar.week + Int64(day) * WorkCalendar.day + opens.nanoseconds + within
        )
    }

    /// Working nanoseconds from the start of week 0; negative before it.
    private func workedSinceStart(_ instant: SimulatedInstant) -> Int64 {
        let (week, day, time) = WorkCalendar.parts(of: instant)
        var worked =
            (week * Int64(weekdays.count(before: 7)) + Int64(weekdays.count(before: day)))
            * workingTimePerDay.nanoseconds
        if weekdays.contains(dayIndex: day) {
            worked += min(max(time - opens.nanoseconds, 0), workingTimePerDay.nanoseconds)
        }
        return worked
    }

    private static func parts(of instant: SimulatedInstant) -> (week: Int64, day: Int, time: Int64) {
        let (week, inWeek) = floorDivideWithRemainder(instant.nanoseconds, WorkCalendar.week)
        return (week, Int(inWeek / WorkCalendar.day), inWeek % WorkCalendar.day)
    }

    private static func floorDivide(_ a: Int64, _ b: Int64) -> Int64 { floorDivideWithRemainder(a, b).0 }

    private static func floorDivideWithRemainder(_ a: Int64, _ b: Int64) -> (Int64, Int64) {
        let (quotient, remainder) = a.quotientAndRemainder(dividingBy: b)
        return remainder < 0 ? (quotient - 1, remainder + b) : (quotient, remainder)
    }
}
