/// Semi-structured data: JSON whose numbers are exact decimals and whose objects are sorted by key.
indirect enum Variant: Hashable, Sendable {
    case null
    case boolean(Bool)
    case fixed(Fixed)
    case real(Double)
    case string(String)
    case array([Variant])
    case object([Member])

    struct Member: Hashable, Sendable {
        var key: String
        var value: Variant
    }

    /// An object with the members sorted by key; a repeated key keeps its last value.
    static func sortedObject(_ members: [Member]) -> Variant {
        var result: [Member] = []
        let order = members.indices.sorted {
            let sign = Value.textOrder(members[$0].key, members[$1].key)
            return sign != 0 ? sign < 0 : $0 < $1
        }
        for index in order {
            if result.last?.key == members[index].key { result.removeLast() }
            result.append(members[index])
        }
        return .object(result)
    }

    /// The member of an object, or nil.
    subscript(key: String) -> Variant? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.key == key }?.value
    }

    /// The element of an array, or nil.
    subscript(index: Int) -> Variant? {
        guard case .array(let elements) = self, elements.indices.contains(index) else { return nil }
        return elements[index]
    }

    /// Snowflake's TYPEOF.
    var typeName: String {
        switch self {
        case .null: "NULL_VALUE"
        case .boolean: "BOOLEAN"
        case .fixed(let value): value.scale == 0 ? "INTEGER" : "DECIMAL"
        case .real: "DOUBLE"
        case .string: "VARCHAR"
        case .array: "ARRAY"
        case .object: "OBJECT"
        }
    }

    private var rank: Int {
        switch self {
        case .null: 5
        case .fixed, .real: 0
        case .boolean: 1
        case .string: 2
        case .array: 3
        case .object: 4
        }
    }

    /// A total order: numbers, booleans, text, arrays, objects, null; like kinds by value.
    func compare(_ other: Variant) -> Int {
        switch (self, other) {
        case (.fixed(let a), .fixed(let b)): return a < b ? -1 : b < a ? 1 : 0
        case (.fixed, .real), (.real, .fixed), (.real, .real):
            let (a, b) = (Value(self).double ?? 0, Value(other).double ?? 0)
            return a < b ? -1 : a > b ? 1 : 0
        case (.boolean(let a), .boolean(let b)): return a == b ? 0 : b ? -1 : 1
        case (.string(let a), .string(let b)): return Value.textOrder(a, b)
        default:
            if rank != other.rank { return rank < other.rank ? -1 : 1 }
            return Value.textOrder(text(), other.text())
        }
    }
}

extension Value {
    /// The value inside a variant; null for a JSON null.
    init(_ variant: Variant) {
        switch variant {
        case .null: self = .null
        case .boolean(let value): self = .boolean(value)
        case .fixed(let value): self = .fixed(value)
        case .real(let value): self = .real(value)
        case .string(let text): self = .text(text)
        case .array, .object: self = .variant(variant)
        }
    }
}
