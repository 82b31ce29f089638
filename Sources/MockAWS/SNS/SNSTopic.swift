/// A topic as clients see it.
struct SNSTopic: Sendable {
    var name: String
    /// What was set, by name, in the order set.
    var attributes: [(name: String, value: String)] = []
    var tags: [(key: String, value: String)] = []
    var deleted = 0

    var arn: String { TopicName.arn(name) }

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
}
