package import Encodings
package import Yams

extension JSONValue {
    /// Any value of a YAML file: a scalar without quotes is what YAML takes it for; whatever is no JSON is text.
    package init(yaml node: Node) {
        self = JSONValue.value(of: node)
    }

    private static func value(of node: Node) -> JSONValue {
        if let mapping = node.mapping {
            return .object(mapping.map { Member($0.key.string ?? "", value(of: $0.value)) })
        }
        if let sequence = node.sequence { return .array(sequence.map(value(of:))) }
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
