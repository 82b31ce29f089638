import Encodings
public import Experiments

/// An uplift readout as CSV tables.
public struct UpliftCSV {
    let readout: UpliftReadout

    public init(_ readout: UpliftReadout) { self.readout = readout }

    /// A file beside the report.
    public struct File: Sendable {
        public let name: String
        public let text: String
    }

    /// All tables that have rows, `decisions.csv` first.
    public var files: [File] {
        [
            decisions, table("results.csv", UpliftCSV.resultHeader, readout.results.map(UpliftCSV.row)),
            segments,
            ratios, policies, deciles, curves,
        ].compactMap(\.self)
            + MetricCSV(readout: readout).tables.compactMap { table($0.name, $0.header, $0.rows) }
            + effects
    }

    /// One row per result, the keys of the contract as columns.
    public var results: String {
        table("results.csv", UpliftCSV.resultHeader, readout.results.map(UpliftCSV.row))?.text
            ?? UpliftCSV.resultHeader.joined(separator: ",") + "\n"
    }

    private static let resultHeader = EffectColumns.list.map(\.name)

    private static func row(_ result: EffectResult) -> [String] {
        EffectColumns.list.map { text($0.value(result)) }
    }

    private static func text(_ value: JSONValue) -> String {
        switch value {
        case .null: ""
        case .string(let text): text
        default: value.text()
        }
    }

    func table(_ name: String, _ header: [String], _ rows: [[String]]) -> File? {
        guard !rows.isEmpty else { return nil }
        var csv = CSVText()
        csv.row(header)
        for row in rows { csv.row(row) }
        return File(name: name, text: csv.text)
    }

    private var segments: File? {
        table(
            "segments.csv",
            [
                "metric", "treatment", "method", "adjustment", "decides", "segment", "effect_size",
                "std_error", "shrunk",
                "shrunk_std_error", "shrunk_ci_lower", "shrunk_ci_upper", "weight_on_mean",
            ],
            readout.pooling.indices.flatMap { index in
                let pooled = readout.pooling[index]
                let last = readout.pooling.lastIndex {
                    $0.metric == pooled.metric && $0.treatment == pooled.treatment && $0.isOfOneTreatment
                }
                return pooled.segments.map { row in
                    [
                        pooled.metric, pooled.treatment, pooled.method, pooled.adjustment,
                        index == last ? "true" : "false", EffectColumns.text(row.segment),
                    ]
                        + [
                            row.effect, row.standardError, row.shrunk, row.shrunkStandardError, row.lower,
                            row.upper, row.weightOnMean,
                        ].map(CSVText.number)
                }
            })
    }

    /// Everybody first, then segment by segment, the best treatment first.
    private var decisions: File? {
        let arms = readout.decisions.first.map { readout.treatmentsBestFirst($0.metric) } ?? []
        let places = ActionList(readout.decisions).segments.map(\.segment)
        var rank: [SegmentName?: Int] = [nil: 0]
        for (index, place) in places.enumerated() { rank[place] = index + 1 }
        let order = readout.decisions.indices.sorted { left, right in
            func key(_ index: Int) -> (Int, Int, Int) {
                let row = readout.decisions[index]
                return (rank[row.segment] ?? 0, arms.firstIndex(of: row.treatment) ?? arms.count, index)
            }
            return key(left) < key(right)
        }
        return table(
            "decisions.csv",
            [
                "segment", "action", "expected_net_usd", "expected_net_total_usd", "expected_loss_usd",
                "probability_positive", "treatment", "metric", "decision", "n_needed", "effect_size",
                "ci_lower",
                "ci_upper", "expected_gain", "expected_regret", "n_control", "n_treatment", "n", "why",
            ],
            order.map { index in
                let row = readout.decisions[index]
                return [EffectColumns.text(row.segment), row.action]
                    + [
                        row.expectedNetUSD, row.expectedNetTotalUSD, row.expectedLossUSD,
                        row.probabilityPositive,
                    ].map(CSVText.number)
                    + [
                        row.treatment, row.metric, row.decision.rawValue,
                        row.unitsNeeded.map(String.init) ?? "",
                    ]
                    + [row.effect, row.lower, row.upper, row.expectedGain, row.expectedRegret].map(
                        CSVText.number)
                    + [row.controlCount, row.treatmentCount, row.unitCount].map(String.init) + [row.why]
            })
    }

    private var ratios: File? {
        table(
            "srm.csv",
            [
                "segment", "arm", "observed", "clusters", "expected", "assumed_equal", "statistic", "df",
                "pvalue", "pvalue_holm", "verdict",
            ],
            readout.sampleRatios.flatMap { row in
                row.arms.indices.map { arm in
                    [
                        EffectColumns.text(row.segment), row.arms[arm], String(row.observed[arm]),
                        row.clusters.map { String($0[arm]) } ?? "", CSVText.number(row.expected[arm]),
                        row.assumedEqual ? "true" : "false",
                        CSVText.number(row.statistic), String(row.degreesOfFreedom),
                        CSVText.number(row.pValue),
                        CSVText.number(row.pValueHolm), row.verdict.rawValue,
                    ]
                }
            })
    }
}
