import Encodings
import Pricing
import Quantities
import Scenarios
import Workbench

/// What a stored run rests on that nobody has confirmed: fields of grade C, and prices of grade C.
struct WeakAssumptions {
    struct Entry {
        var path: String
        var value: String
        var note: String
    }

    let entries: [Entry]

    init(_ run: StoredRun) {
        let fields = WeakAssumptions.fields(Scenario.jsonSchema, run.header.scenario, "")
        var prices: [Entry] = []
        for list in run.header.priceLists {
            for (meter, price) in zip(run.header.meters, list) {
                guard let price, price.grade == .c else { continue }
                let path = StoredPrice.name(of: meter)
                let value =
                    "$\(price.price(of: price.per).decimalText) per \(MetricText.unit(meter, per: price.per))"
                if !prices.contains(where: { $0.path == path && $0.value == value }) {
                    prices.append(Entry(path: path, value: value, note: "\(price.source), \(price.date)"))
                }
            }
        }
        entries = fields + prices
    }

    /// Fields that are documented as assumptions.
    private static func fields(_ schema: JSONValue, _ value: JSONValue, _ path: String) -> [Entry] {
        guard case .object(let members)? = schema["properties"] else { return [] }
        return members.flatMap { member -> [Entry] in
            let place = path.isEmpty ? member.key : path + "." + member.key
            guard let child = value[member.key] else { return [] }
            if member.value["properties"] != nil { return fields(member.value, child, place) }
            let text = member.value["description"]?.string ?? ""
            guard GradeC.isAssumption(text), child != .null else { return [] }
            return [Entry(path: place, value: MetricText.text(child), note: text)]
        }
    }
}
