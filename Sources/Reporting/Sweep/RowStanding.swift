import Campaigns
import Workbench

/// How a row stands, in words: what colours and shapes say as well.
struct RowStanding {
    let result: SweepResult

    func text(_ place: Int) -> String {
        let decision = result.decision
        let row = result.rows[place]
        var words: [String] = []
        if decision.isConclusive, (decision.recommended ?? 0) == place { words.append("recommended") }
        if !row.isFeasible {
            words.append("outside: " + row.breaks.map(\.rawValue).joined(separator: ", "))
        } else if !row.isBaseline {
            if decision.best == place { words.append("highest mean") }
            if words.isEmpty, decision.set.contains(place) { words.append("within tolerance") }
            if row.binding != "none" { words.append("near " + row.binding) }
        }
        return words.joined(separator: ", ")
    }

    func mark(_ place: Int) -> HTMLTable.Mark {
        guard result.decision.isConclusive else { return .none }
        if (result.decision.recommended ?? 0) == place { return .chosen }
        return result.decision.set.contains(place) ? .member : .none
    }
}
