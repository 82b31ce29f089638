public import Encodings
public import Quantities

/// What is told of a segment, a segment's campaigns, or a campaign's segments.
public struct Explanation: Sendable {
    /// `finegrain.explain/1`; its `kind` says which.
    public let document: JSONValue
    /// What does not hold: the journal, the lineage or the invoice was changed after the run.
    public let problems: [Problem]

    /// What differs from another explanation, member by member, apart from where things stand in files.
    public func differences(from other: Explanation) -> [ExplanationDifference] {
        ExplanationDifference.all(document, other.document)
    }
}
