import Audiences
import Campaigns
public import Encodings
import Pricing
import Quantities
import ServiceModels

/// The lineage of a run's segments as a file that is read by byte offsets.
///
/// JSON lines: for each campaign a line for every segment, then the campaign's line with where those begin, what each
/// cost and what is shared; at the end one line for the run, with where the campaigns' lines begin and the invoice.
/// `run.json` tells where the last line begins. So a reader of one segment reads three lines, however many there are.
public struct LineageFile {
    public static let name = "lineage.jsonl"

    public private(set) var bytes: [UInt8] = []
    /// What `run.json` says of the file and of the journal beside it.
    public private(set) var json = JSONValue.null

    private let run: SingleRun
    private let lineage: Lineage
    private let journal: JournalLines
    private let charges: RunCharges
    private var campaignRows: [JSONValue] = []

    /// - Parameter journal: the run's, as it is written beside the file.
    /// - Returns: nil when the run kept no bodies.
    /// - Throws: `FinegrainError` when the charges do not sum to the invoice, which is a defect.
    public init?(_ run: SingleRun, journal: JournalLines) throws {
        guard let lineage = run.lineage else { return nil }
        self.run = run
        self.lineage = lineage
        self.journal = journal
        charges = try RunCharges(run, lineage)
        for campaign in lineage.campaigns { append(campaign) }
        let directory = append(runLine)
        json = .members([
            "file": .string(LineageFile.name), "sha256": .string(SHA256.hex(bytes)),
            "directory_offset": .integer(directory), "journal": .string(JournalLines.file),
            "journal_sha256": .string(SHA256.hex(journal.bytes)),
            "journal_bytes": .integer(journal.bytes.count), "calls": .integer(run.journal.count),
        ])
    }

    // MARK: Lines

    /// Appends a line and returns where it begins.
    @discardableResult
    private mutating func append(_ value: JSONValue) -> Int {
        let start = bytes.count
        bytes.append(contentsOf: value.text().utf8)
        bytes.append(UInt8(ascii: "\n"))
        return start
    }

    private mutating func append(_ campaign: CampaignLineage) {
        var placeOfSegment: [Int32: Int] = [:]
        for (place, segment) in campaign.segments.enumerated() {
            placeOfSegment[segment.identity.rawValue] = place
        }
        var calls: [[JSONValue]] = campaign.segments.map { _ in [] }
        var costs = [Money](repeating: .zero, count: campaign.segments.count)
        var shared: [JSONValue] = []
        var sharedCost = Money.zero
        for sequence in campaign.calls {
            // A call without charges is listed as well: it was refused, or is free.
            var rest = charges[sequence]
            let entry = run.journal.entries[sequence]
            let asker = CallOwner.segment(of: entry.service, entry.operation, entity: entry.entity)
            if rest.isEmpty {
                let line = call(sequence, rest)
                if let place = asker.flatMap({ placeOfSegment[$0.rawValue] }) {
                    calls[place].append(line)
                } else {
                    shared.append(line)
                }
            }
            while let first = rest.first {
                let own = rest.prefix { $0.owner == first.owner }
                rest = rest.dropFirst(own.count)
                let cost = own.reduce(Money.zero) { $0 + $1.cost }
                if let place = first.owner.segment.flatMap({ placeOfSegment[$0.rawValue] }) {
                    calls[place].append(call(sequence, own))
                    costs[place] += cost
                } else {
                    shared.append(call(sequence, own))
                    sharedCost += cost
                }
            }
        }
        var rows: [JSONValue] = []
        for (place, segment) in campaign.segments.enumerated() {
            let record: [JSONValue.Member] =
                [.init("campaign", .integer(campaign.index))] + segment.members
                + [.init("calls", .array(calls[place])), .init("cost_picousd", .money(costs[place]))]
            let offset = append(JSONValue.object(record))
            rows.append(
                CampaignTable.Row(
                    segment, offset: offset, length: bytes.count - offset, cost: costs[place],
                    isGenericOnly: run.design.depth == 0
                ).json)
        }
        let segmentCost = costs.reduce(.zero, +)
        let offset = append(
            campaign.line(rows: rows, shared: shared, sharedCost: sharedCost, charges))
        campaignRows.append(
            .array([
                .integer(campaign.index), .integer(offset), .integer(bytes.count - offset),
                .money(segmentCost), .money(sharedCost),
            ]))
    }

