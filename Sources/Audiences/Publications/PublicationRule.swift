/// Decides each week which segments may be published anew.
///
/// Two publications of nearly the same people tell what is different about the few: so the
/// customers who differ between a segment's last publication and now (joined, left, or changed a
/// published attribute) must be none, or at least k. Otherwise the segment is *held*: what was
/// published last stays. Who left and came back unchanged does not count.
///
/// The count is exact. A segment published last week needs only the week's own change records. For
/// one that was held, or that did not exist for a while, the customers that changed since are kept
/// with their state at the last publication; they are few.
public struct PublicationRule: Sendable {
    public enum Mode: String, Sendable, CaseIterable { case off, on }

    public let mode: Mode
    let threshold: Int
    let nodeOfLeaf: [Int32]
    let nodeCount: Int
    /// Each node's segment last week, as an identity, or -1.
    private var previous: [Int32]
    /// The identities that were there last week, ascending.
    private var previousSegments: [Int32] = []
    private var status: [Status]
    /// By identity, its place in the publication at hand, or -1.
    private var indexOfIdentity: [Int32]
    private var watches: [HeldSegment] = []
    /// The watches of a node: `firstWatch[node]` begins a chain through `links`.
    private var firstWatch: [Int32]
    private var links: [(watch: Int32, next: Int32)] = []
    /// For each segment of the last publication that was asked about, the customers who differ from the
    /// segment's own last publication; empty when the rule is off.
    public private(set) var differences: [Int] = []

    /// What is known of an identity; `watched` carries a place in `watches`.
    private enum Status: Equatable {
        case unknown
        case published
        case watched(Int)
    }

    /// - Parameter publisher: whose depth, hierarchy and k apply.
    public init(_ mode: Mode, publisher: Publisher) {
        self.mode = mode
        threshold = publisher.threshold
        nodeOfLeaf = publisher.nodeOfLeaf
        nodeCount = publisher.hierarchy.nodeCount(depth: publisher.depth)
        let rows = mode == .on ? nodeCount : 0
        previous = [Int32](repeating: -1, count: rows)
        firstWatch = [Int32](repeating: -1, count: rows)
        let identities = mode == .on ? 2 * publisher.hierarchy.offsets[publisher.depth + 1] : 0
        status = [Status](repeating: .unknown, count: identities)
        indexOfIdentity = [Int32](repeating: -1, count: identities)
    }

    /// For each segment of a publication: must it be held? Call once for every week, the first included.
    /// - Complexity: O(changes + nodes), plus the customers that changed in held segments.
    public mutating func held(_ publication: Publication, _ population: Population) -> [Bool] {
        guard mode == .on else { return [Bool](repeating: false, count: publication.segments.count) }
        let current = publication.segmentOfNode.map {
            $0 < 0 ? -1 : publication.segments[Int($0)].identity.rawValue
        }
        for (index, segment) in publication.segments.enumerated() {
            indexOfIdentity[Int(segment.identity.rawValue)] = Int32(index)
        }
        let week = WeekOfChanges(population)
        let counts = population.statistics(depth: publication.depth).counts
        recordInWatches(week)
        differences = fastDifferences(current, publication, week, counts)
        var held = [Bool](repeating: false, count: publication.segments.count)
        var leaving: [Int32] = []
        for (index, segment) in publication.segments.enumerated() {
            let identity = Int(segment.identity.rawValue)
            let difference: Int
            switch status[identity] {
            case .unknown: difference = 0
            case .published: difference = differences[index]
            case .watched(let place):
                difference = watches[place].difference(
                    current: current, members: publication.nodes(index), counts: counts, population,
                    nodeOfLeaf)
            }
            differences[index] = difference
            held[index] = difference > 0 && difference < threshold
            if !held[index] {
                if case .watched(let place) = status[identity] { watches[place].isClosed = true }
                status[identity] = .published
            } else if status[identity] == .published {
                leaving.append(segment.identity.rawValue)
            }
        }
        leaving += previousSegments.filter { indexOfIdentity[Int($0)] < 0 && status[Int($0)] == .published }
        open(leaving, week)
        rebuildWatches()
        for identity in indices(publication) { indexOfIdentity[Int(identity)] = -1 }
        previousSegments = indices(publication)
        previous = current
        return held
    }

    private func indices(_ publication: Publication) -> [Int32] {
        publication.segments.map(\.identity.rawValue)
    }

