/// A week's change records and the customers' rows, read in place.
struct WeekOfChanges {
    let changes: UnsafeBufferPointer<ChangeRecord>
    let stride: Int
    private let oldRows: UnsafePointer<UInt8>
    private let population: Population

    init(_ population: Population) {
        self.population = population
        changes = UnsafeBufferPointer(start: population.records.records.base, count: population.records.count)
        stride = population.layout.stride
        oldRows = UnsafePointer(population.records.oldRows.base)
    }

    /// The row of a record's customer before the change.
    func oldRow(_ place: Int) -> UnsafePointer<UInt8> { oldRows + place * stride }

    /// The row of a customer now.
    func row(of customer: Int32) -> UnsafePointer<UInt8> {
        UnsafePointer(population.rows.base + Int(customer) * stride)
    }

    /// Calls `body` with what compares rows.
    func withRows(_ body: (LeafCounter) -> Void) {
        LeafCounter.with(population.layout, sums: population.leafSums.base, body)
    }
}
