import Experiments

/// Guardrails, retention and effects by period as rows of CSV tables.
struct MetricCSV {
    let readout: UpliftReadout

    /// Name, header and rows of each table; without rows where nothing was asked.
    var tables: [(name: String, header: [String], rows: [[String]])] {
        [("guardrails.csv", guardrailHeader, guardrails), ("retention.csv", retentionHeader, retention)]
            + [("timeline.csv", timelineHeader, timeline)]
    }

    private let guardrailHeader = [
        "metric", "segment", "treatment", "margin", "relative", "better", "effect_size", "ci_lower",
        "ci_upper",
        "largest_harm", "verdict", "n", "n_needed",
    ]

    private var guardrails: [[String]] {
        readout.guardrails.map { row in
            [
                row.metric, EffectColumns.text(row.segment), row.treatment, CSVText.number(row.margin),
                row.isRelative ? "true" : "false", row.isBetterLower ? "down" : "up",
            ] + [row.effect, row.lower, row.upper, row.largestHarm].map(CSVText.number) + [
                row.verdict.rawValue, String(row.count), row.unitsNeeded.map(String.init) ?? "",
            ]
        }
    }

    private let retentionHeader = [
        "segment", "treatment", "send", "n_at_risk_control", "n_at_risk_treatment", "events_control",
        "events_treatment", "retained_control", "retained_treatment", "std_error_control",
        "std_error_treatment", "difference", "std_error", "ci_lower", "ci_upper", "pvalue",
        "hazard_difference", "hazard_std_error", "logrank_pvalue", "logrank_pvalue_holm",
    ]

    private var retention: [[String]] {
        readout.retention.flatMap { row in
            row.sends.map { send in
                [
                    EffectColumns.text(row.segment), row.treatment, send.send, String(send.control.atRisk),
                    String(send.treatment.atRisk), String(send.control.events),
                    String(send.treatment.events),
                ]
                    + [
                        send.control.retained, send.treatment.retained, send.control.standardError,
                        send.treatment.standardError, send.difference, send.standardError, send.lower,
                        send.upper, send.pValue, send.hazardDifference, send.hazardStandardError, row.pValue,
                        row.pValueHolm,
                    ].map(CSVText.number)
            }
        }
    }

    private let timelineHeader = [
        "period", "metric", "treatment", "n_control", "n_treatment", "mean_control", "mean_treatment",
        "effect_size", "std_error", "ci_lower", "ci_upper", "pvalue",
    ]

    private var timeline: [[String]] {
        (readout.timeline?.periods ?? []).map { row in
            [
                row.period, row.effect.metric, row.effect.treatment, String(row.effect.controlCount),
                String(row.effect.treatmentCount),
            ]
                + [
                    row.effect.meanControl, row.effect.meanTreatment, row.effect.effect,
                    row.effect.standardError, row.effect.lower, row.effect.upper, row.effect.pValue,
                ].map(CSVText.number)
        }
    }
}