    /// Customers who differ from last week, for every segment of the publication.
    private func fastDifferences(
        _ current: [Int32], _ publication: Publication, _ week: WeekOfChanges,
        _ counts: UnsafeBufferPointer<Int32>
    ) -> [Int] {
        var differences = [Int](repeating: 0, count: publication.segments.count)
        var recorded = [Int32](repeating: 0, count: nodeCount)
        for change in week.changes {
            let oldNode = change.oldLeaf < 0 ? -1 : Int(nodeOfLeaf[Int(change.oldLeaf)])
            let newNode = change.newLeaf < 0 ? -1 : Int(nodeOfLeaf[Int(change.newLeaf)])
            let old = oldNode < 0 ? -1 : previous[oldNode]
            let new = newNode < 0 ? -1 : current[newNode]
            if newNode >= 0 { recorded[newNode] += 1 }
            if old == new, !change.profileChanged { continue }
            if new >= 0 { differences[Int(publication.segmentOfNode[newNode])] += 1 }
            if old >= 0, old != new, indexOfIdentity[Int(old)] >= 0 {
                differences[Int(indexOfIdentity[Int(old)])] += 1
            }
        }
        // Those without a record moved too if their node changed segments.
        for node in 0..<nodeCount where previous[node] != current[node] {
            let stayed = Int(counts[node] - recorded[node])
            if current[node] >= 0 { differences[Int(publication.segmentOfNode[node])] += stayed }
            if previous[node] >= 0, indexOfIdentity[Int(previous[node])] >= 0 {
                differences[Int(indexOfIdentity[Int(previous[node])])] += stayed
            }
        }
        return differences
    }

    private mutating func recordInWatches(_ week: WeekOfChanges) {
        guard !watches.isEmpty else { return }
        var events = WatchEvents(watches: watches.count)
        for (place, change) in week.changes.enumerated() {
            let oldNode = change.oldLeaf < 0 ? -1 : nodeOfLeaf[Int(change.oldLeaf)]
            let newNode = change.newLeaf < 0 ? -1 : nodeOfLeaf[Int(change.newLeaf)]
            if oldNode == newNode, !change.profileChanged { continue }
            // Old nodes come first: a customer who moved within the watched nodes was a member.
            if oldNode >= 0 { add(place, at: oldNode, wasMember: true, to: &events) }
            if newNode >= 0, newNode != oldNode { add(place, at: newNode, wasMember: false, to: &events) }
        }
        record(events, week)
    }

    private func add(_ place: Int, at node: Int32, wasMember: Bool, to events: inout WatchEvents) {
        var link = firstWatch[Int(node)]
        while link >= 0 {
            let (watch, next) = links[Int(link)]
            events.add(Int(watch), place: place, wasMember: wasMember)
            link = next
        }
    }

    /// Hands each watch its events in one go, so that its tables stay in the cache.
    private mutating func record(_ events: WatchEvents, _ week: WeekOfChanges) {
        let (starts, ordered) = events.byWatch()
        week.withRows { rows in
            for watch in 0..<starts.count - 1 where starts[watch] < starts[watch + 1] {
                for event in ordered[starts[watch]..<starts[watch + 1]] {
                    let change = week.changes[event.place]
                    watches[watch].record(
                        change.customer, wasMember: event.wasMember,
                        node: change.newLeaf < 0 ? -1 : nodeOfLeaf[Int(change.newLeaf)],
                        oldRow: week.oldRow(event.place), row: week.row(of: change.customer), rows)
                }
            }
        }
    }

    /// Starts to watch segments that were published last week and are not this week.
    private mutating func open(_ identities: [Int32], _ week: WeekOfChanges) {
        guard !identities.isEmpty else { return }
        var watchOfNode = [Int32](repeating: -1, count: nodeCount)
        for identity in identities {
            status[Int(identity)] = .watched(watches.count)
            watches.append(HeldSegment(identity: identity, stride: week.stride))
        }
        for node in 0..<nodeCount where previous[node] >= 0 {
            guard case .watched(let place) = status[Int(previous[node])],
                place >= watches.count - identities.count
            else { continue }
            watches[place].nodes.append(Int32(node))
            watchOfNode[node] = Int32(place)
        }
        var events = WatchEvents(watches: watches.count)
        for (place, change) in week.changes.enumerated() {
            let old = change.oldLeaf < 0 ? -1 : watchOfNode[Int(nodeOfLeaf[Int(change.oldLeaf)])]
            let new = change.newLeaf < 0 ? -1 : watchOfNode[Int(nodeOfLeaf[Int(change.newLeaf)])]
            if old >= 0 { events.add(Int(old), place: place, wasMember: true) }
            if new >= 0, new != old { events.add(Int(new), place: place, wasMember: false) }
        }
        record(events, week)
    }

    private mutating func rebuildWatches() {
        for watch in watches { for node in watch.nodes { firstWatch[Int(node)] = -1 } }
        watches.removeAll { $0.isClosed }
        links.removeAll(keepingCapacity: true)
        for (place, watch) in watches.enumerated() {
            status[Int(watch.identity)] = .watched(place)
            for node in watch.nodes {
                links.append((Int32(place), firstWatch[Int(node)]))
                firstWatch[Int(node)] = Int32(links.count - 1)
            }
        }
    }
}
