public import Encodings
import Quantities
import Scenarios
public import Workbench

/// A comparison as JSON or CSV.
public struct CompareDocument {
    private let comparison: RunComparison

    public init(_ comparison: RunComparison) { self.comparison = comparison }

    public var json: JSONValue {
        let change = comparison.recommendation
        return .members([
            "schema": "finegrain.compare/1", "finegrain_version": .string(FinegrainVersion.current),
            "seed": .integer(comparison.b.header.seed), "digest": .string(comparison.digest),
            "inputs": .array(comparison.b.header.inputs.map(\.json)),
            "a": side(comparison.a), "b": side(comparison.b),
            "part": .string(comparison.options.part.rawValue),
            "tolerance": .number(comparison.options.tolerance),
            "paired": .bool(comparison.isPaired),
            "why_not_paired": .array(comparison.whyNotPaired.map { .string($0) }),
            "unchanged": .bool(comparison.isUnchanged),
            "sentence": .string(ComparisonText(comparison).sentence),
            "recommendation": .members([
                "a": answer(change.a, comparison.a), "b": answer(change.b, comparison.b),
                "changed": change.isChanged.map { .bool($0) } ?? .null,
            ]),
            "rows": .array(comparison.rows.map(row)),
            "only_in_a": .array(comparison.onlyInA.map(vary)),
            "only_in_b": .array(comparison.onlyInB.map(vary)),
            "causes": .array(comparison.causes.map(cause)),
            "money": .array(money?.services.map { effects($0.effects, service: $0.service) } ?? []),
            "money_of": moneyOf, "budget": .array(comparison.budget.map(budget)),
        ])
    }

    private var money: MoneySplit? { comparison.focus.map { comparison.rows[$0].money } }

    private func side(_ run: StoredRun) -> JSONValue {
        let header = run.header
        return .members([
            "id": .string(header.id), "kind": .string(header.kind.rawValue), "name": .string(header.name),
            "command": .string(header.command), "finegrain_version": .string(header.version),
            "seed": .integer(header.seed), "replications": .integer(header.replications),
            "digest": .string(header.digest), "inputs": .array(header.inputs.map(\.json)),
        ])
    }

    private func answer(_ side: RecommendationChange.Side, _ run: StoredRun) -> JSONValue {
        .members([
            "row": side.row.map { vary(run.rows[$0].vary) } ?? .null,
            "sentence": side.sentence.map { .string($0) } ?? .null,
            "inconclusive": side.inconclusive.map { .string($0) } ?? .null,
        ])
    }

    private func vary(_ values: [Named<JSONValue>]) -> JSONValue {
        .object(values.map { .init($0.name, $0.value) })
    }

    private func row(_ row: RowComparison) -> JSONValue {
        .members([
            "vary": vary(row.vary), "paired": .bool(row.isPaired), "worlds": .integer(row.worlds),
            "price_effect_usd": .number(row.money.total.price.usd),
            "quantity_effect_usd": .number(row.money.total.quantity.usd),
            "metrics": .object(row.metrics.map { .init($0.name, metric($0)) }),
        ])
    }

    private func metric(_ metric: MetricComparison) -> JSONValue {
        .members([
            "a": .optional(metric.a), "b": .optional(metric.b), "difference": .optional(metric.difference),
            "relative": .optional(metric.relative), "std_error": .optional(metric.standardError),
            "ci_lower": .optional(metric.lower), "ci_upper": .optional(metric.upper),
            "b_better_share": .optional(metric.betterShare), "verdict": .string(metric.verdict.rawValue),
        ])
    }

    private func cause(_ cause: Cause) -> JSONValue {
        var members: [JSONValue.Member] = [
            .init("kind", .string(cause.kind.rawValue)), .init("path", .string(cause.path)),
            .init("a", cause.a), .init("b", cause.b),
        ]
        for (name, text) in [("unit", cause.unit), ("source", cause.source), ("date", cause.date)] {
            if let text { members.append(.init(name, .string(text))) }
        }
        return .object(members)
    }

    /// Dollars, and beside them the exact amounts as text, which a JSON number need not hold.
    private func effects(_ effects: MoneySplit.Effects, service: String?) -> JSONValue {
        .object(
            (service.map { [.init("service", .string($0))] } ?? []) + [
                .init("a_usd", .number(effects.a.usd)), .init("b_usd", .number(effects.b.usd)),
                .init("price_effect_usd", .number(effects.price.usd)),
                .init("quantity_effect_usd", .number(effects.quantity.usd)),
                .init("price_effect_exact", .string(effects.price.decimalText)),
                .init("quantity_effect_exact", .string(effects.quantity.decimalText)),
                .init("difference_exact", .string(effects.difference.decimalText)),
            ])
    }

    /// Which invoices `money` is the difference of.
    private var moneyOf: JSONValue {
        guard let focus = comparison.focus, let money else { return .null }
        return .members([
            "vary": vary(comparison.rows[focus].vary), "worlds": .integer(money.worlds),
            "campaigns_a": .integer(money.campaigns.a), "campaigns_b": .integer(money.campaigns.b),
            "total": effects(money.total, service: nil),
            "baseline_mail": effects(money.baseline, service: nil),
        ])
    }

    private func budget(_ result: BudgetResult) -> JSONValue {
        .members([
            "expression": .string(result.expression.text), "value": .optional(result.value),
            "holds": .bool(result.holds),
            "row": result.row.map { vary(comparison.b.rows[$0].vary) } ?? .null,
            "why": result.why.map { .string($0) } ?? .null,
        ])
    }

    /// One line per row and metric, then one per budget.
    public var csv: String {
        var csv = CSVText()
        csv.row(
            ["kind", "row"] + comparison.paths + [
                "metric", "a", "b", "difference", "relative", "std_error", "ci_lower", "ci_upper",
                "b_better_share", "worlds", "paired", "verdict",
            ])
        for (index, row) in comparison.rows.enumerated() {
            let values = comparison.paths.map { path in
                row.isBaseline
                    ? "" : comparison.value(of: row, at: path).map(MetricText.text) ?? ""
            }
            for metric in row.metrics {
                let numbers = [
                    metric.a, metric.b, metric.difference, metric.relative, metric.standardError,
                    metric.lower, metric.upper, metric.betterShare,
                ]
                csv.row(
                    [row.isBaseline ? "baseline" : "row", String(index)] + values + [metric.name]
                        + numbers.map(CSVText.number)
                        + [String(row.worlds), row.isPaired ? "true" : "false", metric.verdict.rawValue])
            }
        }
        for result in comparison.budget {
            csv.row(
                ["budget", ""] + comparison.paths.map { _ in "" }
                    + [result.expression.text, "", CSVText.number(result.value)]
                    + Array(repeating: "", count: 8) + [result.holds ? "holds" : "broken"])
        }
        return csv.text
    }
}
