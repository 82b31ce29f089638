import Campaigns
import Encodings
import Scenarios
import Workbench

/// The decision as JSON: every number that its sentences say.
struct DecisionDocument {
    private let result: SweepResult
    private var decision: Decision { result.decision }

    init(_ result: SweepResult) { self.result = result }

    var json: JSONValue {
        let chosen = decision.recommended ?? 0
        let standing = decision.standings[chosen]
        let subject = decision.subject
        return .members([
            "conclusive": .bool(decision.isConclusive),
            "why": decision.failure.map { .string(FailureText($0, result.scenario).text) } ?? .null,
            "risk": .string(decision.risk.rawValue), "tolerance": .number(decision.tolerance),
            "recommended": decision.recommended.map { .integer($0) } ?? .null,
            "best": decision.best > 0 ? .integer(decision.best) : .null,
            "subject": subject.map { .integer($0) } ?? .null, "worlds": .integer(decision.worlds),
            "mean_usd": .number(standing.net.mean), "simulation_error_usd": .optional(standing.net.error),
            "beats_baseline_share": .optional(standing.beatsBaselineShare),
            "p5_usd": .optional(standing.p5), "p95_usd": .optional(standing.p95),
            "forgone_usd": .number(decision.forgoneUSD),
            "value_of_information_usd": .number(decision.valueOfInformationUSD),
            "best_mean_usd": .number(decision.standings[decision.best].net.mean),
            "subject_mean_usd": .optional(subject.map { decision.standings[$0].net.mean }),
            "subject_error_usd": .optional(subject.flatMap { decision.standings[$0].net.error }),
            "subject_beats_baseline_share": .optional(
                subject.flatMap { decision.standings[$0].beatsBaselineShare }),
            "subject_p5_usd": .optional(subject.flatMap { decision.standings[$0].p5 }),
            "shadow_prices": .array(decision.shadowPrices.map(price)), "never_refresh_change_usd": never.mean,
            "never_refresh_change_error_usd": never.error,
            "confirm": .array(KeyAssumptions(result).list.map { .string($0.path) }),
            "limits": LimitLines(result).json, "timeline": TimelineDocument(result).json,
            "totals": ProgramTotals(result).json, "quota_request": QuotaRequest(result).json,
        ])
    }

    private func price(_ price: ShadowPrice) -> JSONValue {
        .members([
            "limit": .string(price.limit.rawValue), "per_unit_usd": .number(price.perUnitUSD),
            "unit": .string(price.unit), "units": .number(price.units),
            "row": price.row.map { .integer($0) } ?? .null,
        ])
    }

    private var never: (mean: JSONValue, error: JSONValue) {
        guard let row = result.neverRefresh, let subject = decision.subject else { return (.null, .null) }
        let change = WorldMean(zip(row.netValues, result.rows[subject].netValues).map { $0 - $1 })
        return (.number(change.mean), .optional(change.error))
    }
}
