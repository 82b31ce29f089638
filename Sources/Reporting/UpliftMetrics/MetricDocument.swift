import Encodings
import Experiments

/// The parts of the readout that the options on metrics ask for, as JSON.
struct MetricDocument {
    private let readout: UpliftReadout
    private let guardrailText: GuardrailText

    init(_ readout: UpliftReadout) {
        self.readout = readout
        guardrailText = GuardrailText(readout)
    }

    /// Every metric with the way that is better; `stated` is false when only its name or the default says so.
    var directions: JSONValue {
        .array(
            readout.metrics.map { metric in
                .members([
                    "metric": .string(metric),
                    "better": .string(readout.plan.isBetterLower(metric) ? "down" : "up"),
                    "stated": .bool(readout.plan.directions.contains { $0.metric == metric }),
                ])
            })
    }

    var derived: JSONValue {
        .array(
            readout.derived.map {
                .members([
                    "metric": .string($0.metric), "kind": .string($0.kind.rawValue),
                    "definition": .string($0.definition),
                ])
            })
    }

    var combined: JSONValue {
        .array(
            readout.plan.combined.map {
                .members(["arm": .string($0.name), "of": .array($0.arms.map { .string($0) })])
            })
    }

    var caps: JSONValue {
        .array(
            readout.caps.map { cap in
                .members([
                    "metric": .string(cap.metric), "cap": .number(cap.limit),
                    "quantile": .optional(cap.quantile), "n_capped": .integer(cap.cappedCount),
                    "share_removed": .number(cap.shareRemoved),
                    "arms": .array(
                        cap.arms.map {
                            .members([
                                "arm": .string($0.arm), "n_capped": .integer($0.capped),
                                "n": .integer($0.count),
                            ])
                        }),
                ])
            })
    }

    var guardrails: JSONValue {
        .array(
            readout.guardrails.map { row in
                .members([
                    "metric": .string(row.metric), "segment": UpliftDocument.segment(row.segment),
                    "treatment": .string(row.treatment), "margin": .number(row.margin),
                    "relative": .bool(row.isRelative),
                    "better": .string(row.isBetterLower ? "down" : "up"),
                    "effect_size": .optional(row.effect), "ci_lower": .optional(row.lower),
                    "ci_upper": .optional(row.upper), "largest_harm": .optional(row.largestHarm),
                    "verdict": .string(row.verdict.rawValue), "n": .integer(row.count),
                    "n_needed": row.unitsNeeded.map { .integer($0) } ?? .null,
                    "why": .string(guardrailText.sentence(row)),
                ])
            })
    }

    var retention: JSONValue {
        .array(
            readout.retention.map { row in
                .members([
                    "segment": UpliftDocument.segment(row.segment), "control": .string(row.control),
                    "treatment": .string(row.treatment), "se_type": .string(row.errorKind),
                    "excess_events": .number(row.excessEvents), "logrank_pvalue": .optional(row.pValue),
                    "logrank_pvalue_holm": .optional(row.pValueHolm),
                    "sends": .array(row.sends.map(send)),
                ])
            })
    }

    private func send(_ row: RetentionResult.Send) -> JSONValue {
        func share(_ share: RetentionResult.Share) -> JSONValue {
            .members([
                "n_at_risk": .integer(share.atRisk), "events": .integer(share.events),
                "retained": .number(share.retained), "std_error": .optional(share.standardError),
                "ci_lower": .optional(share.lower), "ci_upper": .optional(share.upper),
            ])
        }
        return .members([
            "send": .string(row.send), "control": share(row.control), "treatment": share(row.treatment),
            "difference": .number(row.difference), "std_error": .optional(row.standardError),
            "ci_lower": .optional(row.lower), "ci_upper": .optional(row.upper),
            "pvalue": .optional(row.pValue), "hazard_difference": .optional(row.hazardDifference),
            "hazard_std_error": .optional(row.hazardStandardError),
        ])
    }

    /// Null without `--send` and `--over`.
    var timeline: JSONValue {
        guard let timeline = readout.timeline else { return .null }
        return .members([
            "column": .string(timeline.column), "follows_units": .bool(timeline.followsUnits),
            "periods": .array(
                timeline.periods.map { row in
                    .members([
                        "period": .string(row.period), "metric": .string(row.effect.metric),
                        "treatment": .string(row.effect.treatment),
                        "n_control": .integer(row.effect.controlCount),
                        "n_treatment": .integer(row.effect.treatmentCount),
                        "mean_control": .optional(row.effect.meanControl),
                        "mean_treatment": .optional(row.effect.meanTreatment),
                        "effect_size": .optional(row.effect.effect),
                        "std_error": .optional(row.effect.standardError),
                        "effect_size_ci_lower": .optional(row.effect.lower),
                        "effect_size_ci_upper": .optional(row.effect.upper),
                        "pvalue": .optional(row.effect.pValue), "se_type": .string(row.effect.errorKind),
                    ])
                }),
            "trends": .array(
                timeline.trends.map {
                    .members([
                        "metric": .string($0.metric), "treatment": .string($0.treatment),
                        "slope": .number($0.slope), "std_error": .number($0.standardError),
                        "ci_lower": .number($0.lower), "ci_upper": .number($0.upper),
                        "pvalue": .number($0.pValue),
                    ])
                }),
        ])
    }
}
