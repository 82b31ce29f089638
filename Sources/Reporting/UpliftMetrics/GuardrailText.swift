import Experiments

/// Verdicts on guardrails as sentences and as a table.
struct GuardrailText {
    private let readout: UpliftReadout
    private let words: EffectText

    init(_ readout: UpliftReadout) {
        self.readout = readout
        words = EffectText(readout)
    }

    /// `ok`, `breached`, `not shown`.
    static func verdict(_ verdict: GuardrailResult.Verdict) -> String {
        verdict.rawValue.replacing("_", with: " ")
    }

    func sentence(_ row: GuardrailResult) -> String {
        let change = row.isBetterLower ? "rise" : "fall"
        guard let harm = row.largestHarm else {
            return
                "\(row.metric) under \(row.treatment): the data give no interval, so that nothing is shown."
        }
        let margin = amount(row.margin, row)
        switch row.verdict {
        case .ok:
            let bound =
                harm <= 0
                ? "\(row.metric) does not \(change) under \(row.treatment)"
                : "\(row.metric) may \(change) by at most \(amount(harm, row)) under \(row.treatment)"
            return bound + ", within the margin of \(margin)."
        case .breached:
            return
                "\(row.metric) is harmed by \(row.treatment)\(row.segment.map { " in \($0.text)" } ?? ""): its \(change) is above the margin of \(margin) "
                + "(interval \(range(row)))."
        case .notShown:
            let needed = row.unitsNeeded.map {
                " About \(Digits.grouped(Double($0), 0)) units in all would show a harmless treatment to be "
                    + "harmless; there are \(Digits.grouped(Double(row.count), 0))."
            }
            return
                "\(row.metric) may \(change) by up to \(amount(harm, row)) under \(row.treatment), more than the "
                + "margin of \(margin)."
                + (needed
                    ?? " In four of five experiments of this size a harmless treatment would have been shown to be "
                    + "harmless.")
        }
    }

    /// What keeps treatments from being used, everywhere or in segments; of many segments the first few are named.
    var alarms: [String] {
        let breached = readout.guardrails.filter { $0.verdict == .breached }
        let everywhere = breached.filter { $0.segment == nil }
        var list = everywhere.map { "Guardrail breached: " + sentence($0) }
        for row in readout.guardrails where row.segment == nil && row.verdict != .breached {
            let places = breached.filter { $0.metric == row.metric && $0.treatment == row.treatment }
                .compactMap(\.segment?.text)
            guard !places.isEmpty else { continue }
            let more = places.count - GuardrailText.named
            let names =
                places.prefix(GuardrailText.named).joined(separator: ", ")
                + (more > 0 ? " and \(more) more" : "")
            list.append(
                "Guardrail breached in \(names): \(row.metric) is harmed by \(row.treatment) there by more than the margin of "
                    + "\(amount(row.margin, row)), so that \(row.treatment) is not used there.")
        }
        return list
    }

    /// More segments than this are counted.
    private static let named = 5

    var table: ReadoutTable {
        let hasSegments = readout.guardrails.contains { $0.segment != nil }
        return ReadoutTable(
            title: "Guardrails",
            note:
                "A guardrail is ok when the whole \(readout.plan.level) interval of the harm is "
                + "below its margin, and breached when the whole interval is above."
                + (hasSegments ? " Segments are listed where their pooled effects breach it." : ""),
            header: ["guardrail"] + (hasSegments ? ["segment"] : []) + [
                "treatment", "effect", "interval", "margin", "verdict", "why",
            ],
            rows: readout.guardrails.map { row in
                [row.metric] + (hasSegments ? [row.segment?.text ?? "everybody"] : []) + [
                    row.treatment, effect(row), range(row),
                    amount(row.margin, row) + (row.isBetterLower ? " up" : " down"),
                    GuardrailText.verdict(row.verdict), sentence(row),
                ]
            }, words: hasSegments ? [0, 1, 2, 6, 7] : [0, 1, 5, 6], wide: hasSegments ? [5, 7] : [6],
            rest: "guardrails.csv")
    }

    private func effect(_ row: GuardrailResult) -> String {
        row.isRelative ? EffectText.lift(row.effect) : words.effect(row.effect, row.metric)
    }

    private func range(_ row: GuardrailResult) -> String {
        guard row.isRelative else { return words.range(row.lower, row.upper, row.metric) }
        guard let lower = row.lower, let upper = row.upper else { return "no interval" }
        return "\(EffectText.lift(lower)) to \(EffectText.lift(upper))"
    }

    private func amount(_ value: Double, _ row: GuardrailResult) -> String {
        row.isRelative ? Digits.percent(value) : words.amount(value, row.metric)
    }
}
