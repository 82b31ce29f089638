public import Experiments
import Quantities

/// An uplift readout as CSV tables.
public struct UpliftCSV {
    private let readout: UpliftReadout

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

    /// One row a result, the keys of the contract as columns.
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

    private func table(_ name: String, _ header: [String], _ rows: [[String]]) -> File? {
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
                "segment", "arm", "observed", "expected", "assumed_equal", "statistic", "df", "pvalue",
                "pvalue_holm", "verdict",
            ],
            readout.sampleRatios.flatMap { row in
                row.arms.indices.map { arm in
                    [
                        EffectColumns.text(row.segment), row.arms[arm], String(row.observed[arm]),
                        CSVText.number(row.expected[arm]), row.assumedEqual ? "true" : "false",
                        CSVText.number(row.statistic), String(row.degreesOfFreedom),
                        CSVText.number(row.pValue),
                        CSVText.number(row.pValueHolm), row.verdict.rawValue,
                    ]
                }
            })
    }

    private var policies: File? {
        table(
            "policy.csv",
            [
                "metric", "treatment", "policy", "share_treated", "value_per_head", "std_error",
                "net_per_head",
                "net_per_head_ci_lower", "net_per_head_ci_upper",
            ],
            readout.policy.map { row in
                [row.metric, row.treatment, row.policy]
                    + [
                        row.shareTreated, row.valuePerHead, row.standardError, row.netPerHead, row.netLower,
                        row.netUpper,
                    ].map(CSVText.number)
            })
    }

    private var deciles: File? {
        table(
            "deciles.csv",
            [
                "metric", "treatment", "score", "decile", "n_treatment", "n_control",
                "response_rate_treatment",
                "response_rate_control", "uplift", "std_uplift",
            ],
            readout.ranking.flatMap { ranking in
                ranking.deciles.map { row in
                    [
                        ranking.metric, ranking.treatment, ranking.score, String(row.decile),
                        String(row.treatmentCount), String(row.controlCount),
                    ]
                        + [row.treatmentMean, row.controlMean, row.uplift, row.standardError].map(
                            CSVText.number)
                }
            })
    }

    private var curves: File? {
        table(
            "qini.csv", ["metric", "treatment", "score", "share", "gain_per_head", "ci_lower", "ci_upper"],
            readout.ranking.flatMap { ranking in
                ranking.curve.map { point in
                    [ranking.metric, ranking.treatment, ranking.score]
                        + [point.share, point.gain, point.lower, point.upper].map(CSVText.number)
                }
            })
    }

    /// One file a metric and treatment: the row of the input (or the id) and a column of effects a learner.
    private var effects: [File] {
        readout.cateUnits.map { units in
            let learners = readout.learners.filter {
                $0.metric == units.metric && $0.treatment == units.treatment
            }
            var text =
                "row," + (units.ids == nil ? "" : "id,") + learners.map(\.name).joined(separator: ",") + "\n"
            text.reserveCapacity(units.rows.count * 24 * (learners.count + 1))
            var quoted = CSVText()
            for index in units.rows.indices {
                text += String(units.rows[index])
                if let ids = units.ids {
                    quoted = CSVText()
                    quoted.row([ids[index]])
                    text += "," + quoted.text.dropLast()
                }
                for learner in learners {
                    text += ","
                    text += learner.cate[index].description
                }
                text += "\n"
            }
            return File(name: CateFile.name(metric: units.metric, treatment: units.treatment), text: text)
        }
    }
}
