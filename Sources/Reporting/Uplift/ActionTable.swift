import Experiments

/// The table that a reader acts on: everybody first, then each segment, or groups of segments where there are many.
struct ActionTable {
    /// One line of the table.
    struct Line {
        var cells: [String]
        var why: String
        var evidence: DecisionResult.Decision
        var isBarred = false
        /// Nil for everybody and for groups.
        var segment: SegmentName?
        var isEverybody = false
    }

    let list: ActionList
    let words: ActionText
    private let effects: EffectText

    init(_ readout: UpliftReadout) {
        list = ActionList(readout.decisions)
        words = ActionText(readout)
        effects = EffectText(readout)
    }

    /// As many of those where a wrong choice costs most are named when segments are grouped.
    private static let named = 10

    /// Names of the columns, the reason left out.
    var header: [String] {
        [
            "segment", "use", "\(words.name) per 1,000", "\(words.name) in all", "loss if wrong per 1,000",
            words.chance, "evidence",
        ]
    }

    /// - Parameter limit: more segments than this are grouped.
    func lines(limit: Int) -> [Line] {
        let first = list.everybody.map { [line($0)] } ?? []
        let isGrouped = list.segments.count > limit
        return first + (isGrouped ? ActionGroup.list(list.segments).map(line) : list.segments.map(line))
    }

    /// All segments one by one.
    var segments: [Line] { list.segments.map(line) }

    /// Segments of the largest expected loss in all, for a table that groups the rest.
    func mostAtStake(limit: Int) -> [Line] {
        guard list.segments.count > limit else { return [] }
        func stake(_ action: SegmentAction) -> Double { (action.loss ?? 0) * Double(action.row.unitCount) }
        let order = list.segments.indices.sorted {
            (-stake(list.segments[$0]), $0) < (-stake(list.segments[$1]), $1)
        }
        return order.prefix(ActionTable.named).map { line(list.segments[$0]) }
    }

    /// What the columns mean.
    var note: String {
        "\(words.basis) Use: the arm of the highest expected \(words.name). Loss if wrong: what not knowing better costs "
            + "on average (expected regret). \(words.chance): probability that the arm, or where the control is kept "
            + "the best treatment, \(words.chance == "P(pays)" ? "brings more than it costs" : "is better than the control"). "
            + "Evidence: send or keep when the interval excludes the break-even\(hasBarred ? "; guardrail where one forbids to send" : "")."
    }

    private var hasBarred: Bool {
        (list.segments + [list.everybody].compactMap(\.self)).contains(where: \.isBarred)
    }

    private func line(_ action: SegmentAction) -> Line {
        Line(
            cells: [
                action.place, action.row.action, words.amount(action.net), words.amount(action.total),
                words.loss(action.loss), ActionText.probability(action.row.probabilityPositive),
                action.evidence,
            ], why: action.row.why, evidence: action.row.decision, isBarred: action.isBarred,
            segment: action.segment,
            isEverybody: action.segment == nil)
    }

    private func line(_ group: ActionGroup) -> Line {
        if group.count == 1 { return line(group.members[0]) }
        let range = group.effects.map { effects.range($0.low, $0.high, words.metric) }
        return Line(
            cells: [
                "\(group.count) segments", group.action, words.amount(group.net), words.amount(group.total),
                words.loss(group.loss), ActionText.probabilities(group.probabilities),
                group.members[0].evidence,
            ],
            why: (range.map { "Pooled effects are \($0). " } ?? "No effect is identified. ")
                + "List in decisions.csv.",
            evidence: group.evidence, isBarred: group.isBarred)
    }

    /// `send`, `keep`, `no evidence`, `not identified`.
    static func evidence(_ decision: DecisionResult.Decision) -> String {
        decision.rawValue.replacing("_", with: " ")
    }
}

// MARK: As HTML

extension ActionTable {
    /// More segments than this are grouped in the page; all of them stand folded below, up to the second number.
    static let pageRows = (grouped: 40, most: 1000)

    var html: String {
        let lines = lines(limit: ActionTable.pageRows.grouped)
        guard !lines.isEmpty else { return "" }
        var html = table("What to do", lines) + HTML.paragraph(note, css: "note")
        guard list.segments.count > ActionTable.pageRows.grouped else { return html }
        html +=
            "<h3>Segments where a wrong choice costs most</h3>\n"
            + table("Most at stake", mostAtStake(limit: ActionTable.pageRows.grouped))
        let rest = list.segments.count - ActionTable.pageRows.most
        return html
            + HTML.details(
                "All \(list.segments.count) segments",
                table("All segments", Array(segments.prefix(ActionTable.pageRows.most)))
                    + (rest > 0 ? HTML.paragraph("\(rest) more are in decisions.csv.", css: "note") : ""))
    }

    private func table(_ caption: String, _ lines: [Line]) -> String {
        HTMLTable(
            caption: caption, header: header + ["why"],
            rows: lines.map { HTMLTable.Row(cells: $0.cells + [$0.why], mark: mark($0)) },
            words: [0, 1, 6, 7], sentences: [7]
        ).html
    }

    private func mark(_ line: Line) -> HTMLTable.Mark {
        switch line.evidence {
        case .send where line.isBarred: .none
        case .send: line.isEverybody ? .chosen : .member
        case .notIdentified: .weak
        case .keep, .noEvidence: .none
        }
    }
}
