import Audiences

/// The distinct rows of an audience with their counts, in the order of their codes.
///
/// Means over customers become means over cells, which are far fewer.
struct WeightedCells: Sendable {
    /// Row-major attribute values of each cell.
    let rows: [UInt8]
    let counts: [Int]
    let width: Int
    let total: Int
    /// Share of the audience at each level of each attribute.
    let shares: [[Double]]
    /// Mixed-radix place value of each attribute in a cell's code.
    let strides: [Int]

    /// - Complexity: O(customers) with a table where the code space is small, else a sort.
    init(_ audience: Audience) {
        let attributes = audience.attributes
        width = attributes.count
        total = audience.count
        var strides = [Int](repeating: 1, count: width)
        var space = 1
        for j in stride(from: width - 1, through: 0, by: -1) {
            strides[j] = space
            space = space.multipliedReportingOverflow(by: attributes[j].levels.count).partialValue
        }
        self.strides = strides
        var codes = [Int](repeating: 0, count: audience.count)
        for j in 0..<width {
            let column = audience.columns[j]
            for i in codes.indices { codes[i] &+= Int(column[i]) &* strides[j] }
        }
        codes.sort()
        var rows: [UInt8] = []
        var counts: [Int] = []
        var last: Int?
        for code in codes {
            if code == last {
                counts[counts.count - 1] += 1
                continue
            }
            last = code
            counts.append(1)
            for j in 0..<width { rows.append(UInt8(code / strides[j] % attributes[j].levels.count)) }
        }
        self.rows = rows
        self.counts = counts
        var shares = attributes.map { [Double](repeating: 0, count: $0.levels.count) }
        for cell in counts.indices {
            for j in 0..<width { shares[j][Int(rows[cell * width + j])] += Double(counts[cell]) }
        }
        self.shares = shares.map { $0.map { $0 / Double(max(1, audience.count)) } }
    }

    func code(of cell: Int) -> Int {
        (0..<width).reduce(0) { $0 + Int(rows[cell * width + $1]) * strides[$1] }
    }

    /// Variance over the audience of b(x) = Σⱼ Bⱼ[xⱼ], averaged over angles; the table is centred.
    func meanVariance(of table: TasteTable) -> Double {
        let angles = table.angles
        var sum = 0.0
        var value = [Double](repeating: 0, count: angles)
        for cell in counts.indices {
            for angle in 0..<angles { value[angle] = 0 }
            for j in 0..<width {
                let level = Int(rows[cell * width + j])
                for angle in 0..<angles { value[angle] += table.effects[j][level * angles + angle] }
            }
            var squares = 0.0
            for angle in 0..<angles { squares += value[angle] * value[angle] }
            sum += Double(counts[cell]) * squares
        }
        return sum / Double(max(1, total)) / Double(angles)
    }
}
