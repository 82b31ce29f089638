public import Encodings
public import Experiments
import Quantities
import Workbench

/// An uplift readout as JSON, by the names of the contract.
public struct UpliftDocument {
    private let readout: UpliftReadout

    public init(_ readout: UpliftReadout) { self.readout = readout }

    public var json: JSONValue {
        let metrics = MetricDocument(readout)
        return .members([
            "schema": "finegrain.uplift/1", "finegrain_version": .string(FinegrainVersion.current),
            "seed": .integer(readout.plan.seed), "digest": .string(readout.digest),
            "inputs": [
                .members(["path": .string(readout.filePath), "sha256": .string(readout.sha256)])
            ], "rows": .integer(readout.rowCount), "cells": .bool(readout.isCells),
            "control": .string(readout.control), "treatments": strings(readout.treatments),
            "metrics": strings(readout.metrics), "alpha": .number(readout.plan.alpha),
            "srm": .array(readout.sampleRatios.map(ratio)), "results": .array(readout.results.map(result)),
            "pooling": poolings("reml"), "pooling_nested": poolings("nested"),
            "pooling_shared_control": poolings(PoolingResult.sharedControl),
            "learners": .array(readout.learners.map(learner)),
            "ranking": .array(readout.ranking.map(ranking)),
            "calibration": .array(readout.calibration.map(calibration)),
            "policy": .array(readout.policy.map(policy)),
            "profit_curves": .array(readout.profitCurves.map(profit)),
            "decisions": .array(readout.decisions.map(decision)),
            "winners": .array(readout.winners.map(winner)),
            "directions": metrics.directions, "derived_metrics": metrics.derived,
            "combined_arms": metrics.combined, "caps": metrics.caps, "guardrails": metrics.guardrails,
            "retention": metrics.retention, "timeline": metrics.timeline,
            "texts": .array(readout.texts.map(text)), "truth": .array(readout.truths.map(truth)),
            "balance": .array(readout.balance.map(balance)), "missing": .array(readout.missing.map(missing)),
            "roles": .array(readout.roles.map(role)),
            "alarm": readout.alarm.map { .string($0) } ?? .null,
            "warnings": .array(
                readout.warnings.map { .members(["code": .string($0.code), "message": .string($0.message)]) }),
            "conventions": .array(
                readout.conventions.map {
                    .members([
                        "number": .string($0.number), "rule": .string($0.rule), "source": .string($0.source),
                    ])
                }),
        ])
    }

    static func segment(_ name: SegmentName?) -> JSONValue {
        guard let name else { return .null }
        return .object(name.parts.map { .init($0.column, .string($0.value)) })
    }

    private func strings(_ list: [String]) -> JSONValue { .array(list.map { .string($0) }) }

    private func ratio(_ row: SampleRatioResult) -> JSONValue {
        .members([
            "segment": UpliftDocument.segment(row.segment), "arms": strings(row.arms),
            "observed": .array(row.observed.map { .integer($0) }),
            "clusters": row.clusters.map { .array($0.map { .integer($0) }) } ?? .null,
            "expected": .array(row.expected.map { .number($0) }), "assumed_equal": .bool(row.assumedEqual),
            "statistic": .optional(row.statistic), "df": .integer(row.degreesOfFreedom),
            "pvalue": .optional(row.pValue), "pvalue_holm": .optional(row.pValueHolm),
            "verdict": .string(row.verdict.rawValue),
        ])
    }

    private func result(_ row: EffectResult) -> JSONValue {
        .object(
            EffectColumns.list.map { column in
                .init(
                    column.name,
                    column.name == "segment" ? UpliftDocument.segment(row.segment) : column.value(row))
            } + [.init("dropped_columns", strings(row.droppedColumns))])
    }

    /// The entries of one method; only those of `reml` are drawn to one mean.
    private func poolings(_ method: String) -> JSONValue {
        .array(readout.pooling.filter { $0.method == method }.map(pooling))
    }

