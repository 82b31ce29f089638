import Campaigns
public import Quantities
import Scenarios
public import Workbench

/// A sweep as JSON, by the names of the contract.
public struct SweepDocument {
    private let result: SweepResult

    public init(_ result: SweepResult) { self.result = result }

    public var json: JSONValue {
        let choice = result.recommendation
        return .members([
            "schema": "finegrain.sweep/1", "finegrain_version": .string(FinegrainVersion.current),
            "seed": .integer(result.scenario.seed), "digest": .string(result.digest),
            "inputs": .array(result.workspace.inputs.map(\.json)), "scenario": .string(result.scenario.name),
            "replications": .integer(result.replications), "rows": .array(result.rows.map(row)),
            "recommended": choice.recommended.map { .integer($0) } ?? .null,
            "recommended_set": .array(
                choice.set.map {
                    .members(["row": .integer($0.row), "expected_regret_usd": .number($0.expectedRegretUSD)])
                }),
            "recommendation": .string(RecommendationText(result).sentence),
            "tornado": .array(result.tornado.bars.map(bar)),
            "net_without_effect_usd": .array(result.tornado.netWithoutEffect.map { .number($0) }),
            "net_without_knowledge_usd": .array(result.tornado.netWithoutKnowledge.map { .number($0) }),
            "side_replications": .integer(result.tornado.replications),
        ])
    }

    private func row(_ row: SweepRow) -> JSONValue {
        .members([
            "vary": row.isBaseline
                ? .members(["baseline": true]) : .object(row.values.map { .init($0.name, $0.value.json) }),
            "metrics": bands(row.metrics), "first_campaign": bands(row.firstCampaign),
            "horizon_total": bands(row.horizonTotal),
            "cost_by_service_usd": .object(row.costByService.map { .init($0.service, .number($0.usd)) }),
            "misses_by_cause": .object(row.misses.map { .init($0.cause, .number($0.count)) }),
            "limit_use": .object(zip(Limit.allCases, row.limitUse).map { .init($0.rawValue, .optional($1)) }),
            "binding": .string(row.binding), "pareto": .bool(row.isPareto), "digest": .string(row.digest),
            "invariants": InvariantsJSON.json(row.invariants),
        ])
    }

    private func bands(_ list: [(metric: Metric, band: Band)]) -> JSONValue {
        .object(list.map { .init($0.metric.rawValue, $0.band.json) })
    }

    private func bar(_ bar: Tornado.Bar) -> JSONValue {
        .members([
            "path": .string(bar.path), "low": .string(bar.low), "high": .string(bar.high),
            "net_value_at_low_usd": .number(bar.netAtLow), "net_value_at_high_usd": .number(bar.netAtHigh),
            "swing_usd": .number(bar.swing),
            "best_at_low": bar.recommendedAtLow.map { .integer($0) } ?? .null,
            "best_at_high": bar.recommendedAtHigh.map { .integer($0) } ?? .null,
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
