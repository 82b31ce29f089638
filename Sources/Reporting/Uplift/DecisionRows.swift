import Experiments

/// The decisions that a reader is shown where there are too many for a page.
enum DecisionRows {
    /// At most `limit` rows in their order: those for everybody stay, then those that decide something.
    static func chosen(_ rows: [DecisionResult], limit: Int) -> [DecisionResult] {
        guard rows.count > limit else { return rows }
        let ranked = rows.indices.sorted { (rank(rows[$0]), $0) < (rank(rows[$1]), $1) }
        return ranked.prefix(limit).sorted().map { rows[$0] }
    }

    private static func rank(_ row: DecisionResult) -> Int {
        guard row.segment != nil else { return 0 }
        return switch row.decision {
        case .send, .keep: 1
        case .notIdentified: 2
        case .noEvidence: 3
        }
    }
}
