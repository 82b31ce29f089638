import Audiences
import Encodings
import Quantities

/// Tells how a segment came to its copy in a campaign, what that cost and what it brought, from what the run stored.
///
/// Nothing is run again: it reads the lineage, the journal and `run.json`, and checks on the way that the costs of all
/// segments and of what they share are the invoice.
public struct Explainer {
    private let reader: LineageReader
    private let isWhole: Bool
    /// Files of at most this many bytes together are checked as a whole, whatever is asked for.
    var smallFiles = LineageAudit.smallFiles

    /// - Parameters:
    ///   - directory: of a run that kept its bodies.
    ///   - checksWholeJournal: whatever its size; small ones always are.
    /// - Throws: `FinegrainError` when the run kept no lineage or its files were changed beyond reading.
    public init(_ directory: RunDirectory, checksWholeJournal: Bool = false) throws {
        reader = try LineageReader(directory)
        isWhole = checksWholeJournal
    }

    /// One segment in one campaign.
    /// - Parameters:
    ///   - name: its label, its conditions in any order between commas, or its number.
    ///   - campaign: counted from one; nil is the last.
    public func segment(_ name: String, campaign: Int?) throws -> Explanation {
        let identity = try reader.names.identity(of: name)
        let table = try reader.campaign(campaign)
        var audit = LineageAudit(reader)
        audit.check(table)
        let place = try place(of: identity, in: table)
        var members: [JSONValue.Member]
        if let row = place.row {
            let record = try reader.record(row)
            audit.check(record, row, in: table)
            members = try SegmentExplanation(reader: reader, table: table, row: row, record: record)
                .members(pooled: place.cell)
        } else {
            members = withheld(identity, place.cell, table)
        }
        try audit.checkWhole(isAsked: isWhole, smallFiles: smallFiles)
        members.insert(contentsOf: head("segment") + [.init("campaign", .integer(table.index))], at: 0)
        return explanation(members, audit)
    }

    /// One segment over all campaigns, a line each.
    public func timeline(_ name: String) throws -> Explanation {
        let identity = try reader.names.identity(of: name)
        var audit = LineageAudit(reader)
        var rows: [JSONValue] = []
        var cost = Money.zero
        for campaign in reader.campaigns {
            let table = try reader.campaign(campaign.index)
            audit.check(table)
            if let row = table.rows.first(where: { $0.identity == identity }) {
                let record = try reader.record(row)
                audit.check(record, row, in: table)
                cost += row.cost
                rows.append(TimelineRow(row, record, campaign: table.index).json)
            } else {
                let cell = table.pooled.first { $0.identity == identity }
                rows.append(
                    .members([
                        "campaign": .integer(table.index), "customers": .integer(cell?.customers ?? 0),
                        "pooled_into": .text(cell.map { $0.segment.map(reader.names.label) ?? "withheld" }),
                    ]))
            }
        }
        try audit.checkWhole(isAsked: isWhole, smallFiles: smallFiles)
        let members: [JSONValue.Member] =
            head("timeline") + [
                .init("segment", SegmentExplanation.name(identity, reader)), .init("timeline", .array(rows)),
                .init("cost_usd", .number(cost.usd)), .init("cost_picousd", .money(cost)),
            ]
        return explanation(members, audit)
    }

    /// The segments of a campaign with what each cost and why it missed, and what they share.
    public func list(campaign: Int?) throws -> Explanation {
        let table = try reader.campaign(campaign)
        var audit = LineageAudit(reader)
        audit.check(table)
        try audit.checkWhole(isAsked: isWhole, smallFiles: smallFiles)
        let rows = table.rows.map { row in
            JSONValue.members([
                "segment": .string(reader.names.label(of: row.identity)),
                "identity": .integer(Int(row.identity.rawValue)), "customers": .integer(row.customers),
                "persona": .text(row.persona), "copy": .text(row.copy), "delivered": .string(row.delivered),
                "cost_usd": .number(row.cost.usd), "cost_picousd": .money(row.cost),
            ])
        }
        let members: [JSONValue.Member] =
            head("list") + [
                .init("campaign", .integer(table.index)), .init("segments", .array(rows)),
                .init("withheld_customers", table.document["withheld"] ?? .null),
                .init("shared", try SharedCosts(reader, table).json),
                .init("cost", CostTotals(reader, table).json),
            ]
        return explanation(members, audit)
    }

    // MARK: Parts

    private func head(_ kind: String) -> [JSONValue.Member] {
        let document = reader.directory.document
        return [
            .init("schema", "finegrain.explain/1"),
            .init("finegrain_version", .string(FinegrainVersion.current)),
            .init("kind", .string(kind)),
            .init(
                "run",
                .members([
                    "folder": .string(reader.directory.path), "id": .string(reader.directory.id),
                    "scenario": document["scenario"] ?? .null, "seed": document["seed"] ?? .null,
                    "digest": document["digest"] ?? .null, "campaigns": .integer(reader.campaigns.count),
                ])),
        ]
    }

    private func explanation(_ members: [JSONValue.Member], _ audit: LineageAudit) -> Explanation {
        let check = JSONValue.members([
            "holds": .bool(audit.holds), "calls": .integer(reader.callCount),
            "checked_calls": .integer(audit.checkedCalls), "whole_journal": .bool(audit.isWhole),
            "problems": .strings(audit.problems.map(\.description)),
        ])
        return Explanation(
            document: .object(members + [.init("check", check)]), problems: audit.problems)
    }

    /// Where a segment is in a campaign: published, part of a rest, or withheld.
    private func place(
        of identity: SegmentIdentity, in table: CampaignTable
    ) throws -> (row: CampaignTable.Row?, cell: CampaignTable.PooledCell?) {
        if let row = table.rows.first(where: { $0.identity == identity }) { return (row, nil) }
        if let cell = table.pooled.first(where: { $0.identity == identity }) {
            return (table.rows.first { $0.identity == cell.segment }, cell)
        }
        let present = try reader.campaigns.map(\.index).filter { index in
            let table = try reader.campaign(index)
            return table.rows.contains { $0.identity == identity }
                || table.pooled.contains { $0.identity == identity }
        }
        throw FinegrainError.badInput(
            "'\(reader.names.label(of: identity))' has no customers in campaign \(table.index)",
            remedy: "it is in campaign " + present.map(String.init).joined(separator: ", "),
            field: "--campaign")
    }

    private func withheld(
        _ identity: SegmentIdentity, _ cell: CampaignTable.PooledCell?, _ table: CampaignTable
    ) -> [JSONValue.Member] {
        [
            .init("segment", SegmentExplanation.name(identity, reader)),
            .init(
                "withheld",
                .members([
                    "customers": .integer(cell?.customers ?? 0), "k": reader.run["k"] ?? .null,
                    "withheld_customers": table.document["withheld"] ?? .null,
                    "text": reader.run["generic_text"] ?? .null,
                ])),
            .init("cost", CostTotals(reader, table).json),
        ]
    }
}
