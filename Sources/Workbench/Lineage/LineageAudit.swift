import Audiences
import Encodings
import Foundation
import Pricing
import Quantities

/// Checks while lineage is read that what segments and campaigns are charged is the invoice, and that the journal
/// says what was charged.
struct LineageAudit {
    private let reader: LineageReader
    private(set) var problems: [Problem] = []
    /// Lines of the journal that were compared with what was charged for them.
    private(set) var checkedCalls = 0
    private(set) var isWhole = false
    /// The invoice with the lines that differ at what they say.
    private var sumByLines: Money

    /// Bytes of journal and lineage together that are charged anew in some twenty milliseconds.
    static let smallFiles = 8_000_000

    init(_ reader: LineageReader) {
        self.reader = reader
        sumByLines = reader.invoice
        checkInvoice()
    }

    var holds: Bool { problems.isEmpty }

    private mutating func note(_ message: String, file: String, line: Int? = nil, remedy: String? = nil) {
        problems.append(Problem(message, remedy: remedy, file: file, line: line))
    }

    /// Lines and total of the invoice in `run.json`, and the campaigns' costs beside them.
    private mutating func checkInvoice() {
        let document = reader.directory.document
        let costs = (document["invoice"]?.array ?? []).map { $0["cost_usd"]?.double }
        let isInvoice =
            costs == reader.billed.map(\.cost.usd)
            && document["invoice_total_usd"]?.double == reader.invoice.usd
            && reader.billed.allSatisfy { (try? $0.rate.cost(of: $0.quantity)) == $0.cost }
            && reader.billed.reduce(Money.zero) { $0 + $1.cost } == reader.invoice
        if !isInvoice {
            note(
                "the invoice is not the one that the segments' costs were allocated from",
                file: reader.directory.path + "/run.json")
        }
        let sum = reader.campaigns.reduce(Money.zero) { $0 + $1.segmentCost + $1.sharedCost }
        if sum != reader.invoice { noteSum(sum, "the campaigns' costs", file: reader.lineagePath) }
        if reader.journalSize != reader.manifest["journal_bytes"]?.integer {
            note("the journal has not the length that was written", file: reader.journalPath)
        }
    }

    private mutating func noteSum(_ sum: Money, _ what: String, file: String) {
        note(
            "\(what) sum to $\(sum.decimalText), the invoice is $\(reader.invoice.decimalText): "
                + "$\((sum < reader.invoice ? reader.invoice - sum : sum - reader.invoice).decimalText) \(sum < reader.invoice ? "less" : "more")",
            file: file)
    }

    /// A campaign's table, and the journal's lines of what is shared in it.
    mutating func check(_ table: CampaignTable) {
        guard let place = reader.campaigns.first(where: { $0.index == table.index }) else { return }
        if table.segmentCost != place.segmentCost || table.sharedCost != place.sharedCost {
            note(
                "the costs of campaign \(table.index) do not sum to what it was charged",
                file: reader.lineagePath)
        }
        check(
            table.document["shared"]?.array ?? [], of: nil, in: table, cost: table.sharedCost,
            name: "what the segments share")
    }

    /// A segment's record, and its lines of the journal.
    mutating func check(_ record: JSONValue, _ row: CampaignTable.Row, in table: CampaignTable) {
        check(
            record["calls"]?.array ?? [], of: row.identity, in: table, cost: row.cost,
            name: reader.names.label(of: row.identity))
    }

    private mutating func check(
        _ calls: [JSONValue], of segment: SegmentIdentity?, in table: CampaignTable, cost: Money, name: String
    ) {
        var sum = Money.zero
        for value in calls {
            guard let call = LineageCall(value) else {
                return note("a call of \(name) cannot be read", file: reader.lineagePath)
            }
            sum += call.cost
            checkedCalls += 1
            guard let expected = charges(call, of: segment, in: table) else {
                note(
                    "the line is not the one that was written for call \(call.sequence)",
                    file: reader.journalPath, line: call.sequence + 1)
                continue
            }
            if expected != call.charges.map(\.amount) {
                noteDifference(call, expected, name)
            } else if !call.isPriced(by: reader.billed) {
                note("call \(call.sequence) of \(name) is not charged at its price", file: reader.lineagePath)
            }
        }
        if sum != cost {
            note(
                "the calls of \(name) in campaign \(table.index) sum to $\(sum.decimalText), "
                    + "not to $\(cost.decimalText)", file: reader.lineagePath)
        }
    }

