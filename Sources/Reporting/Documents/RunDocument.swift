import Campaigns
public import Encodings
import Pricing
import Quantities
import Scenarios
public import Workbench

/// One run: campaigns, bill and invariants, as JSON, table or CSV.
public struct RunDocument {
    private let run: SingleRun
    private let lineage: JSONValue

    /// - Parameter lineage: what is said of the lineage's file, if one is written.
    public init(_ run: SingleRun, lineage: JSONValue = .null) {
        self.run = run
        self.lineage = lineage
    }

    public var json: JSONValue {
        let digest = String(run.digest, radix: 16)
        return .members([
            "schema": "finegrain.run/1", "finegrain_version": .string(FinegrainVersion.current),
            "seed": .integer(run.workspace.scenario.seed),
            "digest": .string(String(repeating: "0", count: 16 - digest.count) + digest),
            "inputs": .array(run.workspace.inputs.map(\.json)),
            "scenario": .string(run.workspace.scenario.name),
            "campaigns": .array(run.campaigns.map(campaign)), "invoice": .array(run.invoice.lines.map(line)),
            "results": run.cells.json, "lineage": lineage,
            "invoice_total_usd": .number(run.invoice.total.usd),
            "baseline_cost_usd": .number(run.baselineCost.usd),
            "usage_reconciled": .bool(isReconciled), "invariants": InvariantsJSON.json(run.invariants),
        ])
    }

    /// Whether the ledger equals the journal, to the last token.
    private var isReconciled: Bool {
        run.invariants.rows.filter { $0.name == Invariant.ledgerIsJournal.rawValue }
            .allSatisfy { $0.checked > 0 && $0.violations == 0 }
    }

    private func campaign(_ record: CampaignRecord) -> JSONValue {
        .object(
            [.init("index", .integer(record.index))]
                + Metric.allCases.map { .init($0.rawValue, .optional(record.metrics[$0])) }
                + [
                    .init("services", ServiceTable.json(record.services)),
                    .init("failures", FailuresJSON.json(record.failures)),
                    .init(
                        "misses_by_cause", .object(record.misses.map { .init($0.cause, .integer($0.count)) })),
                    .init(
                        "cost_by_service_usd",
                        .object(record.costByService.map { .init($0.service.rawValue, .number($0.cost.usd)) })
                    ),
                ])
    }

    private func line(_ line: Invoice.Line) -> JSONValue {
        .members([
            "service": .string(line.meter.service.rawValue), "sku": .string(line.meter.sku),
            "meter": .string(line.meter.kind.rawValue), "tier": .string(line.meter.tier.rawValue),
            "quantity": .integer(line.quantity), "unit": .string(line.meter.kind.unit),
            "unit_price_usd": .number(line.rate.usdPerUnit), "cost_usd": .number(line.cost.usd),
        ])
    }

    public var csv: String {
        var csv = CSVText()
        csv.row(["index"] + Metric.allCases.map(\.rawValue))
        for record in run.campaigns {
            csv.row([String(record.index)] + Metric.allCases.map { CSVText.number(record.metrics[$0]) })
        }
        return csv.text
    }

    /// Campaigns, bill and invariants in 80 columns.
    public var table: String {
        let campaigns = TextTable(
            header: [
                [
                    "no.", "segments", "held", "pers. hit", "copy hit", "calls", "cost USD", "review h",
                    "incr.", "net USD",
                ]
            ],
            rows: run.campaigns.map { record in
                let m = record.metrics
                let calls = (m[.personaCalls] ?? 0) + (m[.copyCalls] ?? 0)
                return [
                    String(record.index), Digits.plain(m[.segments]), Digits.plain(m[.heldSegments]),
                    Digits.percent(m[.personaHitRate]),
                    Digits.percent(m[.copyHitRate]), Digits.plain(calls), Short.money(m[.costUSD]),
                    Short.plain(m[.reviewHours]),
                    Short.plain(m[.incrementalOutcomes]), Short.money(m[.netValueUSD]),
                ]
            }, optionalColumns: [2])
        let bill = TextTable(
            header: [["service", "product", "meter", "quantity", "cost USD"]],
            rows: run.invoice.lines.map { line in
                [
                    line.meter.service.rawValue, line.meter.sku,
                    line.meter.kind.rawValue
                        + (line.meter.tier == .standard ? "" : " (\(line.meter.tier.rawValue))"),
                    Digits.grouped(Double(line.quantity), 0), Digits.grouped(line.cost.usd, 4),
                ]
            } + [["total", "", "", "", Digits.grouped(run.invoice.total.usd, 4)]], leftColumns: [0, 2, 1])
        let invariants = run.invariants.rows.map { row in
            TextTable.wrapped(
                "\(row.violations == 0 ? "holds" : "BROKEN"): \(row.name) (\(row.checked) checks"
                    + (row.violations == 0 ? ")" : ", \(row.violations) violations)"), indent: "  ")
        }
        let troubles = ServiceTable(records: run.campaigns).text
        return [
            "\(run.workspace.scenario.name): \(run.campaigns.count) campaigns, first world, seed \(run.workspace.scenario.seed)",
            "", campaigns.text, troubles.isEmpty ? "" : "\n" + troubles + "\n", "Bill", bill.text,
            "of which mails that the generic copy would cost as well: \(Digits.grouped(run.baselineCost.usd, 4))",
            "",
            "Invariants", invariants.joined(separator: "\n"),
        ].joined(separator: "\n")
    }
}
