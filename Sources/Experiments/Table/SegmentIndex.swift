/// Crossed values of columns, in the order of their levels.
struct SegmentIndex {
    let names: [SegmentName]
    /// The levels of each segment, one a column.
    let paths: [[Int]]
    /// A position in `names`, one a row.
    let codes: [Int]

    /// - Complexity: O(rows + segments log segments).
    init(columns: [(name: String, levels: [String], codes: [Int])]) {
        let rowCount = columns.first?.codes.count ?? 0
        // Fold one column at a time, so that the numbers stay small whatever the product of levels.
        var codes = Array(repeating: 0, count: rowCount)
        var paths: [[Int]] = [[]]
        for column in columns {
            let width = column.levels.count
            var used: [Int: Int] = [:]
            var pairs: [Int] = []
            for row in 0..<rowCount {
                let pair = codes[row] * width + column.codes[row]
                if let known = used[pair] {
                    codes[row] = known
                } else {
                    used[pair] = pairs.count
                    codes[row] = pairs.count
                    pairs.append(pair)
                }
            }
            let order = pairs.indices.sorted { pairs[$0] < pairs[$1] }
            var rank = Array(repeating: 0, count: pairs.count)
            for (position, index) in order.enumerated() { rank[index] = position }
            for row in 0..<rowCount { codes[row] = rank[codes[row]] }
            paths = order.map { paths[pairs[$0] / width] + [pairs[$0] % width] }
        }
        self.codes = codes
        self.paths = paths
        names = paths.map { path in
            SegmentName(
                zip(columns, path).map { column, level in
                    SegmentName.Part(column: column.name, value: column.levels[level])
                })
        }
    }
}
