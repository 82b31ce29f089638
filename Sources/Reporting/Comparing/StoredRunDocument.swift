import Campaigns
public import Encodings
import Scenarios
public import Workbench

/// One stored run as JSON, table or CSV.
public struct StoredRunDocument {
    private let run: StoredRun

    public init(_ run: StoredRun) { self.run = run }

    public var json: JSONValue {
        guard case .object(let members) = RunsDocument.json(run.header) else { return .null }
        return .object(
            [.init("schema", "finegrain.stored_run/1")]
                + members.map { member in
                    member.key == "rows" ? .init("rows", .array(run.rows.map(row))) : member
                } + [.init("scenario", run.header.scenario), .init("decision", run.header.decision)])
    }

    private func row(_ row: StoredRow) -> JSONValue {
        .members([
            "vary": .object(row.vary.map { .init($0.name, $0.value) }),
            "replications": .integer(row.replications),
            "metrics": .object(run.header.metrics.map { .init($0, run.band(of: row, $0).json) }),
        ])
    }

    /// One line per row, part, replication and metric that has a value.
    public var csv: String {
        var csv = CSVText()
        csv.row(["row", "replication", "seed", "part", "metric", "value"])
        for (index, row) in run.rows.enumerated() {
            for part in HorizonPart.allCases {
                for metric in run.header.metrics {
                    for (replication, value) in run.values(of: row, metric, part).enumerated()
                    where !value.isNaN {
                        csv.row([
                            String(index), String(replication), String(row.seed), part.rawValue, metric,
                            CSVText.number(value),
                        ])
                    }
                }
            }
        }
        return csv.text
    }

    public var table: String {
        let header = run.header
        let table = TextTable(
            header: [
                ["row", "segments", "pers. hit", "copy hit", "cost USD", "review h", "net USD", "P5..P95"]
            ],
            rows: run.rows.map { row in
                let net = run.band(of: row, Metric.netValueUSD.rawValue)
                let range = net.p5.flatMap { low in net.p95.map { "\(Short.money(low))..\(Short.money($0))" }
                }
                func mean(_ metric: Metric) -> Double? { run.band(of: row, metric.rawValue).mean }
                return [
                    MetricText.row(row.vary), Digits.plain(mean(.segments).map { $0.rounded() }),
                    Digits.percent(mean(.personaHitRate)), Digits.percent(mean(.copyHitRate)),
                    Short.money(mean(.costUSD)), Short.plain(mean(.reviewHours)),
                    Short.money(mean(.netValueUSD)), range ?? "-",
                ]
            })
        let facts = [
            "\(header.kind.rawValue) \(header.id) of \(header.name), seed \(header.seed), finegrain \(header.version)",
            "made by: \(header.command)",
            "kept in: \(header.folder)",
        ]
        let inputs = header.inputs.map { "  \($0.sha256.prefix(12))  \($0.path)" }
        let sentence = header.decision["recommendation"]?.string.map { ["", TextTable.wrapped($0)] } ?? []
        return (facts + ["", "per campaign, steady state", table.text] + sentence + ["", "inputs"] + inputs)
            .joined(separator: "\n")
    }
}
