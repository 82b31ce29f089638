/// The distinct rows of an audience, ascending, with their counts.
struct DistinctRows {
    let attributeCount: Int
    /// `levels[row * attributeCount + attribute]`
    let levels: [UInt8]
    let counts: [Int]
    let rowOfCustomer: [Int32]
    let total: Int

    var count: Int { counts.count }

    /// - Complexity: O(customers x attributes), by one counting sort an attribute.
    init(_ audience: Audience) {
        attributeCount = audience.attributes.count
        total = audience.count
        var order = (0..<Int32(total)).map { $0 }
        // Least significant attribute first, each pass stable.
        for attribute in audience.attributes.indices.reversed() {
            let column = audience.columns[attribute]
            var starts = [Int](repeating: 0, count: 257)
            for level in column { starts[Int(level) + 1] += 1 }
            for level in 1...256 { starts[level] += starts[level - 1] }
            var sorted = order
            for customer in order {
                let level = Int(column[Int(customer)])
                sorted[starts[level]] = customer
                starts[level] += 1
            }
            order = sorted
        }
        var levels: [UInt8] = []
        var counts: [Int] = []
        var rowOfCustomer = [Int32](repeating: 0, count: total)
        var previous: Int32 = -1
        for customer in order {
            let same =
                previous >= 0
                && audience.columns.allSatisfy { $0[Int(customer)] == $0[Int(previous)] }
            if same {
                counts[counts.count - 1] += 1
            } else {
                for column in audience.columns { levels.append(column[Int(customer)]) }
                counts.append(1)
            }
            rowOfCustomer[Int(customer)] = Int32(counts.count - 1)
            previous = customer
        }
        self.levels = levels
        self.counts = counts
        self.rowOfCustomer = rowOfCustomer
    }

    @inline(__always)
    func level(_ row: Int, _ attribute: Int) -> Int { Int(levels[row * attributeCount + attribute]) }
}
