import Quantities

/// Where programs that run handlers of one function fetch their work.
struct RuntimeDesk: Sendable {
    /// A program has asked for work, and may ask again.
    var isAttached = false {
        didSet { if isAttached { hadProgram = true } }
    }
    /// A program was attached once.
    private(set) var hadProgram = false
    /// The function was deleted, and is made by nobody who was attached then.
    var isDeleted = false
    /// Requests that wait for work now.
    var pollers = 0
    private(set) var queue: [HandlerWork] = []
    /// Fetched and not answered yet.
    private(set) var taken: [HandlerWork] = []
    /// Events that found no program; they hold no environment.
    private(set) var parked: [HandlerEvent] = []
    /// Ids that were given up on; a late answer to one is taken and dropped.
    private var late: [String] = []

    private static let lateLimit = 1_000

    /// No program waits for work or is at work.
    var isDeserted: Bool { pollers == 0 && taken.isEmpty }

    mutating func add(_ work: HandlerWork) { queue.append(work) }

    /// The work that waited longest.
    mutating func take() -> HandlerWork? {
        guard !queue.isEmpty else { return nil }
        let work = queue.removeFirst()
        taken.append(work)
        return work
    }

    /// The fetched work of an id, which is then no longer there.
    mutating func finish(_ id: String) -> HandlerWork? {
        guard let index = taken.firstIndex(where: { $0.id == id }) else { return nil }
        return taken.remove(at: index)
    }

    mutating func park(_ event: HandlerEvent) { parked.append(event) }

    /// All events that waited for a program.
    mutating func unpark() -> [HandlerEvent] {
        defer { parked = [] }
        return parked
    }

    func isQueued(_ id: String) -> Bool { queue.contains { $0.id == id } }

    func isTaken(_ id: String) -> Bool { taken.contains { $0.id == id } }

    /// Gives up on work, fetched or not.
    mutating func withdraw(_ id: String) -> HandlerWork? {
        let work = queue.first { $0.id == id } ?? taken.first { $0.id == id }
        queue.removeAll { $0.id == id }
        taken.removeAll { $0.id == id }
        if work != nil { remember([id]) }
        return work
    }

    /// The caller of some work takes no answer any more.
    mutating func abandon(_ id: String) {
        for index in queue.indices where queue[index].id == id { queue[index].isAbandoned = true }
        for index in taken.indices where taken[index].id == id { taken[index].isAbandoned = true }
    }

    /// Adds the time of a call to the work that made it.
    /// - Parameter root: that the call carries; nil adds the time to all work that runs.
    mutating func pass(_ time: SimulatedDuration, root: String?) {
        for index in taken.indices where root == nil || taken[index].root == root {
            taken[index].spent = taken[index].spent + time
        }
    }

    func isLate(_ id: String) -> Bool { late.contains(id) }

    /// All work that waits, given up at once.
    mutating func drain() -> [HandlerWork] {
        defer { queue = [] }
        return queue
    }

    /// Forgets all work; programs stay attached, and late answers of theirs are taken.
    /// - Returns: ids of what is forgotten.
    @discardableResult
    mutating func clear() -> [String] {
        let ids = (taken + queue).map(\.id)
        remember(taken.map(\.id))
        queue = []
        taken = []
        parked = []
        return ids
    }

    private mutating func remember(_ ids: [String]) {
        late = Array((late + ids).suffix(RuntimeDesk.lateLimit))
    }
}
