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
                "\(row.metric) is harmed by \(row.treatment): its \(change) is above the margin of \(margin) "
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

    var table: ReadoutTable {
        ReadoutTable(
            title: "Guardrails",
            note:
                "A guardrail is ok when the whole \(Digits.percent(1 - readout.plan.alpha, 0)) interval of the harm is "
                + "below its margin, and breached when the whole interval is above.",
            header: ["guardrail", "treatment", "effect", "interval", "margin", "verdict", "why"],
            rows: readout.guardrails.map { row in
                [
                    row.metric, row.treatment, effect(row), range(row),
                    amount(row.margin, row) + (row.isBetterLower ? " up" : " down"),
                    GuardrailText.verdict(row.verdict), sentence(row),
                ]
            }, words: [0, 1, 5, 6], wide: [6], rest: "guardrails.csv")
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
