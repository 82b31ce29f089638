import Encodings
import Quantities

/// What a campaign and the run cost: segments, what they share, and the invoice.
struct CostTotals {
    let json: JSONValue

    /// - Parameter segment: what the segment in question cost, if there is one.
    init(_ reader: LineageReader, _ table: CampaignTable, segment: Money? = nil) {
        let segments = reader.campaigns.reduce(Money.zero) { $0 + $1.segmentCost }
        let shared = reader.campaigns.reduce(Money.zero) { $0 + $1.sharedCost }
        var members: [JSONValue.Member] = []
        func add(_ name: String, _ amount: Money) {
            members.append(.init(name + "_usd", .number(amount.usd)))
            members.append(.init(name + "_picousd", .money(amount)))
        }
        if let segment { add("segment", segment) }
        add("campaign_segments", table.segmentCost)
        add("campaign_shared", table.sharedCost)
        add("run_segments", segments)
        add("run_shared", shared)
        add("run", segments + shared)
        add("invoice", reader.invoice)
        json = .object(members)
    }
}
