import Quantities

/// An attribute of a message.
struct SNSAttribute: Hashable, Sendable {
    var name: String
    /// `String`, `Number`, `Binary` or `String.Array`, with what the sender added after a dot.
    var type: String
    /// Text, or base 64 of a binary value.
    var value: String

    /// What filters compare: the text, the number, or every element of an array.
    var values: [JSONValue] {
        switch type {
        case "String.Array": (try? JSONParser.parse(value))?.array ?? []
        case let type where type.hasPrefix("Number"): Double(value).map { [.number($0)] } ?? []
        case let type where type.hasPrefix("String"): [.string(value)]
        default: []
        }
    }

    var json: JSONValue { .members(["Type": .string(type), "Value": .string(value)]) }
}
