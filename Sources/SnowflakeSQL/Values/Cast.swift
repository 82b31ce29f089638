/// What casts need to know of the session.
struct CastContext: Sendable {
    /// The session's time zone, for timestamps that show local time.
    var zone = "UTC"
}

/// Conversion of a value to a type, with Snowflake's rules and errors.
struct Cast: Hashable, Sendable {
    var target: DataType
    var source: DataType
    /// Whether a value that does not fit gives NULL instead of an error (TRY_CAST).
    var isTry = false

    func callAsFunction(_ value: Value, _ context: CastContext) throws -> Value {
        if value.isNull { return .null }
        guard isTry else { return try convert(value, context) }
        return (try? convert(value, context)) ?? .null
    }

    private func convert(_ value: Value, _ context: CastContext) throws -> Value {
        if case .variant(let variant) = value, !target.isSemiStructured {
            return try fromVariant(variant, context)
        }
        switch target.kind {
        case .fixed: return try number(value)
        case .real: return try real(value)
        case .text: return try fit(ValueText.text(value, source, context))
        case .boolean: return try boolean(value)
        case .date, .time, .timestampNTZ, .timestampLTZ, .timestampTZ:
            return try TimeCast(target: target, source: source).convert(value, context)
        case .variant, .object, .array: return try semiStructured(value, context)
        case .binary: return try binary(value)
        }
    }

    private func fromVariant(_ variant: Variant, _ context: CastContext) throws -> Value {
        let inner = Value(variant)
        if inner.isNull { return .null }
        if target.kind == .text {
            if case .string(let text) = variant { return try fit(text) }
            if case .real(let value) = variant { return try fit(ValueText.real(value)) }
            return try fit(variant.text())
        }
        guard inner.variant == nil else { throw failure(variant) }
        do {
            return try Cast(target: target, source: DataType.of(inner)).convert(inner, context)
        } catch {
            throw failure(variant)
        }
    }

    private func failure(_ variant: Variant) -> SnowError {
        let shown = variant.text()
        let type = target.kind == .fixed ? "FIXED" : target.kind.rawValue.uppercased()
        return .runtime("100071", "22000", "Failed to cast variant value \(shown) to \(type)")
    }

    private func number(_ value: Value) throws -> Value {
        let read: Fixed?
        switch value {
        case .fixed(let number): read = number
        case .real(let number): read = Fixed(number, scale: target.scale)
        case .boolean(let flag): read = Fixed(flag ? 1 : 0)
        case .text(let text):
            guard let parsed = Fixed(text: ValueText.trimmed(text)) else { throw SnowError.notNumeric(text) }
            read = parsed
        default: throw mismatch()
        }
        guard let result = read?.rescaled(to: target.scale),
            result.unscaled.magnitude < Fixed.powers[target.precision].magnitude
        else {
            let type = "FIXED(\(target.precision),\(target.scale))"
            throw SnowError.outOfRange(type, try ValueText.text(value, source, CastContext()))
        }
        return .fixed(result)
    }

    private func real(_ value: Value) throws -> Value {
        switch value {
        case .fixed(let number): return .real(number.double)
        case .real: return value
        case .boolean(let flag): return .real(flag ? 1 : 0)
        case .text(let text):
            let word = ValueText.trimmed(text)
            if let named = Cast.namedReals[word.lowercased()] { return .real(named) }
            guard word.first.map({ $0.isNumber || "+-.".contains($0) }) ?? false, let number = Double(word),
                !word.lowercased().contains("x"), number.isFinite
            else { throw SnowError.notNumeric(text) }
            return .real(number)
        default: throw mismatch()
        }
    }

    private static let namedReals: [String: Double] = [
        "nan": .nan, "inf": .infinity, "+inf": .infinity, "-inf": -.infinity, "infinity": .infinity,
        "+infinity": .infinity, "-infinity": -.infinity,
    ]

    private func boolean(_ value: Value) throws -> Value {
        switch value {
        case .boolean: return value
        case .fixed(let number): return .boolean(number.unscaled != 0)
        case .real(let number): return .boolean(number != 0)
        case .text(let text):
            switch text.lowercased() {
            case "true", "t", "yes", "y", "on", "1": return .boolean(true)
            case "false", "f", "no", "n", "off", "0": return .boolean(false)
            default:
                throw SnowError.runtime("100037", "22018", "Boolean value '\(text)' is not recognized")
            }
        default: throw mismatch()
        }
    }

    private func semiStructured(_ value: Value, _ context: CastContext) throws -> Value {
        let variant = try Variant(value, source, context)
        switch (target.kind, variant) {
        case (.variant, _): return .variant(variant)
        case (_, .null): return .null
        case (.object, .object), (.array, .array): return .variant(variant)
        case (.array, _) where value.variant != nil: return .variant(.array([variant]))
        case (.array, _): return .variant(.array([variant]))
        default: throw failure(variant)
        }
    }

    private func binary(_ value: Value) throws -> Value {
        switch value {
        case .binary: return value
        case .text(let text):
            guard let bytes = ValueText.bytes(hex: text) else {
                throw SnowError.runtime(
                    "100115", "22023", "The following string is not a legal hex-encoded value: '\(text)'")
            }
            return .binary(bytes)
        default: throw mismatch()
        }
    }

    private func fit(_ text: String) throws -> Value {
        guard let length = target.length, text.utf8.count > length, text.unicodeScalars.count > length else {
            return .text(text)
        }
        throw SnowError.runtime("100078", "22000", "String '\(text)' is too long and would be truncated")
    }

    private func mismatch() -> SnowError {
        .compilation(
            "invalid type [CAST(\(source.name) AS \(target.name))] for parameter 'TO_\(target.kind.sqlName)'",
            code: "001007", sqlState: "22023")
    }
}
