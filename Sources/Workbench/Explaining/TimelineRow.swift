import Encodings
import Quantities

/// A segment in one campaign, in a line.
struct TimelineRow {
    let json: JSONValue

    init(_ row: CampaignTable.Row, _ record: JSONValue, campaign: Int) {
        let delivery = record["delivery"]
        let arms = delivery?["arms"]?.array ?? []
        let own = arms.first { $0["arm"]?.string == "personalised" }
        let reviewed = (record["copy"]?["reviews"]?.array ?? []).reduce(0) {
            $0 + ($1["milliseconds"]?.integer ?? 0)
        }
        json = .members([
            "campaign": .integer(campaign), "customers": .integer(row.customers),
            "persona": .text(row.persona), "copy": .text(row.copy),
            "outcome": record["copy"]?["outcome"] ?? .null,
            "review_seconds": .number(Double(reviewed) / 1_000), "delivered": .string(row.delivered),
            "copy_from_campaign": delivery?["source"]?["campaign"] ?? .null,
            "personalised_customers": own?["customers"] ?? 0, "personalised_outcomes": own?["outcomes"] ?? 0,
            "true_effect": .optional(arms.reduce(0.0) { $0 + ($1["effect"]?.double ?? 0) }),
            "cost_usd": .number(row.cost.usd), "cost_picousd": .money(row.cost),
        ])
    }
}
