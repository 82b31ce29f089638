import Experiments

/// Intervals and p-values that hold at every look and over whole families of comparisons.
struct FamilyTables {
    private let readout: UpliftReadout
    private let words: EffectText

    init(_ readout: UpliftReadout) {
        self.readout = readout
        words = EffectText(readout)
    }

    private func rows(_ metric: String, overall: Bool) -> [EffectResult] {
        readout.results.filter {
            $0.metric == metric && ($0.segment == nil) == overall && $0.estimator == .differenceInMeans
                && $0.effect != nil
        }
    }

    func overall(_ metric: String) -> ReadoutTable {
        ReadoutTable(
            title: "\(metric): at every look and over all treatments",
            note:
                "The any-time interval holds however often the experiment is looked at. Dunnett's p corrects for several "
                + "treatments with one control.",
            header: ["treatment", "effect", "interval", "any-time interval", "p", "p (Dunnett)"],
            rows: rows(metric, overall: true).map { row in
                [
                    row.treatment, words.effect(row.effect, metric),
                    words.range(row.lower, row.upper, metric),
                    words.range(row.anytimeLower, row.anytimeUpper, metric),
                    EffectText.pValue(row.pValue, log10: row.log10PValue),
                    EffectText.pValue(row.pValueDunnett, log10: nil),
                ]
            }, words: [0], wide: [2], rest: "results.csv")
    }

    func segments(_ metric: String) -> ReadoutTable {
        ReadoutTable(
            title: "\(metric): over all segments",
            note:
                "Holm's p holds for all segments of a treatment together; the false coverage interval is for segments "
                + "selected by Benjamini and Hochberg, the any-time interval holds at every look. Nothing here is pooled.",
            header: [
                "segment", "treatment", "effect", "p", "p (Holm)", "p (BH)", "false coverage interval",
                "any-time interval",
            ],
            rows: rows(metric, overall: false).map { row in
                [
                    row.segment?.text ?? "", row.treatment, words.effect(row.effect, metric),
                    EffectText.pValue(row.pValue, log10: row.log10PValue),
                    EffectText.pValue(row.pValueHolm, log10: nil),
                    EffectText.pValue(row.pValueBH, log10: nil),
                    row.selectedLower == nil
                        ? "not selected" : words.range(row.selectedLower, row.selectedUpper, metric),
                    words.range(row.anytimeLower, row.anytimeUpper, metric),
                ]
            }, words: [0, 1], wide: [3, 5, 6], rest: "results.csv")
    }
}
