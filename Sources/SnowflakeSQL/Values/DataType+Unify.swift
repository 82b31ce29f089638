extension DataType {
    /// The type that holds the values of both, as CASE, UNION and comparisons need it.
    /// - Throws: where Snowflake has no such type.
    static func unify(_ a: DataType, _ b: DataType, in context: String) throws -> DataType {
        if a.isUntyped { return b }
        if b.isUntyped { return a }
        if a.kind == b.kind { return widest(a, b) }
        for (one, other) in [(a, b), (b, a)] {
            if let type = wider(one, than: other) { return type }
        }
        throw SnowError.compilation(
            "Can not convert parameter '\(context)' of type [\(a.name)] into expected type [\(b.name)]",
            code: "001065", sqlState: "22023")
    }

    private static func widest(_ a: DataType, _ b: DataType) -> DataType {
        switch a.kind {
        case .fixed:
            let scale = max(a.scale, b.scale)
            return .fixed(max(a.precision - a.scale, b.precision - b.scale) + scale, scale)
        case .text, .binary:
            var type = a
            type.length = if let one = a.length, let other = b.length { max(one, other) } else { nil }
            return type
        default:
            var type = a
            type.precision = max(a.precision, b.precision)
            return type
        }
    }

    /// The type to which `one` is widened to meet `other`, if `other` gives way.
    private static func wider(_ one: DataType, than other: DataType) -> DataType? {
        switch (one.kind, other.kind) {
        case (.real, .fixed): one
        case (.fixed, .text), (.real, .text), (.boolean, .text), (.date, .text), (.time, .text): one
        case (.timestampNTZ, .text), (.timestampLTZ, .text), (.timestampTZ, .text): one
        case (.boolean, .fixed), (.boolean, .real): one
        case (.timestampNTZ, .date), (.timestampLTZ, .date), (.timestampTZ, .date): one
        case (.timestampTZ, .timestampNTZ), (.timestampTZ, .timestampLTZ): one
        case (.timestampLTZ, .timestampNTZ): one
        case (.variant, .object), (.variant, .array): one
        case (.fixed, .variant), (.real, .variant), (.text, .variant), (.boolean, .variant): one
        case (.date, .variant), (.time, .variant), (.binary, .text): one
        case (.timestampNTZ, .variant), (.timestampLTZ, .variant), (.timestampTZ, .variant): one
        default: nil
        }
    }
}
