import Campaigns
public import Encodings
import Quantities
import Scenarios
public import Workbench

/// A sweep as JSON, by the names of the contract.
public struct SweepDocument {
    private let result: SweepResult

    public init(_ result: SweepResult) { self.result = result }

    public var json: JSONValue {
        let decision = result.decision
        return .members([
            "schema": "finegrain.sweep/1", "finegrain_version": .string(FinegrainVersion.current),
            "seed": .integer(result.scenario.seed), "digest": .string(result.digest),
            "inputs": .array(result.workspace.inputs.map(\.json)), "scenario": .string(result.scenario.name),
            "replications": .integer(result.replications),
            "rows": .array(result.rows.indices.map { row(result.rows[$0], decision.standings[$0]) }),
            "recommended": decision.recommended.map { .integer($0) } ?? .null,
            "recommended_set": .array(
                decision.set.map {
                    .members([
                        "row": .integer($0), "expected_regret_usd": .number(decision.standings[$0].regretUSD),
                    ])
                }),
            "recommendation": .string(DecisionText(result).sentence),
            "decision": DecisionDocument(result).json, "drift": result.drift.json,
            "notes": .array(result.workspace.notes.map { .string($0) }),
            "inert_fields": .array(
                result.inertFields.map {
                    .members(["path": .string($0.path), "reason": .string($0.reason)])
                }),
            "never_refresh": result.neverRefresh.map { row($0, nil) } ?? .null,
            "tornado": .array(result.tornado.bars.map(bar)),
            "net_without_effect_usd": .array(result.tornado.netWithoutEffect.map { .number($0) }),
            "net_without_knowledge_usd": .array(
                result.tornado.netWithoutKnowledge.map { .number($0.mean) }),
            "side_replications": .integer(result.tornado.worlds),
        ])
    }

    private func row(_ row: SweepRow, _ standing: Standing?) -> JSONValue {
        let net = standing?.net ?? WorldMean(row.netValues)
        let spread = Band(row.netValues.map { $0 })
        return .members([
            "vary": row.isBaseline
                ? .members(["baseline": true]) : .object(row.values.map { .init($0.name, $0.value.json) }),
            "feasible": .bool(row.isFeasible),
            "breaks": .array(row.breaks.map { .string($0.rawValue) }),
            "violations": .array(row.violations.map(violation)),
            "first_campaign_breaks": .array(row.firstCampaignBreaks.map { .string($0.rawValue) }),
            "net_mean_usd": .number(net.mean), "net_error_usd": .optional(net.error),
            "net_p5_usd": .optional(spread.p5), "net_p95_usd": .optional(spread.p95),
            "beats_baseline_share": .optional(
                row.isBaseline
                    ? nil
                    : Double(row.netValues.count { $0 > 0 }) / Double(max(1, row.netValues.count))),
            "expected_regret_usd": .optional(standing?.regretUSD), "metrics": bands(row.metrics),
            "first_campaign": bands(row.firstCampaign), "horizon_total": bands(row.horizonTotal),
            "cost_by_service_usd": .object(row.costByService.map { .init($0.service, .number($0.usd)) }),
            "misses_by_cause": .object(row.misses.map { .init($0.cause, .number($0.count)) }),
            "limit_use": .object(zip(Limit.allCases, row.limitUse).map { .init($0.rawValue, .optional($1)) }),
            "binding": .string(row.binding), "pareto": .bool(row.isPareto), "digest": .string(row.digest),
            "failures": FailuresJSON.json(row.failures), "invariants": InvariantsJSON.json(row.invariants),
        ])
    }

    private func violation(_ violation: Violation) -> JSONValue {
        .members([
            "limit": .string(violation.limit.rawValue), "metric": .string(violation.metric.rawValue),
            "statistic": .string(violation.statistic), "value": .optional(violation.value),
            "bound": .number(violation.bound),
        ])
    }

    private func bands(_ list: [(metric: Metric, band: Band)]) -> JSONValue {
        .object(list.map { .init($0.metric.rawValue, $0.band.json) })
    }

    private func bar(_ bar: Tornado.Bar) -> JSONValue {
        let base = result.tornado.baseNetUSD
        return .members([
            "path": .string(bar.path), "low": .string(bar.low.value), "high": .string(bar.high.value),
            "net_value_at_low_usd": .number(base + bar.low.change.mean),
            "net_value_at_high_usd": .number(base + bar.high.change.mean),
            "change_at_low_usd": .number(bar.low.change.mean),
            "change_at_low_error_usd": .optional(bar.low.change.error),
            "change_at_high_usd": .number(bar.high.change.mean),
            "change_at_high_error_usd": .optional(bar.high.change.error), "swing_usd": .number(bar.swing),
            "best_at_low": bar.low.choice.map { .integer($0) } ?? .null,
            "best_at_high": bar.high.choice.map { .integer($0) } ?? .null,
            "turns_at_low": .bool(bar.low.isFlipTold), "turns_at_high": .bool(bar.high.isFlipTold),
            "worlds_at_low": .integer(bar.low.worlds), "worlds_at_high": .integer(bar.high.worlds),
        ])
    }
}

/// Failures as JSON: how many generations were needed, and what failed by reason.
enum FailuresJSON {
    static func json(_ tally: FailureTally) -> JSONValue {
        .members([
            "needed": .integer(tally.needed), "failed": .integer(tally.failed), "share": .number(tally.share),
            "reasons": .object(
                FailureTally.Reason.allCases.filter { tally[$0] > 0 }.map {
                    .init($0.rawValue, .integer(tally[$0]))
                }),
        ])
    }
}

/// Invariants as JSON.
enum InvariantsJSON {
    static func json(_ ledger: InvariantLedger) -> JSONValue {
        .array(
            ledger.rows.map {
                .members([
                    "name": .string($0.name), "checked": .integer($0.checked),
                    "violations": .integer($0.violations),
                ])
            })
    }
}
