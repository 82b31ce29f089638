extension Value {
    /// The value as clients see it, with variants indented by two spaces unless `compact`.
    func shown(as type: DataType, compact: Bool = false) throws -> SnowValue {
        switch self {
        case .null: return .null
        case .fixed(let value):
            if type.kind == .real { return .real(value.double) }
            guard let value = value.rescaled(to: type.scale) else { throw Fixed.overflow(value.text) }
            if value.scale == 0, let narrow = Int64(exactly: value.unscaled) { return .integer(narrow) }
            return .decimal(value.text)
        case .real(let value): return .real(value)
        case .text(let text): return .text(text)
        case .boolean(let value): return .boolean(value)
        case .date(let days): return .date(days: days)
        case .time(let value): return .time(nanoseconds: value)
        case .timestamp(let value):
            return type.kind == .timestampLTZ
                ? .timestampLTZ(nanoseconds: value) : .timestampNTZ(nanoseconds: value)
        case .zoned(let instant, let offset):
            return .timestampTZ(nanoseconds: instant, offsetMinutes: offset)
        case .variant(let value):
            let text = value.text(indent: compact ? nil : 2)
            switch type.kind {
            case .object: return .object(text)
            case .array: return .array(text)
            default: return .variant(text)
            }
        case .binary(let bytes): return .binary(bytes)
        }
    }

    /// Reads what an embedding program gives for a column or a call of that type.
    init(_ shown: SnowValue) throws {
        switch shown {
        case .null: self = .null
        case .integer(let value): self = .fixed(Fixed(Int128(value)))
        case .decimal(let text):
            guard let value = Fixed(text: text) else { throw SnowError.notNumeric(text) }
            self = .fixed(value)
        case .real(let value): self = .real(value)
        case .text(let text): self = .text(text)
        case .boolean(let value): self = .boolean(value)
        case .date(let days): self = .date(days)
        case .time(let value): self = .time(value)
        case .timestampNTZ(let value), .timestampLTZ(let value): self = .timestamp(value)
        case .timestampTZ(let value, let offset): self = .zoned(value, offset)
        case .variant(let text), .object(let text), .array(let text):
            self = .variant(try VariantParser.parse(text))
        case .binary(let bytes): self = .binary(bytes)
        }
    }
}
