public import Quantities

/// Requests that were refused for the moment, and when they may come again.
///
/// A client that is told to wait does so in real time, which moves no virtual time. So a request that comes again after a
/// refusal has waited in virtual time: as long as the answer said, else one second, then two, four and so on up to twenty,
/// as clients' own back-off does. Clients that wait less are found by the verdict, not here.
struct Refusals: Sendable {
    private struct Entry {
        /// All refusals, and those since the last answer.
        var count = 0
        var inARow = 0
        var until = SimulatedInstant.start
    }

    private var entries: [UInt64: Entry] = [:]
    /// More different requests than this are not kept apart: all are forgotten.
    private static let mostEntries = 100_000
    private static let longestWait: Int64 = 20_000_000_000

    /// When a request that was refused the last time may come again.
    func end(of canonical: UInt64) -> SimulatedInstant? {
        guard let entry = entries[canonical], entry.inARow > 0 else { return nil }
        return entry.until
    }

    /// How often the request was refused.
    func count(of canonical: UInt64) -> Int { entries[canonical]?.count ?? 0 }

    mutating func note(_ answer: WireAnswer, to canonical: UInt64, at now: SimulatedInstant) {
        guard answer.isRefusal else {
            entries[canonical]?.inARow = 0
            return
        }
        if entries.count >= Refusals.mostEntries { entries = [:] }
        var entry = entries[canonical] ?? Entry()
        let own = min(Refusals.longestWait, 1_000_000_000 << Int64(min(entry.inARow, 5)))
        entry.count += 1
        entry.inARow += 1
        entry.until = now + (answer.announcedWait ?? SimulatedDuration(nanoseconds: own))
        entries[canonical] = entry
    }
}

extension WireAnswer {
    /// A refusal for the moment: the same request may get through later.
    public var isRefusal: Bool { status == 429 || status == 529 || status >= 500 }

    /// How long the client is told to wait; a day at most.
    public var announcedWait: SimulatedDuration? {
        func header(_ name: String, milliseconds unit: Int) -> SimulatedDuration? {
            headers[name].flatMap(Int.init).map { .milliseconds(min(max(0, $0), 86_400_000 / unit) * unit) }
        }
        return header("x-amz-retry-after", milliseconds: 1) ?? header("retry-after-ms", milliseconds: 1)
            ?? header("retry-after", milliseconds: 1_000)
    }
}
