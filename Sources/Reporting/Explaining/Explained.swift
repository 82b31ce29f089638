public import Encodings

/// What can be shown as text in 80 columns, as JSON, and as one HTML file.
public protocol Explained {
    var text: String { get }
    var json: JSONValue { get }
    var html: String { get }
}

extension ExplainDocument: Explained {}
extension ExplainDifference: Explained {}
