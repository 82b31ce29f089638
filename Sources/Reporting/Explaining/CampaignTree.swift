import Encodings
import Workbench

/// A campaign's segments, or a segment's campaigns, as tables.
struct CampaignTree {
    let document: JSONValue

    private typealias Node = ExplanationNode
    private typealias Text = ExplanationText

    /// The segments of a campaign.
    var list: [ExplanationNode] {
        let rows = document["segments"]?.array ?? []
        let shared = document["shared"]?.array ?? []
        return [
            Node(
                "\(rows.count == 1 ? "1 segment" : "\(rows.count) segments"); "
                    + "\(Text.count(document["withheld_customers"])) customers withheld",
                table: .init(
                    header: ["no.", "segment", "customers", "persona", "copy", "sent", "cost USD"],
                    rows: rows.map { row in
                        [
                            String(row["identity"]?.integer ?? 0), CampaignTree.values(row["segment"]),
                            Text.count(row["customers"]), CampaignTree.short(row["persona"]),
                            CampaignTree.short(row["copy"]), row["delivered"]?.string ?? "",
                            Digits.fixed(row["cost_usd"]?.double ?? 0, 4),
                        ]
                    }, words: [1, 3, 4, 5], optional: [5])),
            Node(
                "shared by them",
                table: .init(
                    header: ["operation", "calls", "cost USD"],
                    rows: shared.map { row in
                        [
                            row["operation"]?.string ?? "", Text.count(row["calls"]),
                            String(Text.exact(row["cost_picousd"]).dropFirst()),
                        ]
                    })),
            CostNodes.cost(document["cost"]), CostNodes.check(document["check"]),
        ]
    }

    /// The campaigns of a segment.
    var timeline: [ExplanationNode] {
        let rows = document["timeline"]?.array ?? []
        return [
            Node(
                "\(rows.count) campaigns; cost in all \(Text.exact(document["cost_picousd"]))",
                table: .init(
                    header: [
                        "no.", "customers", "persona", "copy", "review", "sent", "outcomes", "true",
                        "cost USD",
                    ],
                    rows: rows.map(CampaignTree.campaign), words: [2, 3, 5], optional: [6, 1, 4])),
            CostNodes.check(document["check"]),
        ]
    }

    private static func campaign(_ row: JSONValue) -> [String] {
        let number = Text.count(row["campaign"])
        if let place = row["pooled_into"] {
            let name = place.string.map { $0 == "withheld" ? $0 : "part of \($0)" } ?? "no customers"
            return [number, Text.count(row["customers"]), name]
        }
        let sent = row["delivered"]?.string ?? ""
        let from = row["copy_from_campaign"].flatMap { $0 == .null ? nil : " (\(Text.count($0)))" } ?? ""
        return [
            number, Text.count(row["customers"]), short(row["persona"]), short(row["copy"]),
            Text.duration(row["review_seconds"]), sent + from,
            "\(Text.count(row["personalised_outcomes"]))/\(Text.count(row["personalised_customers"]))",
            row["true_effect"]?.double.map { Digits.fixed($0, 2) } ?? "-",
            Digits.fixed(row["cost_usd"]?.double ?? 0, 4),
        ]
    }

    /// A label without the names of the attributes: `north|basic` of `region=north|plan=basic`.
    private static func values(_ label: JSONValue?) -> String {
        (label?.string ?? "").split(separator: "|").map { part in
            part.firstIndex(of: "=").map { String(part[part.index(after: $0)...]) } ?? String(part)
        }.joined(separator: "|")
    }

    /// A cause of a miss in a few letters, without what kind of cache it is.
    private static func short(_ value: JSONValue?) -> String {
        guard let name = value?.string else { return "-" }
        if name == "copy.persona_reworded" { return "reworded" }
        let parts = name.split(separator: ".")
        if parts.count == 3 { return "moved: \(parts[2])" }
        return (parts.last ?? "").split(separator: "_").joined(separator: " ")
    }
}
