/// Rows by group and arm, each list in the order of the table.
struct RowGroups {
    let groupCount: Int
    let armCount: Int
    private let starts: [Int]
    private let rows: [Int]

    /// - Parameter groups: one a row; everybody is one group when empty.
    /// - Complexity: O(rows + groups × arms).
    init(groups: [Int], groupCount: Int, arms: [Int], armCount: Int) {
        self.groupCount = groupCount
        self.armCount = armCount
        var starts = Array(repeating: 0, count: groupCount * armCount + 1)
        let slots = arms.indices.map { (groups.isEmpty ? 0 : groups[$0]) * armCount + arms[$0] }
        for slot in slots { starts[slot + 1] += 1 }
        for slot in 1..<starts.count { starts[slot] += starts[slot - 1] }
        var next = starts
        var rows = Array(repeating: 0, count: arms.count)
        for (row, slot) in slots.enumerated() {
            rows[next[slot]] = row
            next[slot] += 1
        }
        self.starts = starts
        self.rows = rows
    }

    /// The rows of one arm in one group.
    func rows(group: Int, arm: Int) -> ArraySlice<Int> {
        let slot = group * armCount + arm
        return rows[starts[slot]..<starts[slot + 1]]
    }
}
