import Encodings
import Quantities

/// What a campaign's segments share, by the operation that was called, with its cost.
struct SharedCosts {
    let json: JSONValue

    init(_ reader: LineageReader, _ table: CampaignTable) throws {
        var groups: [(name: String, calls: Int, cost: Money)] = []
        for call in (table.document["shared"]?.array ?? []).compactMap(LineageCall.init) {
            let line = reader.journalLine(offset: call.offset, length: call.length)
            let read = try? reader.journalLines.read(line)
            let name = read.map { "\($0.service.rawValue) \($0.operation)" } ?? "a line that cannot be read"
            if let place = groups.firstIndex(where: { $0.name == name }) {
                groups[place].calls += 1
                groups[place].cost += call.cost
            } else {
                groups.append((name, 1, call.cost))
            }
        }
        json = .array(
            groups.map {
                .members([
                    "operation": .string($0.name), "calls": .integer($0.calls),
                    "cost_usd": .number($0.cost.usd), "cost_picousd": .money($0.cost),
                ])
            })
    }
}
