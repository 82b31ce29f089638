import Encodings
import Quantities
import Workbench

/// What segments, campaigns and the run cost, and whether that is the invoice.
enum CostNodes {
    private typealias Node = ExplanationNode
    private typealias Text = ExplanationText

    static func cost(_ cost: JSONValue?) -> ExplanationNode {
        func amount(_ name: String) -> String { Text.exact(cost?[name + "_picousd"]) }
        let campaign =
            (cost?["campaign_segments_picousd"]?.money ?? .zero)
            + (cost?["campaign_shared_picousd"]?.money ?? .zero)
        let title = cost?["segment_picousd"] == nil ? "cost" : "cost: \(amount("segment")) in this campaign"
        return Node(
            title,
            [
                Node(
                    "the campaign: segments \(amount("campaign_segments")) + shared \(amount("campaign_shared")) = "
                        + Text.exact(.money(campaign))),
                Node(
                    "the run: segments \(amount("run_segments")) + shared \(amount("run_shared")) = \(amount("run"))"
                ),
                Node("the invoice: \(amount("invoice"))"),
            ])
    }

    static func check(_ check: JSONValue?) -> ExplanationNode {
        let count =
            "\(Text.count(check?["checked_calls"])) of \(Text.count(check?["calls"])) lines of the journal"
        let scope =
            check?["whole_journal"] == true
            ? "\(count) were charged anew" : "\(count) were compared; --verify compares all"
        let problems = (check?["problems"]?.array ?? []).compactMap(\.string)
        return problems.isEmpty
            ? Node("check: all costs sum to the invoice; \(scope)")
            : Node("check: BROKEN; \(scope)", problems.map { Node($0) })
    }
}