    /// A call, or one owner's part of it: where it stands in the journal, and what is charged for it.
    private func call(_ sequence: Int, _ charges: ArraySlice<CostAllocation.Charge>) -> JSONValue {
        let start = journal.offsets[sequence]
        return .members([
            "sequence": .integer(sequence), "offset": .integer(start),
            "length": .integer(journal.offsets[sequence + 1] - start),
            "charges": .array(
                charges.map { .array([.integer($0.line), .integer($0.quantity), .money($0.cost)]) }),
        ])
    }

    private var runLine: JSONValue {
        let hierarchy = run.design.hierarchy
        var named: Set<Int32> = []
        var labels: [(identity: SegmentIdentity, label: String)] = []
        for campaign in lineage.campaigns {
            for identity in campaign.segments.map(\.identity) + campaign.pooled.map(\.identity)
            where named.insert(identity.rawValue).inserted {
                labels.append((identity, hierarchy.label(of: identity)))
            }
        }
        labels.sort { $0.identity < $1.identity }
        let layout = lineage.layout
        return .members([
            "schema": "finegrain.lineage/1", "k": .integer(lineage.threshold),
            "depth": .integer(run.design.depth),
            "bucket_width": .number(lineage.policy.bucketWidth),
            "hysteresis": .number(lineage.policy.hysteresis),
            "attributes": .array(
                layout.names.indices.map { place in
                    .members([
                        "name": .string(layout.names[place]),
                        "levels": .strings(Array(layout.binNames[layout.bins(place)])),
                    ])
                }),
            "angles": .strings(lineage.angles),
            "prompts": .array(
                lineage.prompts.map {
                    .members([
                        "part": .string($0.name), "bytes": .integer($0.text.utf8.count),
                        "sha256": .string(SHA256.hex($0.text.utf8)),
                    ])
                }),
            "generic_text": .string(lineage.genericText),
            "segments": .array(
                labels.map { .array([.integer(Int($0.identity.rawValue)), .string($0.label)]) }),
            "billed": .array(charges.billed.map(\.json)), "invoice_picousd": .money(run.invoice.total),
            "campaigns": .array(campaignRows),
        ])
    }
}

extension CampaignLineage {
    /// The campaign's line.
    fileprivate func line(
        rows: [JSONValue], shared: [JSONValue], sharedCost: Money, _ charges: RunCharges
    ) -> JSONValue {
        .members([
            "campaign": .integer(index), "start_ns": .integer(Int(start.nanoseconds)),
            "send_ns": .integer(Int(send.nanoseconds)),
            "personas_from_ns": .integer(Int(personasFrom.nanoseconds)),
            "copies_from_ns": .integer(Int(copiesFrom.nanoseconds)), "versions": versions.json,
            "withheld": .integer(withheld),
            "pooled": .array(
                pooled.map { cell in
                    .array([
                        .integer(Int(cell.identity.rawValue)), .integer(cell.count),
                        cell.segment.map { .integer(Int($0.rawValue)) } ?? .null,
                    ])
                }),
            "calls": .integers([calls.lowerBound, calls.upperBound]),
            "parts": .array(
                parts.map {
                    .array([
                        .integer($0.sequence), .integer(Int($0.segment.rawValue)),
                        .array(charges.amounts($0.usage).map { .integers([$0.line, $0.quantity]) }),
                    ])
                }),
            "shared": .array(shared), "shared_picousd": .money(sharedCost),
            "columns": .strings(CampaignTable.Row.columns), "segments": .array(rows),
        ])
    }
}
