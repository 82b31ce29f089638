extension DataType {
    /// The narrowest type of a value that has no static type, such as one out of a variant.
    static func of(_ value: Value) -> DataType {
        switch value {
        case .null: .null
        case .fixed(let number): .fixed(38, number.scale)
        case .real: .real
        case .text: .text
        case .boolean: .boolean
        case .date: .date
        case .time: .time
        case .timestamp: .ntz
        case .zoned: .tz
        case .variant(.object): .object
        case .variant(.array): .array
        case .variant: .variant
        case .binary: .binary
        }
    }
}

extension Variant {
    /// Any value as semi-structured data; dates, times and binary become strings.
    init(_ value: Value, _ type: DataType, _ context: CastContext) throws {
        switch value {
        case .null: self = .null
        case .fixed(let number): self = .fixed(number.normalized)
        case .real(let number): self = .real(number)
        case .text(let text): self = .string(text)
        case .boolean(let flag): self = .boolean(flag)
        case .variant(let variant): self = variant
        default: self = .string(try ValueText.text(value, type, context))
        }
    }
}
