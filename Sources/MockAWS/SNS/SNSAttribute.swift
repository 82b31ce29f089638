import Encodings

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

extension SNSAttribute {
    /// What is wrong with a name; nil where nothing is.
    static func problem(ofName name: String) -> String? {
        guard TopicName.isName(name.replacing(".", with: "-")) else {
            return
                "The message attribute name can contain only letters, digits, '_', '-' and '.', 1 to 256 of them."
        }
        guard !name.hasPrefix("."), !name.hasSuffix("."), !name.contains("..") else {
            return
                "The message attribute name '\(name)' must not begin or end with a period, nor have two in a row."
        }
        guard !["aws.", "amazon."].contains(where: name.lowercased().hasPrefix) else {
            return "The message attribute name '\(name)' begins with a reserved prefix."
        }
        return nil
    }

    /// `String`, `Number` or `Binary`, alone or with a label after a dot.
    static func isType(_ type: String) -> Bool {
        let root = type.prefix { $0 != "." }
        return ["String", "Number", "Binary"].contains(root) && type.utf8.count <= 256
            && !type.hasSuffix(".") && TopicName.isName(type.replacing(".", with: "-"))
    }

    /// Decimal digits, with a sign, a point and an exponent where they are wanted.
    static func isNumber(_ text: String) -> Bool {
        text.utf8.allSatisfy { (0x30...0x39).contains($0) || "+-.eE".utf8.contains($0) }
            && Double(text)?.isFinite ?? false
    }
}
