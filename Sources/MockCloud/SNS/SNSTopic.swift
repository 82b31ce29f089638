/// A topic as clients see it.
struct SNSTopic: Sendable {
    var name: String
    /// What was set, by name, in the order set.
    var attributes: [(name: String, value: String)] = []
    var tags: [(key: String, value: String)] = []
    var deleted = 0

    var arn: String { SNSTopic.arn(name) }

    static func arn(_ name: String) -> String { "arn:aws:sns:us-east-1:\(account):\(name)" }

    static let account = FunctionName.account

    func attribute(_ name: String) -> String? { attributes.first { $0.name == name }?.value }

    /// - Parameter value: nil takes the attribute away.
    mutating func set(_ name: String, _ value: String?) {
        guard let value else { return attributes.removeAll { $0.name == name } }
        if let index = attributes.firstIndex(where: { $0.name == name }) {
            attributes[index].value = value
        } else {
            attributes.append((name, value))
        }
    }

    /// Letters, digits, hyphens and underscores, 1 to 256.
    static func isName(_ text: String) -> Bool {
        (1...256).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte)
                    || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
            }
    }
}
