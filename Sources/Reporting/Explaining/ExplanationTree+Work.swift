import Encodings
import Quantities
import Workbench

extension ExplanationTree {
    private typealias Node = ExplanationNode
    private typealias Text = ExplanationText

    var calls: ExplanationNode {
        let calls = document["calls"]?.array ?? []
        guard !calls.isEmpty else { return Node("calls: none") }
        let total = calls.reduce(Money.zero) { $0 + ($1["cost_picousd"]?.money ?? .zero) }
        return Node(
            "calls: \(calls.count) for \(Text.exact(.money(total)))", calls.map(call) + [prices(of: calls)])
    }

    private func call(_ call: JSONValue) -> ExplanationNode {
        var text =
            "no. \(call["sequence"]?.integer ?? 0) \(ExplanationTree.operation(call)), "
            + Text.time(call["at_s"])
        if call["status"]?.integer != 200 { text += ", refused with \(call["status"]?.integer ?? 0)" }
        if let took = call["service_time_s"]?.double, took > 0 {
            text += ", took \(Text.duration(.number(took)))"
        }
        if let waited = call["waited_s"]?.double, waited > 0, let reason = call["waited_for"]?.string {
            text += ", waited \(Text.duration(.number(waited))) for \(reason)"
        }
        if let answer = call["answer"]?.string { text += "; answer: \(answer)" }
        let usage = call["usage"]?.array ?? []
        return Node(
            text,
            usage.map {
                Node(
                    "\(Text.count($0["quantity"])) \(ExplanationTree.meter($0)) = \(Text.exact($0["cost_picousd"]))"
                )
            })
    }

    private static func operation(_ call: JSONValue) -> String {
        let (service, operation) = (call["service"]?.string ?? "", call["operation"]?.string ?? "")
        return service == operation ? service : "\(service) \(operation)"
    }

    private static func meter(_ usage: JSONValue) -> String {
        let tier = usage["tier"]?.string ?? "standard"
        return (usage["meter"]?.string ?? "") + (tier == "standard" ? "" : " (\(tier))")
    }

    /// The price of each meter that the calls used, and who says so.
    private func prices(of calls: [JSONValue]) -> ExplanationNode {
        var prices: [String] = []
        for usage in calls.flatMap({ $0["usage"]?.array ?? [] }) {
            let price = usage["unit_price_usd"]?.double.map { Money(usd: $0 * 1e6).decimalText } ?? "-"
            let source = [usage["source"], usage["date"]].compactMap { $0?.string }.joined(separator: ", ")
            let text =
                "\(usage["service"]?.string ?? "") \(ExplanationTree.meter(usage)): $\(price) for a million; "
                + "grade \(usage["grade"]?.string ?? "-"), \(source)"
            if !prices.contains(text) { prices.append(text) }
        }
        return Node("prices", prices.map { Node($0) })
    }

    var copy: ExplanationNode {
        let part = document["copy"]
        var children: [ExplanationNode] = []
        if let outcome = part?["outcome"]?.string {
            let when = part?["decided_at_s"].map { $0 == .null ? "" : ", \(Text.time($0))" } ?? ""
            let reason = part?["failure"]?.string.map { ", \($0)" } ?? ""
            children.append(Node("the copy that was asked for: \(outcome)\(reason)\(when)"))
        }
        if let source = part?["delivered_from"], source != .null {
            children.append(
                Node(
                    "delivered: the copy of campaign \(Text.count(source["campaign"])), approved "
                        + "\(Text.time(source["approved_at_s"])), sent \(Text.count(source["sends_before"])) times before"
                        + (source["off_brand"] == true ? "; it is off brand" : "")))
        } else {
            children.append(Node("delivered: the generic copy"))
        }
        return Node(
            "copy: \(Text.lookup(part?["lookup"]))" + (part?["key"]?.string.map { "; key \($0)" } ?? ""),
            children)
    }

    var review: ExplanationNode {
        let rounds = document["reviews"]?.array ?? []
        guard !rounds.isEmpty else { return Node("review: none in this campaign") }
        let seconds = rounds.reduce(0.0) { $0 + ($1["seconds"]?.double ?? 0) }
        return Node(
            "review: \(Text.duration(.number(seconds))) in \(rounds.count == 1 ? "1 round" : "\(rounds.count) rounds")",
            rounds.map { round in
                let drafts = round["drafts"]?.array ?? []
                return Node(
                    "round \(Text.count(round["round"])): reviewer \(Text.count(round["reviewer"])), from "
                        + "\(Text.time(round["begins_at_s"])) to \(Text.time(round["ends_at_s"])), waited "
                        + Text.duration(round["waited_s"]),
                    drafts.enumerated().map { place, draft in
                        Node(
                            "draft \(place + 1) \(draft["verdict"]?.string ?? ""): \(draft["subject"]?.string ?? "")"
                        )
                    })
            })
    }

    var delivery: ExplanationNode {
        let part = document["delivery"]
        let copy =
            switch part?["copy"]?.string {
            case "own": "its own copy"
            case "earlier": "an earlier approved copy of the segment, as a fallback"
            default: "the generic copy"
            }
        let mix = (part?["mix"]?.array ?? []).map {
            "\($0["angle"]?.string ?? "") \(Text.percent($0["share"]))"
        }
        var children = (part?["arms"]?.array ?? []).map { arm in
            var node = Node(
                "\(arm["arm"]?.string ?? ""): \(Text.count(arm["customers"])) customers"
                    + (arm["missed"] == true
                        ? ", no mail: the platform refused it until retries ran out"
                        : arm["text"]?.string == nil ? ", no mail" : ""),
                quote: arm["text"]?.string)
            node.isQuoteCut = arm["arm"]?.string != "personalised"
            return node
        }
        children.append(
            Node("angle mix recovered from the personalised arm's text: \(mix.joined(separator: ", "))"))
        return Node("delivery: \(copy), \(Text.time(part?["sent_at_s"]))", children)
    }

    var result: ExplanationNode {
        let part = document["result"]
        let outcomes = part?["true_incremental_outcomes"]?.double ?? 0
        return Node(
            "result: truly \(Digits.fixed(outcomes, 3)) outcomes more than with the generic copy; differences to the "
                + "generic arm in points, with 95 % intervals (Newcombe)",
            table: .init(
                header: ["arm", "customers", "outcomes", "rate", "difference", "from", "to", "true"],
                rows: (part?["arms"]?.array ?? []).map { arm in
                    [
                        arm["arm"]?.string ?? "", Text.count(arm["customers"]), Text.count(arm["outcomes"]),
                        Text.percent(arm["rate"]), Text.points(arm["difference"]),
                        Text.points(arm["ci_lower"]),
                        Text.points(arm["ci_upper"]), Text.points(arm["true_difference"]),
                    ]
                }))
    }

    var cost: ExplanationNode { CostNodes.cost(document["cost"]) }
    var check: ExplanationNode { CostNodes.check(document["check"]) }
}
