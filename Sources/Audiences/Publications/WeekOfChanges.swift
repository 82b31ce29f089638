/// A week's change records, read in place.
struct WeekOfChanges {
    let changes: UnsafeBufferPointer<ChangeRecord>
    let stride: Int
    private let rows: UnsafePointer<UInt8>

    init(_ population: Population) {
        changes = UnsafeBufferPointer(start: population.records.records.base, count: population.records.count)
        stride = population.layout.stride
        rows = UnsafePointer(population.records.oldRows.base)
    }

    /// The row of a record's customer before the change.
    func oldRow(_ place: Int) -> UnsafePointer<UInt8> { rows + place * stride }
}
