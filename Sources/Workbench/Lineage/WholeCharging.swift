import Audiences
import Encodings
import Foundation
import Pricing
import Quantities

/// The journal's file charged anew from its first line to its last, beside what the lineage says.
struct WholeCharging {
    /// Lines that were read.
    private(set) var callCount = 0
    private(set) var problems: [Problem] = []
    /// What all lines cost, each meter rounded once; nil where a line cannot be read.
    private(set) var total: Money?
    /// Whether each segment's and campaign's costs are those of the lines.
    private(set) var isAllocated = false

    private let reader: LineageReader
    private var builder = ChargeBuilder()
    private var quantities: [Int]

    init(_ journal: Data, _ reader: LineageReader) throws {
        self.reader = reader
        quantities = [Int](repeating: 0, count: reader.billed.count)
        let tables = try reader.campaigns.map { try reader.campaign($0.index) }
        try read(journal, tables)
        if callCount != reader.callCount, problems.isEmpty {
            note("the journal has \(callCount) lines; \(reader.callCount) were written")
        }
        if problems.isEmpty {
            total = try zip(reader.billed, quantities).reduce(Money.zero) {
                $0 + (try $1.0.rate.cost(of: $1.1))
            }
            if !zip(reader.billed, quantities).allSatisfy({ $0.quantity == $1 }) {
                try nameFirstDifference(tables)
            }
        }
        if problems.isEmpty {
            var charges = builder.charges
            CostAllocation.allocate(&charges, over: reader.billed)
            isAllocated = WholeCharging.sums(charges) == WholeCharging.sums(tables)
            if !isAllocated { try nameFirstDifference(tables) }
        }
    }

    private mutating func note(_ message: String, line: Int? = nil) {
        problems.append(Problem(message, file: reader.journalPath, line: line))
    }

    private mutating func read(_ journal: Data, _ tables: [CampaignTable]) throws {
        let published = tables.map { Set($0.rows.map(\.identity)) }
        var campaign = 0
        var parts = tables.first?.parts[...] ?? []
        try journal.withUnsafeBytes { raw in
            let bytes = raw.bindMemory(to: UInt8.self)
            var start = 0
            while start < bytes.count, problems.isEmpty {
                let found = memchr(bytes.baseAddress! + start, 0x0a, bytes.count - start)
                let end = found.map {
                    bytes.baseAddress!.distance(to: $0.assumingMemoryBound(to: UInt8.self))
                }
                let line = UnsafeBufferPointer(rebasing: bytes[start..<(end ?? bytes.count)])
                start += line.count + 1
                while campaign + 1 < tables.count, callCount >= tables[campaign].calls.upperBound {
                    campaign += 1
                    parts = tables[campaign].parts[...]
                }
                try charge(line, tables[campaign].index, published[campaign], &parts)
            }
        }
    }

    private mutating func charge(
        _ line: UnsafeBufferPointer<UInt8>, _ campaign: Int, _ published: Set<SegmentIdentity>,
        _ parts: inout ArraySlice<(sequence: Int, part: ChargeBuilder.Part)>
    ) throws {
        callCount += 1
        do throws(JournalLineReader.Failure) {
            let call = try reader.journalLines.read(line)
            guard call.sequence == callCount - 1 else {
                return note(
                    "the line is call \(call.sequence); \(callCount - 1) is expected", line: callCount)
            }
            var own: [ChargeBuilder.Part] = []
            while let next = parts.first, next.sequence == call.sequence {
                own.append(next.part)
                parts.removeFirst()
            }
            builder.add(
                call.sequence, campaign: campaign,
                segment: call.segment.flatMap { published.contains($0) ? $0 : nil }, call.amounts, parts: own)
            for amount in call.amounts {
                let sum = quantities[amount.line].addingReportingOverflow(amount.quantity)
                guard !sum.overflow else {
                    return note("the line's usage is beyond all bounds", line: callCount)
                }
                quantities[amount.line] = sum.partialValue
            }
        } catch {
            switch error {
            case .malformed: note("the line is not as it was written", line: callCount)
            case .unknownMeter(let name): note("the invoice has no meter '\(name)'", line: callCount)
            }
        }
    }

    /// The first line whose usage is not what was charged for it.
    private mutating func nameFirstDifference(_ tables: [CampaignTable]) throws {
        var found = builder.charges[...]
        for table in tables {
            var charged: [(sequence: Int, owner: SegmentIdentity?, amount: ChargeBuilder.Amount)] = []
            func add(_ calls: JSONValue?, _ owner: SegmentIdentity?) {
                for call in (calls?.array ?? []).compactMap(LineageCall.init) {
                    charged += call.charges.map { (call.sequence, owner, $0.amount) }
                }
            }
            for row in table.rows { add(try reader.record(row)["calls"], row.identity) }
            add(table.document["shared"], nil)
            let said = found.prefix { table.calls.contains($0.sequence) }
            found = found.dropFirst(said.count)
            let lines = said.map {
                ($0.sequence, $0.owner.segment, ChargeBuilder.Amount(line: $0.line, quantity: $0.quantity))
            }
            if let (sequence, owner) = WholeCharging.difference(lines, charged) {
                return note(
                    "\(owner.map(reader.names.label) ?? "what the segments share") in campaign \(table.index): "
                        + "the line's usage is not what was charged for it", line: sequence + 1)
            }
        }
    }

    private typealias Charged = (sequence: Int, owner: SegmentIdentity?, amount: ChargeBuilder.Amount)

    private static func difference(
        _ a: [Charged], _ b: [Charged]
    ) -> (sequence: Int, owner: SegmentIdentity?)? {
        func key(_ charge: Charged) -> [Int] {
            [charge.sequence, Int(charge.owner?.rawValue ?? -1), charge.amount.line, charge.amount.quantity]
        }
        func ordered(_ list: [Charged]) -> [Charged] {
            list.sorted { key($0).lexicographicallyPrecedes(key($1)) }
        }
        let (a, b) = (ordered(a), ordered(b))
        for place in 0..<max(a.count, b.count) {
            guard place < a.count, place < b.count else {
                let first = place < a.count ? a[place] : b[place]
                return (first.sequence, first.owner)
            }
            if key(a[place]) != key(b[place]) {
                let first = a[place].sequence <= b[place].sequence ? a[place] : b[place]
                return (first.sequence, first.owner)
            }
        }
        return nil
    }

    private static func sums(_ charges: [CostAllocation.Charge]) -> [CostAllocation.Owner: Money] {
        var sums: [CostAllocation.Owner: Money] = [:]
        for charge in charges where charge.cost > .zero { sums[charge.owner, default: .zero] += charge.cost }
        return sums
    }

    /// What the campaigns' tables say; whoever costs nothing is left out, as above.
    private static func sums(_ tables: [CampaignTable]) -> [CostAllocation.Owner: Money] {
        var sums: [CostAllocation.Owner: Money] = [:]
        for table in tables {
            for row in table.rows where row.cost > .zero {
                sums[.init(campaign: table.index, segment: row.identity)] = row.cost
            }
            if table.sharedCost > .zero {
                sums[.init(campaign: table.index, segment: nil)] = table.sharedCost
            }
        }
        return sums
    }
}
