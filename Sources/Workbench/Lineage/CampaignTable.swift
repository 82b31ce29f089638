import Audiences
import Campaigns
import Encodings
import Quantities

/// One campaign's line of the lineage: where its segments' records are, what they cost, what is shared.
struct CampaignTable {
    /// A segment of the campaign in a line of a table.
    struct Row {
        var identity: SegmentIdentity
        var offset: Int
        var length: Int
        var customers: Int
        var cost: Money
        /// `hit`, `held`, or the cause of the miss; nil where no cache is asked.
        var persona: String?
        var copy: String?
        /// `own`, `earlier` or `generic`: the copy that the personalised arm got.
        var delivered: String

        static let columns = [
            "identity", "offset", "length", "customers", "cost_picousd", "persona", "copy", "delivered",
        ]

        init(_ segment: SegmentLineage, offset: Int, length: Int, cost: Money, isGenericOnly: Bool) {
            identity = segment.identity
            self.offset = offset
            self.length = length
            customers = segment.count
            self.cost = cost
            persona = segment.isHeld && !isGenericOnly ? "held" : segment.persona.lookup.json.string
            copy = segment.isHeld && !isGenericOnly ? "held" : segment.copy.lookup.json.string
            delivered =
                segment.delivery.source == nil ? "generic" : segment.delivery.isOwn ? "own" : "earlier"
        }

        var json: JSONValue {
            .array([
                .integer(Int(identity.rawValue)), .integer(offset), .integer(length), .integer(customers),
                .money(cost), .text(persona), .text(copy), .string(delivered),
            ])
        }

        init?(_ value: JSONValue) {
            guard let cells = value.array, cells.count == Row.columns.count,
                let identity = cells[0].integer.flatMap({ Int32(exactly: $0) }),
                let offset = cells[1].integer, let length = cells[2].integer,
                let customers = cells[3].integer, let cost = cells[4].money,
                let delivered = cells[7].string
            else { return nil }
            self.identity = SegmentIdentity(rawValue: identity)
            self.offset = offset
            self.length = length
            self.customers = customers
            self.cost = cost
            persona = cells[5].string
            copy = cells[6].string
            self.delivered = delivered
        }
    }

    /// A cell that is no segment of its own: too small, or pooled with one that is.
    struct PooledCell {
        var identity: SegmentIdentity
        var customers: Int
        /// The rest that it is part of; nil where it is withheld.
        var segment: SegmentIdentity?
    }

    let index: Int
    let rows: [Row]
    let pooled: [PooledCell]
    let sharedCost: Money
    /// Calls of the campaign in the journal.
    let calls: Range<Int>
    /// The parts of shared calls, by call in order.
    let parts: [(sequence: Int, part: ChargeBuilder.Part)]
    /// The line itself, for what is only shown.
    let document: JSONValue

    var segmentCost: Money { rows.reduce(.zero) { $0 + $1.cost } }

    init?(_ document: JSONValue) {
        guard let index = document["campaign"]?.integer, let rows = document["segments"]?.array,
            let pooled = document["pooled"]?.array, let sharedCost = document["shared_picousd"]?.money,
            let calls = document["calls"]?.array?.compactMap(\.integer), calls.count == 2,
            calls[0] <= calls[1], let parts = document["parts"]?.array
        else { return nil }
        self.index = index
        self.rows = rows.compactMap(Row.init)
        self.pooled = pooled.compactMap(PooledCell.init)
        self.sharedCost = sharedCost
        self.calls = calls[0]..<calls[1]
        self.parts = parts.compactMap(CampaignTable.part)
        self.document = document
        guard self.rows.count == rows.count, self.pooled.count == pooled.count,
            self.parts.count == parts.count
        else { return nil }
    }

    private static func part(_ value: JSONValue) -> (sequence: Int, part: ChargeBuilder.Part)? {
        guard let cells = value.array, cells.count == 3, let sequence = cells[0].integer,
            let identity = cells[1].integer.flatMap({ Int32(exactly: $0) }), let list = cells[2].array
        else { return nil }
        let amounts = list.compactMap { pair -> ChargeBuilder.Amount? in
            guard let pair = pair.array?.compactMap(\.integer), pair.count == 2 else { return nil }
            return .init(line: pair[0], quantity: pair[1])
        }
        guard amounts.count == list.count else { return nil }
        return (sequence, .init(segment: SegmentIdentity(rawValue: identity), amounts: amounts))
    }
}

extension CampaignTable.PooledCell {
    fileprivate init?(_ value: JSONValue) {
        guard let cells = value.array, cells.count == 3,
            let identity = cells[0].integer.flatMap({ Int32(exactly: $0) }), let customers = cells[1].integer
        else { return nil }
        self.identity = SegmentIdentity(rawValue: identity)
        self.customers = customers
        segment = cells[2].integer.flatMap { Int32(exactly: $0) }.map { SegmentIdentity(rawValue: $0) }
    }
}
