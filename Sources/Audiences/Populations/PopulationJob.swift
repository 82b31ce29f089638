/// What one job writes to while it drifts blocks: nobody else's.
final class PopulationJob: @unchecked Sendable {
    /// Changes of the leaf sums and moments; empty when there is one job, which writes in place.
    let sums: Storage<Int32>
    let moments: Storage<Int64>
    var records: RecordBuffer
    /// Where each block's records begin in `records`, with their number.
    var blocks: [(block: Int, start: Int, count: Int)] = []
    var departed = 0
    /// What reading ahead came to; nobody asks.
    var warmth: UInt64 = 0
    /// Customers of the block at hand that changed, with their leaves and rows before; one place is spare.
    let touched = Storage<Int32>(repeating: 0, count: Population.blockSize + 1)
    let touchedLeaves = Storage<Int32>(repeating: 0, count: Population.blockSize + 1)
    let touchedRows: Storage<UInt8>
    /// One bit a customer of the block: already among the touched.
    let touchedBits = Storage<UInt64>(repeating: 0, count: Population.blockSize / 64)
    /// Random words of one attribute, and the customers and level words that they come to.
    let drawnWords = Storage<UInt32>(repeating: 0, count: 2 * Population.blockSize)
    let hitPlaces = Storage<Int32>(repeating: 0, count: Population.blockSize)
    let hitWords = Storage<UInt32>(repeating: 0, count: Population.blockSize)

    init(sums: Int, moments: Int, stride: Int) {
        self.sums = Storage(repeating: 0, count: sums)
        self.moments = Storage(repeating: 0, count: moments)
        records = RecordBuffer(stride: stride)
        touchedRows = Storage(repeating: 0, count: (Population.blockSize + 1) * stride)
    }
}

/// Change records with the row of each customer before the change.
struct RecordBuffer: @unchecked Sendable {
    let stride: Int
    var count = 0
    var records = Storage(
        repeating: ChangeRecord(customer: 0, oldLeaf: -1, newLeaf: -1, profileChanged: false), count: 0)
    var oldRows = Storage<UInt8>(repeating: 0, count: 0)

    init(stride: Int) { self.stride = stride }

    /// Makes room for `more` records; appending itself does not check.
    mutating func reserve(_ more: Int) {
        guard count + more > records.count else { return }
        let capacity = max(count + more, 2 * records.count)
        records = records.grown(
            to: capacity, ChangeRecord(customer: 0, oldLeaf: -1, newLeaf: -1, profileChanged: false))
        oldRows = oldRows.grown(to: capacity * stride, 0)
    }

    mutating func append(_ other: RecordBuffer, start: Int, count more: Int) {
        reserve(more)
        (records.base + count).update(from: other.records.base + start, count: more)
        (oldRows.base + count * stride).update(
            from: other.oldRows.base + start * stride, count: more * stride)
        count += more
    }
}
