import Quantities

/// What a warehouse must have billed, worked out from when statements ran: the check of its own metering.
///
/// A run of the warehouse lasts from its first statement to a minute of idling after the last one, or to its suspension;
/// it is billed for max(60 s, end − start), in started milliseconds (`docs/model.md`, "Two accounts").
struct WarehouseTimes {
    private var start: SimulatedInstant?
    private var busyUntil = SimulatedInstant.start
    /// Milliseconds of runs that are over.
    private var over = 0
    /// What the warehouse itself metered.
    private(set) var metered = 0

    private static let minimum = SimulatedDuration.seconds(60)
    private static let idle = SimulatedDuration.seconds(60)

    /// A statement that ran.
    mutating func ran(from now: SimulatedInstant, taking time: SimulatedDuration, metered usage: Usage) {
        metered += usage.total(.warehouseMilliseconds)
        endIfIdle(at: now)
        if start == nil { (start, busyUntil) = (now, now) }
        busyUntil = max(busyUntil, now + time)
    }

    mutating func suspended(at now: SimulatedInstant, metered usage: Usage) {
        metered += usage.total(.warehouseMilliseconds)
        endIfIdle(at: now)
        end(at: max(now, busyUntil))
    }

    /// What all runs so far come to; one that goes on is billed up to its last statement.
    var expected: Int { over + (start.map { WarehouseTimes.milliseconds($0, busyUntil) } ?? 0) }

    private mutating func endIfIdle(at now: SimulatedInstant) {
        if now - busyUntil >= WarehouseTimes.idle { end(at: busyUntil + WarehouseTimes.idle) }
    }

    private mutating func end(at end: SimulatedInstant) {
        guard let start else { return }
        over += WarehouseTimes.milliseconds(start, end)
        self.start = nil
    }

    private static func milliseconds(_ start: SimulatedInstant, _ end: SimulatedInstant) -> Int {
        max(minimum, end - start).millisecondsRoundedUp
    }
}
