package import Quantities

/// A virtual warehouse: it runs from the first statement until it has idled for a while, and is
/// billed for that time, at least a minute each time it resumes.
package struct Warehouse: Sendable {
    package let size: String
    let autoSuspend: SimulatedDuration
    private var isRunning = false
    private var billedUntil = SimulatedInstant.start
    private var busyUntil = SimulatedInstant.start

    static let minimum = SimulatedDuration.seconds(60)

    package init(size: String, autoSuspend: SimulatedDuration) {
        self.size = size
        self.autoSuspend = autoSuspend
    }

    /// Runs a statement and gives the milliseconds that are billed from now on.
    ///
    /// A minute that is billed at resumption covers later statements within it.
    package mutating func run(from now: SimulatedInstant, taking time: SimulatedDuration) -> Int {
        var milliseconds = suspendIfIdle(at: now)
        if !isRunning {
            isRunning = true
            billedUntil = now
            busyUntil = now
            milliseconds += bill(until: now + Warehouse.minimum)
        }
        busyUntil = max(busyUntil, now + time)
        return milliseconds + bill(until: busyUntil)
    }

    /// Suspends, and gives the milliseconds not billed yet.
    mutating func suspend(at now: SimulatedInstant) -> Int {
        let milliseconds = suspendIfIdle(at: now)
        guard isRunning else { return milliseconds }
        isRunning = false
        return bill(until: max(now, busyUntil))
    }

    private mutating func suspendIfIdle(at now: SimulatedInstant) -> Int {
        guard isRunning, now - busyUntil >= autoSuspend else { return 0 }
        isRunning = false
        return bill(until: busyUntil + autoSuspend)
    }

    /// Started milliseconds up to `instant` that are not billed yet.
    private mutating func bill(until instant: SimulatedInstant) -> Int {
        guard instant > billedUntil else { return 0 }
        let milliseconds = (instant - billedUntil).millisecondsRoundedUp
        billedUntil = billedUntil + .milliseconds(milliseconds)
        return milliseconds
    }
}
