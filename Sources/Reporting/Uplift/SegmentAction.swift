import Experiments

/// What to do in one segment or for everybody, whatever the number of treatments.
struct SegmentAction {
    /// Nil for everybody.
    let segment: SegmentName?
    /// The treatment that the numbers are of: the arm to use, or where the control is kept the one most likely to pay.
    let row: DecisionResult

    /// - Precondition: `rows` are those of one segment, and not empty.
    init(_ rows: [DecisionResult]) {
        let likely = rows.sorted { ($0.probabilityPositive ?? -1) > ($1.probabilityPositive ?? -1) }
        row = rows.first { $0.treatment == $0.action } ?? likely[0]
        segment = row.segment
    }

    /// Whether a guardrail keeps the treatment from being used although the data speak for it.
    var isBarred: Bool { row.decision == .send && row.action != row.treatment }
    /// What the data show, or that a guardrail stands against it.
    var evidence: String { isBarred ? "guardrail" : ActionTable.evidence(row.decision) }
    /// The segment as people read it.
    var place: String { segment?.text ?? "everybody" }
    /// Per 1,000 units, in USD with a margin, else in the metric.
    var net: Double? { row.expectedNetUSD ?? row.expectedGain.map { 1000 * $0 } }
    /// Over all units that were observed.
    var total: Double? { row.expectedNetTotalUSD ?? row.expectedGain.map { $0 * Double(row.unitCount) } }
    /// Expected regret per 1,000 units.
    var loss: Double? { row.expectedLossUSD ?? row.expectedRegret.map { 1000 * $0 } }
}

/// What to do, one entry per segment.
struct ActionList {
    let everybody: SegmentAction?
    /// In the order of the decisions.
    let segments: [SegmentAction]

    init(_ decisions: [DecisionResult]) {
        var all: [DecisionResult] = []
        var order: [SegmentName] = []
        var places: [SegmentName: Int] = [:]
        var rows: [[DecisionResult]] = []
        for decision in decisions {
            guard let segment = decision.segment else {
                all.append(decision)
                continue
            }
            if let place = places[segment] {
                rows[place].append(decision)
            } else {
                places[segment] = order.count
                order.append(segment)
                rows.append([decision])
            }
        }
        everybody = all.isEmpty ? nil : SegmentAction(all)
        segments = rows.map(SegmentAction.init)
    }
}
