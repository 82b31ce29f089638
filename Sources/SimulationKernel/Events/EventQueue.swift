public import Quantities

/// Pending events on the total key (time, priority, sequence), so that their order is never left to the heap.
///
/// A heap with four children a node: half as deep as a binary one, and the children lie side by side. The
/// sequence number grows with every insertion; it makes the key total and ties first in, first out.
/// Storage only grows, so a queue that has reached its steady size allocates nothing.
@frozen
public struct EventQueue<Event> {
    /// One pending event. Priority (8 bits) and sequence (56 bits) share a word, so a key is two words.
    @usableFromInline
    @frozen
    struct Node {
        @usableFromInline let time: Int64
        @usableFromInline let order: UInt64
        @usableFromInline let event: Event

        @inlinable init(time: Int64, order: UInt64, event: Event) {
            self.time = time
            self.order = order
            self.event = event
        }

        @inlinable
        @inline(__always)
        func precedes(_ other: Node) -> Bool {
            time < other.time || (time == other.time && order < other.order)
        }
    }

    @usableFromInline var nodes: [Node] = []
    @usableFromInline var sequence: UInt64 = 0

    /// An empty queue with room for `minimumCapacity` events before it first allocates.
    @inlinable public init(minimumCapacity: Int = 0) { nodes.reserveCapacity(minimumCapacity) }

    @inlinable public var count: Int { nodes.count }
    @inlinable public var isEmpty: Bool { nodes.isEmpty }

    /// When the first pending event is due; `nil` if there is none.
    @inlinable public var nextTime: SimulatedInstant? {
        nodes.isEmpty ? nil : SimulatedInstant(nanoseconds: nodes[0].time)
    }

    /// Adds an event.
    /// - Precondition: fewer than 2^56 events were ever pushed.
    /// - Complexity: O(log count).
    @inlinable public mutating func push(
        _ event: Event, at time: SimulatedInstant, priority: EventPriority = .normal
    ) {
        precondition(sequence < 1 << 56, "the sequence number of the event queue is used up")
        let node = Node(
            time: time.nanoseconds, order: UInt64(priority.rawValue) << 56 | sequence, event: event)
        sequence &+= 1
        nodes.append(node)
        nodes.withUnsafeMutableBufferPointer { buffer in
            let heap = buffer.baseAddress.unsafelyUnwrapped
            var hole = buffer.count &- 1
            guard hole > 0, node.precedes(heap[(hole &- 1) >> 2]) else { return }
            (heap + hole).deinitialize(count: 1)
            repeat {
                let parent = (hole &- 1) >> 2
                (heap + hole).initialize(to: (heap + parent).move())
                hole = parent
            } while hole > 0 && node.precedes(heap[(hole &- 1) >> 2])
            (heap + hole).initialize(to: node)
        }
    }

    /// Removes the first event; `nil` if the queue is empty.
    /// - Complexity: O(log count).
    @inlinable public mutating func pop() -> (time: SimulatedInstant, event: Event)? {
        guard let last = nodes.popLast() else { return nil }
        if nodes.isEmpty { return (SimulatedInstant(nanoseconds: last.time), last.event) }
        return nodes.withUnsafeMutableBufferPointer { buffer in
            let heap = buffer.baseAddress.unsafelyUnwrapped
            let count = buffer.count
            let first = heap.move()
            var hole = 0
            var child = 1
            while child < count {
                var least = child
                let end = min(child &+ 4, count)
                var sibling = child &+ 1
                while sibling < end {
                    if heap[sibling].precedes(heap[least]) { least = sibling }
                    sibling &+= 1
                }
                guard heap[least].precedes(last) else { break }
                (heap + hole).initialize(to: (heap + least).move())
                hole = least
                child = hole &* 4 &+ 1
            }
            (heap + hole).initialize(to: last)
            return (SimulatedInstant(nanoseconds: first.time), first.event)
        }
    }

    /// Forgets all pending events and keeps the storage.
    @inlinable public mutating func removeAll() { nodes.removeAll(keepingCapacity: true) }
}

extension EventQueue.Node: Sendable where Event: Sendable {}
extension EventQueue: Sendable where Event: Sendable {}
