import Experiments

/// Segments with the same action on the same evidence, for which one line speaks where there are hundreds.
struct ActionGroup {
    /// One or more.
    let members: [SegmentAction]

    var action: String { members[0].row.action }
    var evidence: DecisionResult.Decision { members[0].row.decision }
    var isBarred: Bool { members[0].isBarred }
    var count: Int { members.count }
    var units: Int { members.reduce(0) { $0 + $1.row.unitCount } }
    var total: Double? { sum(\.total) }
    var net: Double? { mean(\.net) }
    var loss: Double? { mean(\.loss) }

    /// From the least to the most likely member.
    var probabilities: (low: Double, high: Double)? {
        let known = members.compactMap(\.row.probabilityPositive)
        guard let low = known.min(), let high = known.max() else { return nil }
        return (low, high)
    }

    /// From the smallest to the largest pooled effect.
    var effects: (low: Double, high: Double)? {
        let known = members.compactMap(\.row.effect)
        guard let low = known.min(), let high = known.max() else { return nil }
        return (low, high)
    }

    private func sum(_ value: (SegmentAction) -> Double?) -> Double? {
        let known = members.compactMap(value)
        return known.isEmpty ? nil : known.reduce(0, +)
    }

    /// Of values per unit, weighted by units.
    private func mean(_ value: (SegmentAction) -> Double?) -> Double? {
        let known = members.compactMap { member in value(member).map { ($0, Double(member.row.unitCount)) } }
        let weight = known.reduce(0) { $0 + $1.1 }
        return weight > 0 ? known.reduce(0) { $0 + $1.0 * $1.1 } / weight : nil
    }

    /// Groups by action and evidence, that of the largest total first.
    static func list(_ segments: [SegmentAction]) -> [ActionGroup] {
        var keys: [String] = []
        var groups: [[SegmentAction]] = []
        for segment in segments {
            let key = segment.row.action + "\u{0}" + segment.evidence
            if let place = keys.firstIndex(of: key) {
                groups[place].append(segment)
            } else {
                keys.append(key)
                groups.append([segment])
            }
        }
        let list = groups.map(ActionGroup.init)
        let order = list.indices.sorted { (-(list[$0].total ?? 0), $0) < (-(list[$1].total ?? 0), $1) }
        return order.map { list[$0] }
    }
}
