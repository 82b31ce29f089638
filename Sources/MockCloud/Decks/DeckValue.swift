import Quantities
import Yams

/// Any value of a deck as JSON.
enum DeckValue {
    /// A scalar without quotes is what YAML takes it for; whatever is no JSON is text.
    static func json(_ node: Node) -> JSONValue {
        if let mapping = node.mapping {
            return .object(mapping.map { JSONValue.Member($0.key.string ?? "", json($0.value)) })
        }
        if let sequence = node.sequence { return .array(sequence.map(json)) }
        let text = node.string ?? ""
        guard let scalar = node.scalar, scalar.style == .plain || scalar.style == .any else {
            return .string(text)
        }
        if node.null != nil { return .null }
        if let flag = node.bool { return .bool(flag) }
        if let number = node.int { return .integer(number) }
        if let number = node.float, number.isFinite { return .number(number) }
        return .string(text)
    }
}
