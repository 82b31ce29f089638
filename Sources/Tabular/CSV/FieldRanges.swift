/// Where each field of a record starts and ends in the buffer.
@usableFromInline
final class FieldRanges {
    @usableFromInline
    @frozen
    struct Range {
        @usableFromInline var start: Int32
        @usableFromInline var end: Int32

        /// The buffer stays far below 2 GiB, so that offsets fit.
        @inlinable init(start: Int, end: Int) {
            self.start = Int32(truncatingIfNeeded: start)
            self.end = Int32(truncatingIfNeeded: end)
        }
    }

    @usableFromInline let start: UnsafeMutablePointer<Range>
    let capacity: Int

    init(capacity: Int) {
        self.capacity = capacity
        start = .allocate(capacity: capacity)
    }

    deinit { start.deallocate() }
}
