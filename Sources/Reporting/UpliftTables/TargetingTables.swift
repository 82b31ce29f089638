import Experiments

/// Policies, and rankings in the numbers of several libraries, in the report.
struct TargetingTables {
    private let readout: UpliftReadout
    private let words: EffectText

    init(_ readout: UpliftReadout) {
        self.readout = readout
        words = EffectText(readout)
    }

    func policies(_ metric: String, _ treatment: String) -> String {
        let rows = readout.policy.filter { $0.metric == metric && $0.treatment == treatment }
        guard !rows.isEmpty else { return "" }
        let hasMoney = rows.contains { $0.netPerHead != nil }
        let money = hasMoney ? ["net, USD per 1,000", "interval"] : []
        let gain = readout.plan.isBetterLower(metric) ? "avoided per unit" : "gain per unit"
        return HTMLTable(
            caption: "Policies",
            header: ["rule", "share treated", gain, "interval", "over random choice"] + money,
            rows: rows.map { row in
                let net =
                    hasMoney
                    ? [
                        row.netPerHead.map { Digits.usd(1000 * $0) } ?? "-",
                        row.netLower.flatMap { low in
                            row.netUpper.map { "\(Digits.usd(1000 * low)) to \(Digits.usd(1000 * $0))" }
                        } ?? "-",
                    ] : []
                return HTMLTable.Row(
                    cells: [
                        TargetingTables.name(row), EffectText.share(row.shareTreated),
                        words.effect(row.valuePerHead, metric), words.range(row.lower, row.upper, metric),
                        words.effect(row.valueOverRandom, metric),
                    ] + net)
            }
        ).html
    }

    private static func name(_ row: PolicyResult) -> String {
        switch row.policy {
        case "all": "treat everybody"
        case "none": "treat nobody"
        case "top_share": "treat the best 30 %"
        case "best_share": "treat the share that pays best on other folds"
        default: "treat where the predicted effect pays"
        }
    }

    /// What other programs would print for the same scores.
    func agreement(_ metric: String) -> String {
        let rows = readout.ranking.filter { $0.metric == metric }
        guard !rows.isEmpty else { return "" }
        func number(_ value: Double?) -> String { value.map { Digits.fixed($0, 5) } ?? "-" }
        let table = HTMLTable(
            caption: "Rankings by the rules of several libraries",
            header: [
                "treatment", "score", "Qini per unit", "sklift qini", "same, no negative effects",
                "sklift AUUC",
                "causalml qini", "causalml AUUC", "grf QINI", "grf AUTOC",
            ],
            rows: rows.map { row in
                let other = row.conventions
                return HTMLTable.Row(
                    cells: [
                        row.treatment, row.score + (row.isInSample ? ", in sample" : ""),
                        number(row.qiniPerHead),
                        number(other.skliftQini), number(other.skliftQiniWithoutNegative),
                        number(other.skliftAUUC), number(other.causalmlQini), number(other.causalmlAUUC),
                        number(other.grfQini), number(other.grfAUTOC),
                    ])
            }, words: [0, 1])
        return "<h3>The same rankings in other programs' numbers</h3>\n"
            + HTML.paragraph(
                "Programs define Qini and AUUC differently; each column is what that program prints for these scores.",
                css: "note") + table.html
    }
}
