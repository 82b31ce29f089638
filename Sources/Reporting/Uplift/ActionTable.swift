import Experiments

/// The table that a reader acts on: everybody first, then each segment, or groups of segments where there are many.
struct ActionTable {
    /// One line of the table.
    struct Line {
        var cells: [String]
        var why: String
        var evidence: DecisionResult.Decision
        /// Nil for everybody and for groups.
        var segment: SegmentName?
        var isEverybody = false
    }

    private let list: ActionList
    private let words: ActionText
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
            + "Evidence: send or keep when the interval excludes the break-even."
    }

    private func line(_ action: SegmentAction) -> Line {
        Line(
            cells: [
                action.place, action.row.action, words.amount(action.net), words.amount(action.total),
                words.loss(action.loss), ActionText.probability(action.row.probabilityPositive),
                ActionTable.evidence(action.row.decision),
            ], why: action.row.why, evidence: action.row.decision, segment: action.segment,
            isEverybody: action.segment == nil)
    }

    private func line(_ group: ActionGroup) -> Line {
        if group.count == 1 { return line(group.members[0]) }
        let range = group.effects.map { effects.range($0.low, $0.high, words.metric) }
        return Line(
            cells: [
                "\(group.count) segments", group.action, words.amount(group.net), words.amount(group.total),
                words.loss(group.loss), ActionText.probabilities(group.probabilities),
                ActionTable.evidence(group.evidence),
            ],
            why: (range.map { "Pooled effects are \($0). " } ?? "No effect is identified. ")
                + "List in decisions.csv.",
            evidence: group.evidence)
    }

    /// `send`, `keep`, `no evidence`, `not identified`.
    static func evidence(_ decision: DecisionResult.Decision) -> String {
        decision.rawValue.replacing("_", with: " ")
    }
}

// MARK: As text

extension ActionTable {
    /// The reasons of so many segments whose evidence is open stand below the terminal's table.
    private static let explained = 6
    /// More segments than this are grouped in the terminal.
    static let terminalRows = 24

    /// Within 80 columns.
    var text: String {
        let lines = lines(limit: ActionTable.terminalRows)
        guard !lines.isEmpty else { return "" }
        var parts = ["What to do:\n" + table(lines), TextTable.wrapped(note)]
        let isShort = lines.count <= 1 + ActionTable.explained
        let explained = lines.filter { $0.isEverybody || (isShort && $0.evidence != .send) }
        parts.append(
            explained.map { TextTable.wrapped("- \($0.cells[0]): \($0.why)", indent: "  ") }
                .joined(separator: "\n"))
        let stakes = mostAtStake(limit: ActionTable.terminalRows)
        if !stakes.isEmpty { parts.append("Segments where a wrong choice costs most:\n" + table(stakes)) }
        return parts.joined(separator: "\n\n")
    }

    private func table(_ lines: [Line]) -> String {
        let header = [
            ["", "", words.name + " per", words.name, "loss if", "", ""],
            ["segment", "use", "1,000", "in all", "wrong", words.chance, "evidence"],
        ]
        // What the other columns leave of 80 characters; names of arms may be cut to fourteen.
        let taken = (1...6).reduce(0) { taken, column in
            let widest = (header.map { $0[column] } + lines.map { $0.cells[column] }).map(\.count).max() ?? 0
            return taken + 2 + (column == 1 ? min(widest, 14) : widest)
        }
        let labels = SegmentLabels(list.segments.compactMap(\.segment), limit: max(14, 80 - taken))
        return TextTable(
            header: header,
            rows: lines.map { line in
                [line.segment.map { labels[$0] } ?? line.cells[0]] + line.cells.dropFirst()
            },
            leftColumns: [0, 1, 6]
        ).text
    }

    /// For a notebook.
    var markdown: String {
        MarkdownText.table(
            header: header + ["why"], words: [0, 1, 6, 7],
            rows: lines(limit: ActionTable.pageRows.grouped).map { $0.cells + [$0.why] })
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
        case .send: line.isEverybody ? .chosen : .member
        case .notIdentified: .weak
        case .keep, .noEvidence: .none
        }
    }
}
