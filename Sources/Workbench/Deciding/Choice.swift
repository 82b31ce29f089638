/// The rule that picks a row: the coarsest whose mean net value is close to the best's.
///
/// Among the candidates the best is the one of the highest mean. The generic copy stands when no mean exceeds
/// zero by two simulation errors. Otherwise the coarsest candidate is taken whose mean is at least
/// (1 − tolerance) of the best's; at equal grain the one of the higher mean, then of the larger k
/// (`docs/model.md`, "The decision").
struct Choice {
    /// A row that may be chosen.
    struct Candidate {
        var row: Int
        /// Mean number of segments; finer rows have more.
        var grain: Double
        var net: WorldMean
        /// Fewest customers that a segment may have.
        var privacyK = 0
    }

    /// The row of the highest mean; 0, the baseline, when no mean is above zero.
    let best: Int
    /// Rows within the tolerance of the best, from coarse to fine; the baseline alone when it is chosen.
    let rows: [Int]

    /// The chosen row; 0 for the baseline.
    var row: Int { rows.first ?? 0 }

    /// - Parameter candidates: personalised rows that may be chosen; the baseline always may.
    /// - Complexity: O(n log n).
    init(_ candidates: [Candidate], tolerance: Double) {
        let top = candidates.filter { $0.net.mean > 0 }.max {
            ($0.net.mean, -$0.grain, $1.row) < ($1.net.mean, -$1.grain, $0.row)
        }
        best = top?.row ?? 0
        // One world has no error: its sign is all there is.
        let isTold = candidates.contains { $0.net.mean > 0 && $0.net.mean >= 2 * ($0.net.error ?? 0) }
        guard let top, isTold else {
            rows = [0]
            return
        }
        rows = candidates.filter { $0.net.mean >= (1 - tolerance) * top.net.mean }
            .sorted { ($0.grain, $1.net.mean, $1.privacyK, $0.row) < ($1.grain, $0.net.mean, $0.privacyK, $1.row) }
            .map(\.row)
    }
}
