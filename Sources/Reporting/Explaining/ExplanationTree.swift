import Encodings
import Workbench

/// One segment in one campaign as a tree of statements.
struct ExplanationTree {
    let document: JSONValue

    var nodes: [ExplanationNode] {
        if let withheld = document["withheld"] { return self.withheld(withheld) + [cost, check] }
        var nodes = pooled + [publication, profile, persona, prompts, calls]
        nodes += [copy, review, delivery, result, cost, check]
        return nodes
    }

    private typealias Node = ExplanationNode
    private typealias Text = ExplanationText

    private func withheld(_ withheld: JSONValue) -> [ExplanationNode] {
        [
            Node(
                "withheld: \(Text.count(withheld["customers"])) customers are fewer than k = "
                    + "\(Text.count(withheld["k"])), and so are all that could be pooled with them",
                [
                    Node(
                        "They got the generic copy, with \(Text.count(withheld["withheld_customers"])) withheld "
                            + "customers in all; they are in no arm.", quote: withheld["text"]?.string)
                ])
        ]
    }

    private var pooled: [ExplanationNode] {
        guard let cell = document["pooled"], cell != .null else { return [] }
        let isSmall = (cell["customers"]?.double ?? 0) < (cell["k"]?.double ?? 0)
        let why =
            isSmall ? "too few to be a segment of their own" : "pooled with a group too small to stand alone"
        return [
            Node(
                "pooled: the \(Text.count(cell["customers"])) customers of \(cell["label"]?.string ?? "") are "
                    + "\(why) (k = \(Text.count(cell["k"]))); they are part of \(cell["into"]?.string ?? ""), "
                    + "which follows")
        ]
    }

    private var publication: ExplanationNode {
        let part = document["publication"]
        let k = Text.count(part?["k"])
        var children: [ExplanationNode] = []
        if let differing = part?["differing_customers"], differing != .null {
            let verdict =
                part?["held"] == true
                ? "fewer than k and not none: held, the last publication stays"
                : "none, or at least k: published"
            children.append(Node("\(Text.count(differing)) differ from its last publication (\(verdict))"))
        } else {
            children.append(
                Node(
                    part?["is_first"] == true
                        ? "new: there is no publication that it could differ from"
                        : "differences between publications are not tested (privacy.publication: off)"))
        }
        let cells = part?["cells"]?.array ?? []
        if !cells.isEmpty {
            children.append(
                Node(
                    "pooled from \(cells.count) cells: those below k, and the smallest beside them where that is needed",
                    table: .init(
                        header: ["cell", "customers"],
                        rows: cells.map { [$0["label"]?.string ?? "", Text.count($0["customers"])] })))
        }
        return Node("publication: \(Text.count(part?["customers"])) customers, k = \(k)", children)
    }

    private var profile: ExplanationNode {
        let part = document["profile"]
        let fingerprint = part?["fingerprint"]?.string ?? ""
        guard !fingerprint.isEmpty else { return Node("profile: never looked up") }
        var children: [ExplanationNode] = []
        if let moved = part?["moved"], moved != .null {
            children.append(
                Node(
                    "\(moved["attribute"]?.string ?? "") \(moved["level"]?.string ?? "") moved the farthest: cached "
                        + "\(Text.percent(moved["cached_before"])), now \(Text.percent(moved["compared"])), "
                        + "\(Text.points(moved["beyond_edge"], sign: false)) points beyond the edge"))
        }
        for attribute in part?["attributes"]?.array ?? [] {
            let levels = (attribute["levels"]?.array ?? []).filter {
                ($0["share"]?.double ?? 0) > 0 || ($0["rounded"]?.double ?? 0) > 0
            }
            let name = attribute["attribute"]?.string ?? ""
            if levels.count == 1, levels[0]["share"]?.double == 1, levels[0]["rounded"]?.double == 1 {
                children.append(Node("\(name): all \(levels[0]["level"]?.string ?? "")"))
                continue
            }
            children.append(Node(name, table: shares(levels, isSmoothed: part?["smoothed"] == true)))
        }
        return Node(
            "profile: \(Text.lookup(part?["lookup"])); fingerprint \(fingerprint), bucket "
                + "\(Text.points(part?["bucket_width"], sign: false)) points, hysteresis \(Text.count(part?["hysteresis"]))",
            children)
    }

    private func shares(_ levels: [JSONValue], isSmoothed: Bool) -> ExplanationNode.Table {
        .init(
            header: ["level", "customers", "share"] + (isSmoothed ? ["smoothed"] : []) + [
                "cached", "to the edge",
            ],
            rows: levels.map { level in
                [level["level"]?.string ?? "", Text.count(level["customers"]), Text.percent(level["share"])]
                    + (isSmoothed ? [Text.percent(level["compared"])] : [])
                    + [
                        Text.percent(level["rounded"]),
                        Text.points(level["distance_to_edge"], sign: false) + " points",
                    ]
            })
    }

    private var persona: ExplanationNode {
        let part = document["persona"]
        func version(_ value: JSONValue?) -> String? {
            value?["campaign"].map {
                "campaign \(Text.count($0)) (canonical \(value?["canonical"]?.string ?? ""))"
            }
        }
        var children: [ExplanationNode] = []
        let (before, now) = (version(part?["before"]), version(part?["now"]))
        if let now { children.append(Node("in use: written in \(now)")) }
        if let before, before != now { children.append(Node("before: written in \(before)")) }
        for check in (part?["checks"]?.array ?? []).compactMap(\.string) {
            children.append(Node("answer: \(check)"))
        }
        if let failure = part?["failure"]?.string { children.append(Node("none was written: \(failure)")) }
        if let document = part?["document"], document != .null {
            if let summary = document["summary"]?.string { children.append(Node("says", quote: summary)) }
            if case .object(let angles)? = document["angles"] {
                let list = angles.map { "\($0.key) \(Text.count($0.value))" }.joined(separator: ", ")
                children.append(Node("angles, in points: \(list)"))
            }
        }
        return Node("persona: \(Text.lookup(part?["lookup"]))", children)
    }

    private var prompts: ExplanationNode {
        let part = document["prompts"]
        return Node(
            "prompts: brief version \(Text.count(part?["brief_version"]))",
            table: .init(
                header: ["part", "version", "bytes", "SHA-256"],
                rows: (part?["parts"]?.array ?? []).map { row in
                    [
                        row["part"]?.string ?? "", Text.count(row["version"]), Text.count(row["bytes"]),
                        String((row["sha256"]?.string ?? "").prefix(16)),
                    ]
                }))
    }
}
