/// The rows of FLATTEN, each an array of SEQ, KEY, PATH, INDEX, VALUE and THIS; the last two as text.
struct Flatten {
    var isOuter: Bool
    var isRecursive: Bool
    /// OBJECT, ARRAY or BOTH.
    var mode: String
    private var rows: [Variant] = []

    init(isOuter: Bool, isRecursive: Bool, mode: String) {
        self.isOuter = isOuter
        self.isRecursive = isRecursive
        self.mode = mode
    }

    mutating func rows(of root: Variant?, at path: String, _ sequence: Int) -> Variant {
        rows = []
        if let root { open(root, path, sequence) }
        if rows.isEmpty, isOuter {
            add(
                sequence, key: .null, path: path.isEmpty && root == nil ? .null : .string(path), index: .null,
                value: nil, this: root)
        }
        return .array(rows)
    }

    private mutating func add(
        _ sequence: Int, key: Variant, path: Variant, index: Variant, value: Variant?, this: Variant?
    ) {
        rows.append(
            .array([
                .fixed(Fixed(sequence)), key, path, index, value.map { .string($0.text()) } ?? .null,
                this.map { .string($0.text()) } ?? .null,
            ]))
    }

    private mutating func open(_ node: Variant, _ path: String, _ sequence: Int) {
        switch node {
        case .array(let elements) where mode != "OBJECT":
            for (index, element) in elements.enumerated() {
                let place = "\(path)[\(index)]"
                add(
                    sequence, key: .null, path: .string(place), index: .fixed(Fixed(index)), value: element,
                    this: node)
                if isRecursive { open(element, place, sequence) }
            }
        case .object(let members) where mode != "ARRAY":
            for member in members {
                let place = path.isEmpty ? Flatten.step(member.key) : Flatten.joined(path, member.key)
                add(
                    sequence, key: .string(member.key), path: .string(place), index: .null,
                    value: member.value,
                    this: node)
                if isRecursive { open(member.value, place, sequence) }
            }
        default: break
        }
    }

    private static func isPlain(_ key: String) -> Bool {
        !key.isEmpty
            && key.utf8.allSatisfy {
                $0 == 0x5f || (0x30...0x39).contains($0) || (0x41...0x5a).contains($0)
                    || (0x61...0x7a).contains($0)
            }
    }

    private static func step(_ key: String) -> String { isPlain(key) ? key : "['\(key)']" }

    private static func joined(_ path: String, _ key: String) -> String {
        isPlain(key) ? "\(path).\(key)" : "\(path)['\(key)']"
    }
}
