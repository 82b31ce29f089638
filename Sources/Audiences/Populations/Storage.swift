/// A fixed run of plain values outside Swift's arrays, so that jobs can write to disjoint parts of it.
final class Storage<Element: BitwiseCopyable>: @unchecked Sendable {
    let base: UnsafeMutablePointer<Element>
    let count: Int

    init(repeating value: Element, count: Int) {
        base = .allocate(capacity: max(count, 1))
        base.initialize(repeating: value, count: max(count, 1))
        self.count = count
    }

    deinit { base.deallocate() }

    func fill(_ value: Element) { base.update(repeating: value, count: count) }

    /// A longer copy; what is new holds `value`.
    func grown(to count: Int, _ value: Element) -> Storage {
        let copy = Storage(repeating: value, count: count)
        copy.base.update(from: base, count: min(self.count, count))
        return copy
    }
}
