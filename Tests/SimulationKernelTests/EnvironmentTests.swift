import Quantities
import SimulationKernel
import Testing

@Suite("The environment moves time from event to event")
struct EnvironmentTests {
    @Test("time is that of the event, and what a handler schedules is handled in its turn")
    func cascade() {
        var environment = Environment<Int>()
        var seen: [[Int64]] = []
        environment.schedule(3, after: .seconds(3))
        environment.schedule(1, after: .seconds(1))
        let stop = environment.run { event, environment in
            seen.append([Int64(event), environment.now.nanoseconds / 1_000_000_000])
            if event == 1 {
                environment.schedule(10, after: .seconds(1))
                environment.schedule(11, after: .seconds(2))
                environment.schedule(12, after: .zero)
            }
        }
        #expect(seen == [[1, 1], [12, 1], [10, 2], [3, 3], [11, 3]])
        #expect(stop == .finished)
        #expect(environment.handledEvents == 5)
        #expect(environment.now == .start + .seconds(3))
    }

    @Test("a handler that is a type changes its own state")
    func handlerType() {
        var environment = Environment<Countdown.Event>()
        var countdown = Countdown(remaining: 4)
        environment.schedule(.tick, after: .minutes(1))
        environment.run(&countdown)
        #expect(countdown.remaining == 0)
        #expect(environment.now == .start + .minutes(4))
    }

    @Test("a run until an instant handles the events of that instant and leaves the clock there")
    func until() {
        var environment = Environment<Int>()
        for second in 1...5 { environment.schedule(second, after: .seconds(second)) }
        var seen: [Int] = []
        #expect(
            environment.run(until: .start + .seconds(3)) { event, _ in seen.append(event) } == .reachedTime)
        #expect(seen == [1, 2, 3])
        #expect(environment.now == .start + .seconds(3))
        #expect(environment.nextTime == .start + .seconds(4))
        #expect(environment.run(until: .start + .seconds(9)) { event, _ in seen.append(event) } == .finished)
        #expect(seen == [1, 2, 3, 4, 5])
        #expect(environment.now == .start + .seconds(9))
    }

    @Test("a run with a handler type stops like one with a closure")
    func handlerUntil() {
        var environment = Environment<Countdown.Event>(maximumEvents: 3)
        var countdown = Countdown(remaining: 9)
        environment.schedule(.tick, after: .minutes(1))
        #expect(environment.run(until: .start + .minutes(2), &countdown) == .reachedTime)
        #expect(countdown.remaining == 7)
        #expect(environment.run(&countdown) == .reachedMaximumEvents)
        #expect(countdown.remaining == 6)
    }

    @Test("a model that never ends stops at the bound on events and says so")
    func bound() {
        var environment = Environment<Void>(maximumEvents: 1_000)
        environment.schedule((), after: .zero)
        var handled = 0
        let stop = environment.run { _, environment in
            handled += 1
            environment.schedule((), after: .zero)
        }
        #expect(stop == .reachedMaximumEvents)
        #expect(handled == 1_000)
        #expect(environment.pendingEvents == 1)
    }

    @Test("exactly as many events as the bound allows is a finished run")
    func boundMet() {
        var environment = Environment<Int>(maximumEvents: 3)
        for event in 0..<3 { environment.schedule(event, after: .zero) }
        #expect(environment.run { _, _ in } == .finished)
    }

    @Test("a copy goes its own way")
    func copies() {
        var environment = Environment<Int>()
        environment.schedule(1, after: .seconds(1))
        environment.schedule(2, after: .seconds(2))
        var copy = environment
        copy.schedule(0, after: .milliseconds(1))
        #expect(copy.step() == 0)
        #expect(environment.step() == 1)
        #expect(copy.step() == 1)
        #expect(copy.step() == 2)
        #expect(environment.pendingEvents == 1)
    }

    @Test("an error of the handler leaves the run, and the rest can go on")
    func errors() throws {
        struct Refusal: Error, Equatable { var event: Int }
        var environment = Environment<Int>()
        for event in 1...3 { environment.schedule(event, after: .seconds(event)) }
        #expect(throws: Refusal(event: 2)) {
            try environment.run { event, _ throws(Refusal) in
                if event == 2 { throw Refusal(event: 2) }
            }
        }
        #expect(environment.now == .start + .seconds(2))
        #expect(environment.step() == 3)
    }

    @Test("scheduling in the past is a defect of the model and ends the program")
    func past() async {
        await #expect(processExitsWith: .failure) {
            var environment = Environment<Int>(startingAt: SimulatedInstant(nanoseconds: 10))
            environment.schedule(1, at: SimulatedInstant(nanoseconds: 9))
        }
    }
}

private struct Countdown: EventHandler {
    enum Event { case tick }

    var remaining: Int

    mutating func handle(_ event: Event, in environment: inout Environment<Event>) {
        remaining -= 1
        if remaining > 0 { environment.schedule(.tick, after: .minutes(1)) }
    }
}