    private func pooling(_ row: PoolingResult) -> JSONValue {
        .members([
            "metric": .string(row.metric), "treatment": .string(row.treatment), "by": strings(row.by),
            "method": .string(row.method), "shrinks_to": .string(row.shrinksTo),
            "adjustment": .string(row.adjustment),
            "tau_prior": row.tauMean == nil ? .null : .string("uniform"),
            "tau_mean": .optional(row.tauMean), "mean": .number(row.mean),
            "std_error": .number(row.standardError), "ci_lower": .number(row.lower),
            "ci_upper": .number(row.upper), "tau2": .number(row.tau2), "tau_upper": .optional(row.tauUpper),
            "q": .number(row.q), "q_pvalue": .optional(row.qPValue), "i2": .number(row.i2),
            "tau2_by_method": .object(row.spreads.map { .init($0.method, .number($0.tau2)) }),
            "segments": .array(
                row.segments.map {
                    .members([
                        "segment": UpliftDocument.segment($0.segment), "effect_size": .number($0.effect),
                        "std_error": .number($0.standardError), "shrunk": .number($0.shrunk),
                        "shrunk_std_error": .number($0.shrunkStandardError),
                        "shrunk_ci_lower": .number($0.lower),
                        "shrunk_ci_upper": .number($0.upper), "weight_on_mean": .number($0.weightOnMean),
                    ])
                }),
        ])
    }

    private func decision(_ row: DecisionResult) -> JSONValue {
        .members([
            "segment": UpliftDocument.segment(row.segment), "treatment": .string(row.treatment),
            "metric": .string(row.metric), "decision": .string(row.decision.rawValue),
            "action": .string(row.action), "expected_net_usd": .optional(row.expectedNetUSD),
            "expected_net_total_usd": .optional(row.expectedNetTotalUSD),
            "expected_loss_usd": .optional(row.expectedLossUSD),
            "probability_positive": .optional(row.probabilityPositive),
            "expected_gain": .optional(row.expectedGain), "why": .string(row.why),
            "n_needed": row.unitsNeeded.map { .integer($0) } ?? .null, "effect_size": .optional(row.effect),
            "ci_lower": .optional(row.lower), "ci_upper": .optional(row.upper),
            "n_control": .integer(row.controlCount), "n_treatment": .integer(row.treatmentCount),
            "n": .integer(row.unitCount), "expected_regret": .optional(row.expectedRegret),
        ])
    }

    private func winner(_ row: WinnerResult) -> JSONValue {
        .members([
            "metric": .string(row.metric), "segment": UpliftDocument.segment(row.segment),
            "treatment": .string(row.treatment), "chosen_among": .string(row.chosenAmong),
            "naive": .number(row.naive), "corrected": .number(row.corrected), "ci_lower": .number(row.lower),
            "ci_upper": .number(row.upper), "candidates": strings(row.candidates),
            "expected_regret": .number(row.expectedRegret),
        ])
    }

    private func text(_ row: TextResult) -> JSONValue {
        .members([
            "metric": .string(row.metric), "treatment": .string(row.treatment),
            "n_texts": .integer(row.textCount), "effect_size": .optional(row.effect),
            "std_error": .optional(row.standardError), "effect_size_ci_lower": .optional(row.lower),
            "effect_size_ci_upper": .optional(row.upper), "df": .optional(row.degreesOfFreedom),
            "between_variance": .optional(row.betweenVariance),
            "texts": .array(
                row.texts.map {
                    .members([
                        "text_id": .string($0.text), "n": .integer($0.count), "mean": .number($0.mean),
                        "shrunk": .number($0.shrunk), "shrunk_std_error": .number($0.shrunkStandardError),
                    ])
                }),
        ])
    }

    private func truth(_ row: UpliftReadout.TruthResult) -> JSONValue {
        .members([
            "metric": .string(row.metric), "segment": UpliftDocument.segment(row.segment),
            "treatment": .string(row.treatment), "truth": .number(row.truth),
            "effect_size": .optional(row.estimate), "effect_size_ci_lower": .optional(row.lower),
            "effect_size_ci_upper": .optional(row.upper), "shrunk": .optional(row.shrunk),
            "covered": row.isCovered.map { .bool($0) } ?? .null,
        ])
    }

    private func balance(_ row: BalanceResult) -> JSONValue {
        .members([
            "covariate": .string(row.covariate), "control": .string(row.control),
            "treatment": .string(row.treatment), "mean_control": .number(row.meanControl),
            "mean_treatment": .number(row.meanTreatment), "smd": .optional(row.standardizedDifference),
            "pvalue": .optional(row.pValue), "flagged": .bool(row.isFlagged),
        ])
    }

    private func missing(_ row: UpliftReadout.Missing) -> JSONValue {
        .members([
            "column": .string(row.column), "rows": .integer(row.rows), "treatment": .string(row.treatment),
        ])
    }

    private func role(_ row: UpliftReadout.Role) -> JSONValue {
        .members([
            "part": .string(row.part), "column": .string(row.column), "recognised": .bool(row.isRecognised),
        ])
    }
}
