import Quantities
import Testing

@Suite("Simulated time is whole nanoseconds")
struct TimeTests {
    @Test("units convert exactly")
    func units() {
        #expect(SimulatedDuration.milliseconds(3).nanoseconds == 3_000_000)
        #expect(SimulatedDuration.minutes(2) == .seconds(120))
        #expect(SimulatedDuration.hours(24) == .days(1))
        #expect(SimulatedDuration.hours(36).inHours == 36)
        #expect(SimulatedDuration.milliseconds(250).inSeconds == 0.25)
    }

    @Test("seconds round to the nearest nanosecond, ties to even")
    func rounding() {
        #expect(SimulatedDuration(seconds: 0x1p-10).nanoseconds == 976_562)  // 976,562.5
        #expect(SimulatedDuration(seconds: 0x3p-10).nanoseconds == 2_929_688)  // 2,929,687.5
        #expect(SimulatedDuration(seconds: -0x1p-10).nanoseconds == -976_562)
        #expect(SimulatedDuration(seconds: 1e-9).nanoseconds == 1)
    }

    @Test("a started millisecond is billed")
    func billing() {
        #expect(SimulatedDuration.zero.millisecondsRoundedUp == 0)
        #expect(SimulatedDuration(nanoseconds: 1).millisecondsRoundedUp == 1)
        #expect(SimulatedDuration.milliseconds(7).millisecondsRoundedUp == 7)
        #expect(SimulatedDuration(nanoseconds: 7_000_001).millisecondsRoundedUp == 8)
    }

    @Test("instants and durations add and subtract")
    func arithmetic() {
        let noon = SimulatedInstant.start + .hours(12)
        #expect(noon - .start == .days(1) - .hours(12))
        #expect(noon > .start)
        #expect(SimulatedDuration.minutes(1) * 60 == .hours(1))
    }
}
