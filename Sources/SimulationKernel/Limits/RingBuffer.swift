/// A first-in, first-out list in a circle of slots, a power of two, that doubles when it is full.
@frozen
@usableFromInline
struct RingBuffer<Element> {
    @usableFromInline var slots: [Element?] = []
    @usableFromInline var first = 0
    @usableFromInline var count = 0

    @inlinable init() {}

    @inlinable mutating func append(_ element: Element) {
        if count == slots.count { grow() }
        slots[(first &+ count) & (slots.count &- 1)] = element
        count &+= 1
    }

    @inlinable mutating func popFirst() -> Element? {
        guard count > 0 else { return nil }
        let element = slots[first]
        slots[first] = nil
        first = (first &+ 1) & (slots.count &- 1)
        count &-= 1
        return element
    }

    @inlinable mutating func grow() {
        var larger: [Element?] = []
        let capacity = max(slots.count &* 2, 8)
        larger.reserveCapacity(capacity)
        for index in 0..<count { larger.append(slots[(first &+ index) & (slots.count &- 1)]) }
        while larger.count < capacity { larger.append(nil) }
        slots = larger
        first = 0
    }
}

extension RingBuffer: Sendable where Element: Sendable {}
