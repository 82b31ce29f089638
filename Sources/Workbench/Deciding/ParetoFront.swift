import Campaigns

/// The rows that no other row beats in everything at once.
enum ParetoFront {
    /// Marks each row that is not dominated in net value, cost, review hours and k.
    ///
    /// A row dominates another when it is at least as good in all four (more net value, less cost, fewer
    /// hours, larger k) and better in one.
    /// - Complexity: O(rows²).
    static func mark(_ rows: inout [SweepRow]) {
        let points = rows.map { row in
            [
                row[.netValueUSD] ?? -.infinity, -(row[.costUSD] ?? .infinity),
                -(row[.reviewHours] ?? .infinity),
                Double(row.privacyK),
            ]
        }
        for place in rows.indices {
            rows[place].isPareto = !points.indices.contains { dominates(points[$0], points[place]) }
        }
    }

    static func dominates(_ a: [Double], _ b: [Double]) -> Bool {
        zip(a, b).allSatisfy { $0 >= $1 } && zip(a, b).contains { $0 > $1 }
    }
}