    /// What the journal's line of a call charges an owner.
    private func charges(
        _ call: LineageCall, of segment: SegmentIdentity?, in table: CampaignTable
    ) -> [ChargeBuilder.Amount]? {
        let line = reader.journalLine(offset: call.offset, length: call.length)
        guard line.count == call.length, line.last == UInt8(ascii: "\n"),
            let read = try? reader.journalLines.read(line), read.sequence == call.sequence
        else { return nil }
        let owner = read.segment.flatMap { asker in
            asker == segment || table.rows.contains { $0.identity == asker } ? asker : nil
        }
        var builder = ChargeBuilder()
        builder.add(
            call.sequence, campaign: table.index, segment: owner, read.amounts,
            parts: table.parts.filter { $0.sequence == call.sequence }.map(\.part))
        guard builder.overdrawn.isEmpty else { return [] }
        return builder.charges.filter { $0.owner.segment == segment }.map {
            .init(line: $0.line, quantity: $0.quantity)
        }
    }

    /// Says how a line differs from what was charged for it, and what that does to the sum.
    private mutating func noteDifference(
        _ call: LineageCall, _ found: [ChargeBuilder.Amount], _ name: String
    ) {
        let charged = call.charges.map(\.amount)
        func text(_ amounts: [ChargeBuilder.Amount], without others: [ChargeBuilder.Amount]) -> String {
            let list = amounts.filter { !others.contains($0) }.map {
                "\($0.quantity) \(reader.billed[$0.line].name)"
            }
            return list.isEmpty ? "nothing" : list.joined(separator: ", ")
        }
        note(
            "\(name): the line says \(text(found, without: charged)), charged was "
                + text(charged, without: found), file: reader.journalPath, line: call.sequence + 1)
        let now = found.reduce(Money.zero) {
            $0 + ((try? reader.billed[$1.line].rate.cost(of: $1.quantity)) ?? .zero)
        }
        sumByLines += now - call.cost
    }

    /// Says what the lines that differ do to the sum, where the whole journal is not read.
    private mutating func finish() {
        guard !isWhole, sumByLines != reader.invoice else { return }
        noteSum(
            sumByLines, "with these lines, what segments and campaigns are charged", file: reader.journalPath)
    }

    // MARK: The whole journal

    /// Charges every line of the journal anew and compares: totals with the invoice, sums with every campaign's table.
    ///
    /// - Parameters:
    ///   - isAsked: whatever the size; else only small files are read as a whole.
    ///   - smallFiles: bytes of both files together.
    mutating func checkWhole(isAsked: Bool, smallFiles: Int) throws {
        guard isAsked || reader.journalSize + reader.lineageSize <= smallFiles else { return finish() }
        isWhole = true
        let journal = try reader.wholeJournal()
        let charging = try WholeCharging(journal, reader)
        checkedCalls = charging.callCount
        let known = problems
        problems += charging.problems.filter { new in
            !known.contains { $0.file == new.file && $0.line == new.line }
        }
        if let sum = charging.total, sum != reader.invoice {
            noteSum(sum, "the journal's calls", file: reader.journalPath)
        } else if charging.problems.isEmpty, !charging.isAllocated {
            note("the costs of the segments are not those of the journal's calls", file: reader.lineagePath)
        }
        if problems.isEmpty { try checkSums(journal) }
    }

    /// The checksums of both files, which cover what is not money.
    private mutating func checkSums(_ journal: Data) throws {
        let lineage = try Data(contentsOf: URL(fileURLWithPath: reader.lineagePath), options: .mappedIfSafe)
        for (data, key, path) in [
            (journal, "journal_sha256", reader.journalPath), (lineage, "sha256", reader.lineagePath),
        ] where SHA256.hex(data) != reader.manifest[key]?.string {
            note("the file is not the one that run.json was written with", file: path)
        }
    }
}
