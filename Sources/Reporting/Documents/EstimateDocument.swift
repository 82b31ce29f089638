import Campaigns
public import Encodings
import Quantities
import Scenarios
public import Workbench

/// Closed forms, as JSON, table or CSV.
public struct EstimateDocument {
    private let result: EstimateResult

    public init(_ result: EstimateResult) { self.result = result }

    public var json: JSONValue {
        .members([
            "schema": "finegrain.estimate/1", "finegrain_version": .string(FinegrainVersion.current),
            "seed": .integer(result.workspace.scenario.seed), "digest": .string(result.digest),
            "inputs": .array(result.workspace.inputs.map(\.json)),
            "scenario": .string(result.workspace.scenario.name),
            "rows": .array(
                result.rows.map { row in
                    .members([
                        "vary": .object(row.values.map { .init($0.name, $0.value.json) }),
                        "metrics": .object(
                            row.metrics.map { .init($0.metric.rawValue, .optional($0.value)) }),
                        "why_null": .object(
                            row.whyNull.map { .init($0.metric.rawValue, .string($0.reason)) }),
                    ])
                }),
        ])
    }

    public var csv: String {
        var csv = CSVText()
        let paths = result.rows.first?.values.map(\.name) ?? []
        csv.row(paths + EstimateResult.metrics.map(\.rawValue))
        for row in result.rows {
            csv.row(row.values.map { RowName.text($0.value) } + row.metrics.map { CSVText.number($0.value) })
        }
        return csv.text
    }

    public var table: String {
        let names =
            result.rows.first?.values.map { $0.name.split(separator: ".").last.map(String.init) ?? "" } ?? []
        let table = TextTable(
            header: [
                [
                    names.joined(separator: ", "), "segments", "hit pers.", "hit copy", "pers. calls",
                    "copy calls", "cost USD", "review h",
                ]
            ],
            rows: result.rows.map { row in
                [row.values.map { RowName.text($0.value) }.joined(separator: ", ")]
                    + row.metrics.map { metric, value in
                        switch metric {
                        case .personaHitRate, .copyHitRate: Digits.percent(value)
                        case .costUSD: Short.money(value)
                        default: Short.plain(value)
                        }
                    }
            })
        var reasons: [String] = []
        for row in result.rows {
            for entry in row.whyNull where !reasons.contains(entry.reason) { reasons.append(entry.reason) }
        }
        return
            (["\(result.workspace.scenario.name): closed forms per campaign, steady state", "", table.text]
            + reasons.map { TextTable.wrapped("- no value: " + $0, indent: "  ") }).joined(separator: "\n")
    }
}
