public import Encodings
import Quantities
public import Workbench

/// What differs for a segment between two runs.
public struct ExplainDifference {
    public let json: JSONValue
    private let title: String
    private let nodes: [ExplanationNode]

    public init(_ first: Explanation, _ second: Explanation) {
        let differences = first.differences(from: second)
        json = .members([
            "schema": "finegrain.explain/1", "finegrain_version": .string(FinegrainVersion.current),
            "kind": "difference", "a": first.document["run"] ?? .null, "b": second.document["run"] ?? .null,
            "segment": first.document["segment"] ?? .null, "campaign": first.document["campaign"] ?? .null,
            "differences": .array(
                differences.map {
                    .members(["path": .string($0.path), "a": $0.first ?? .null, "b": $0.second ?? .null])
                }),
        ])
        func name(_ explanation: Explanation) -> String {
            let run = explanation.document["run"]
            return "\(run?["scenario"]?.string ?? "") \(run?["id"]?.string ?? "")"
        }
        title =
            "\(first.document["segment"]?["label"]?.string ?? ""): A is \(name(first)), B is \(name(second))"
        nodes = ExplainDifference.nodes(differences)
    }

    /// Differences by the part of the explanation that they stand in.
    private static func nodes(_ differences: [ExplanationDifference]) -> [ExplanationNode] {
        guard !differences.isEmpty else { return [ExplanationNode("nothing differs")] }
        var groups: [(name: String, differences: [ExplanationDifference])] = []
        for difference in differences {
            let name = difference.path.split(separator: ".").first.map(String.init) ?? ""
            if groups.last?.name != name { groups.append((name, [])) }
            groups[groups.count - 1].differences.append(difference)
        }
        return groups.map { name, differences in
            ExplanationNode(
                name,
                differences.map { difference in
                    let path = difference.path.dropFirst(name.count + 1)
                    return ExplanationNode(
                        "\(path.isEmpty ? "" : path + ": ")A \(text(difference.first)), B \(text(difference.second))"
                    )
                })
        }
    }

    private static func text(_ value: JSONValue?) -> String {
        guard let value, value != .null else { return "none" }
        let text = value.string ?? value.text()
        return text.count > 160 ? text.prefix(159) + "…" : text
    }

    public var text: String { TreeText.title(title) + "\n" + TreeText().text(nodes) }

    public var html: String { ExplanationPage(title: title, nodes: nodes).html }
}
