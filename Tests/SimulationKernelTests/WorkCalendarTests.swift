import Quantities
import SimulationKernel
import Testing

@Suite("A work calendar agrees with a walk through the week minute by minute")
struct WorkCalendarTests {
    static let calendars = [
        WorkCalendar(),
        WorkCalendar(weekdays: [.tuesday, .thursday, .sunday], openingHour: 8, closingHour: 12),
        WorkCalendar(weekdays: .monday, openingHour: 0, closingHour: 24),
        WorkCalendar(weekdays: [.saturday, .sunday], opens: .minutes(615), closes: .minutes(1_439)),
        WorkCalendar.alwaysOpen,
    ]

    @Test("opening, working time and completion", arguments: calendars)
    func bruteForce(calendar: WorkCalendar) {
        let walk = MinuteWalk(calendar)
        for start in stride(from: 0, to: 2 * 7 * 1_440, by: 97) {
            let from = minute(start)
            #expect(calendar.isOpen(at: from) == walk.open[start])
            #expect(calendar.nextOpening(atOrAfter: from) == minute(walk.nextOpen(start)))
            for length in [1, 59, 240, 480, 1_441, 3_000] {
                #expect(
                    calendar.workingTime(from: from, to: minute(start + length))
                        == .minutes(walk.worked(start, start + length)))
                #expect(
                    calendar.completion(of: .minutes(length), startingAt: from)
                        == minute(walk.completion(of: length, from: start)))
            }
        }
    }

    @Test("every minute of a week opens and closes as on the walk", arguments: calendars)
    func everyMinute(calendar: WorkCalendar) {
        let walk = MinuteWalk(calendar)
        for start in 0..<7 * 1_440 where calendar.isOpen(at: minute(start)) != walk.open[start] {
            Issue.record("minute \(start)")
        }
        #expect(calendar.workingTimePerWeek == .minutes(walk.worked(0, 7 * 1_440)))
    }

    @Test("completion is the first instant by which the work fits, to the nanosecond", arguments: calendars)
    func inverse(calendar: WorkCalendar) {
        var random = SplitMix(seed: 11)
        for _ in 0..<500 {
            let start = SimulatedInstant(
                nanoseconds: Int64(random.below(3_000_000_000_000_000)) - 500_000_000_000_000)
            let work = SimulatedDuration(nanoseconds: Int64(random.below(900_000_000_000_000)) + 1)
            let end = calendar.completion(of: work, startingAt: start)
            let before = SimulatedInstant(nanoseconds: end.nanoseconds - 1)
            #expect(calendar.workingTime(from: start, to: end) == work)
            #expect(calendar.workingTime(from: start, to: before) < work)
        }
    }

    @Test("work that fills the day ends at closing time, one nanosecond more on the next morning")
    func closingTime() {
        let calendar = WorkCalendar()
        let fridayNine = SimulatedInstant.start + .days(4) + .hours(9)
        #expect(calendar.completion(of: .hours(8), startingAt: fridayNine) == fridayNine + .hours(8))
        let over = SimulatedDuration(nanoseconds: SimulatedDuration.hours(8).nanoseconds + 1)
        let mondayNine = SimulatedInstant.start + .days(7) + .hours(9)
        #expect(
            calendar.completion(of: over, startingAt: fridayNine)
                == mondayNine + SimulatedDuration(nanoseconds: 1))
        let saturday = SimulatedInstant.start + .days(5)
        #expect(calendar.completion(of: .zero, startingAt: saturday) == saturday)
        #expect(calendar.completion(of: .minutes(1), startingAt: saturday) == mondayNine + .minutes(1))
    }

    private func minute(_ count: Int) -> SimulatedInstant { .start + .minutes(count) }
}

/// The calendar's hours as one flag a minute, for eight weeks.
private struct MinuteWalk {
    let open: [Bool]

    init(_ calendar: WorkCalendar) {
        let days: [Weekdays] = [.monday, .tuesday, .wednesday, .thursday, .friday, .saturday, .sunday]
        let opens = Int(calendar.opens.nanoseconds / 60_000_000_000)
        let closes = Int(calendar.closes.nanoseconds / 60_000_000_000)
        open = (0..<60 * 1_440).map { minute in
            let isWorkday = calendar.weekdays.contains(days[minute / 1_440 % 7])
            return isWorkday && (opens..<closes).contains(minute % 1_440)
        }
    }

    func worked(_ start: Int, _ end: Int) -> Int { open[start..<end].count { $0 } }

    func nextOpen(_ start: Int) -> Int { open[start...].firstIndex(of: true)! }

    func completion(of work: Int, from start: Int) -> Int {
        var left = work
        var minute = start
        while left > 0 {
            if open[minute] { left -= 1 }
            minute += 1
        }
        return minute
    }
}
