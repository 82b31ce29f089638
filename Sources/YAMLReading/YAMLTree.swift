/// A YAML value that remembers the line it stands on and whether an option overrode it.
public indirect enum YAMLTree: Hashable, Sendable {
    case scalar(String, line: Int?)
    case sequence([YAMLTree], line: Int?)
    case mapping([Entry], line: Int?)

    public struct Entry: Hashable, Sendable {
        public var key: String
        public var keyLine: Int?
        public var value: YAMLTree

        package init(key: String, keyLine: Int?, value: YAMLTree) {
            self.key = key
            self.keyLine = keyLine
            self.value = value
        }
    }

    /// The line in the file, counted from one; `nil` for a value that came from an option.
    public var line: Int? {
        switch self {
        case .scalar(_, let line), .sequence(_, let line), .mapping(_, let line): line
        }
    }

    public subscript(key: String) -> YAMLTree? {
        guard case .mapping(let entries, _) = self else { return nil }
        return entries.first { $0.key == key }?.value
    }

    /// The value at a dotted path such as `review.wage_usd_per_hour` or `faults[2].rate`.
    public func value(at path: some StringProtocol) -> YAMLTree? {
        path.split { ".[]".contains($0) }.reduce(self as YAMLTree?) { tree, part in
            guard case .sequence(let elements, _)? = tree else { return tree?[String(part)] }
            return Int(part).flatMap { elements.indices.contains($0) ? elements[$0] : nil }
        }
    }

    /// Puts `value` at a dotted path, making the mappings on the way.
    public mutating func set(_ path: some StringProtocol, to value: YAMLTree) {
        let parts = path.split(separator: ".", maxSplits: 1)
        guard let key = parts.first.map({ String($0) }) else { return }
        var entries: [Entry] = []
        var line: Int?
        if case .mapping(let current, let currentLine) = self { (entries, line) = (current, currentLine) }
        var child = entries.first { $0.key == key }?.value ?? .mapping([], line: nil)
        if parts.count == 2 { child.set(parts[1], to: value) } else { child = value }
        if let index = entries.firstIndex(where: { $0.key == key }) {
            entries[index].value = child
        } else {
            entries.append(Entry(key: key, keyLine: nil, value: child))
        }
        self = .mapping(entries, line: line)
    }

    /// What the value looks like in a message.
    package var summary: String {
        switch self {
        case .scalar(let text, _): "'\(text)'"
        case .sequence(let elements, _): "a list of \(elements.count)"
        case .mapping(let entries, _): "a mapping of \(entries.count)"
        }
    }
}
