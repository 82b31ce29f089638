public import Encodings
public import Workbench

/// An explanation as text in 80 columns, as JSON, and as one HTML file.
public struct ExplainDocument: Sendable {
    public let json: JSONValue
    private let title: String
    private let nodes: [ExplanationNode]

    public init(_ explanation: Explanation) {
        let document = explanation.document
        json = document
        let run = document["run"]
        let campaign = document["campaign"].map {
            ", campaign \(ExplanationText.count($0)) of \(ExplanationText.count(run?["campaigns"]))"
        }
        title =
            "\(run?["scenario"]?.string ?? ""), run \(run?["id"]?.string ?? "")\(campaign ?? "")"
        switch document["kind"]?.string {
        case "list": nodes = CampaignTree(document: document).list
        case "timeline":
            nodes = [ExplainDocument.segment(document)] + CampaignTree(document: document).timeline
        default: nodes = [ExplainDocument.segment(document)] + ExplanationTree(document: document).nodes
        }
    }

    private static func segment(_ document: JSONValue) -> ExplanationNode {
        let segment = document["segment"]
        return ExplanationNode(
            "segment \(segment?["label"]?.string ?? "") (no. \(segment?["identity"]?.integer ?? 0))")
    }

    public var text: String { TreeText.title(title) + "\n" + TreeText().text(nodes) }

    /// A page that needs nothing but itself.
    public var html: String { ExplanationPage(title: title, nodes: nodes).html }
}
