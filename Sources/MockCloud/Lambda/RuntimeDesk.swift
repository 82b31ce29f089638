/// Where programs that run handlers of one function fetch their work.
struct RuntimeDesk: Sendable {
    /// A program has asked for work, and may ask again.
    var isAttached = false
    /// Requests that wait for work now.
    var pollers = 0
    private(set) var queue: [HandlerWork] = []
    /// Fetched and not answered yet.
    private(set) var taken: [HandlerWork] = []
    /// Ids that were given up on; a late answer to one is taken and dropped.
    private var late: [String] = []

    private static let lateLimit = 1_000

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

    /// Gives up on work, fetched or not.
    mutating func withdraw(_ id: String) -> HandlerWork? {
        let work = queue.first { $0.id == id } ?? taken.first { $0.id == id }
        queue.removeAll { $0.id == id }
        taken.removeAll { $0.id == id }
        if work != nil { late = Array((late + [id]).suffix(RuntimeDesk.lateLimit)) }
        return work
    }

    func isLate(_ id: String) -> Bool { late.contains(id) }

    /// All work that waits, given up at once.
    mutating func drain() -> [HandlerWork] {
        defer { queue = [] }
        return queue
    }

    /// Forgets all work; programs stay attached.
    mutating func clear() {
        queue = []
        taken = []
        late = []
    }
}
