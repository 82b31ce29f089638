/// Which change records concern which watches, in order of records.
struct WatchEvents {
    struct Event {
        /// The place of the record in its week.
        var place: Int
        var wasMember: Bool
    }

    private var watches: [Int32] = []
    private var events: [Event] = []
    private var counts: [Int]

    init(watches: Int) { counts = [Int](repeating: 0, count: watches + 1) }

    mutating func add(_ watch: Int, place: Int, wasMember: Bool) {
        watches.append(Int32(watch))
        events.append(Event(place: place, wasMember: wasMember))
        counts[watch + 1] += 1
    }

    /// The events watch by watch, and where each watch's begin: a stable counting sort.
    func byWatch() -> (starts: [Int], events: [Event]) {
        var starts = counts
        for watch in 1..<starts.count { starts[watch] += starts[watch - 1] }
        var next = starts
        var ordered = events
        for (event, watch) in zip(events, watches) {
            ordered[next[Int(watch)]] = event
            next[Int(watch)] += 1
        }
        return (starts, ordered)
    }
}
