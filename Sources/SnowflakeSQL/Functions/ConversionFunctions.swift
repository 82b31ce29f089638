import Encodings

/// Conversions with a format; those without one become casts before they get here.
enum ConversionFunctions {
    static let functions: [ScalarFunction] = [
        ScalarFunction("$TO_CHAR", arity: 2...2, [.any, .text], .text) { values, call in
            let format = values[1].text ?? ""
            if case .binary(let bytes) = values[0] { return .text(try encode(bytes, format)) }
            if let number = exact(values[0]) { return .text(try NumberFormat(format).text(number)) }
            let moment = try ValueText.moment(values[0], call.types[0], call.context)
            return .text(moment.text(TimeFormat.parse(format)))
        },
        date("$TO_DATE", .date), date("$TO_TIMESTAMP_NTZ", .ntz), date("$TO_TIMESTAMP_LTZ", .ltz),
        date("$TO_TIMESTAMP_TZ", .tz), date("$TO_TIME", .time),
        epoch("$EPOCH_TIMESTAMP_NTZ", .ntz), epoch("$EPOCH_TIMESTAMP_LTZ", .ltz),
        epoch("$EPOCH_TIMESTAMP_TZ", .tz),
        ScalarFunction(
            "$TO_NUMBER", arity: 4...4, [.text, .text, .integer, .integer],
            result: { terms in
                .fixed(terms[2].constant?.int ?? 38, terms[3].constant?.int ?? 0)
            }
        ) { values, call in
            guard let number = try NumberFormat(values[1].text ?? "").read(values[0].text ?? "") else {
                throw SnowError.notNumeric(values[0].text ?? "")
            }
            let source = DataType.fixed(38, number.scale)
            return try Cast(target: call.result, source: source)(.fixed(number), call.context)
        },
        ScalarFunction("$TO_BINARY", arity: 2...2, [.text], .binary) { values, _ in
            .binary(try decode(values[0].text ?? "", values[1].text ?? ""))
        },
    ]

    private static func exact(_ value: Value) -> Fixed? {
        switch value {
        case .fixed(let number): number
        case .real(let number): Fixed(text: "\(number)")
        default: nil
        }
    }

    /// Text read in a format; the flag says whether failure gives NULL.
    private static func date(_ name: String, _ type: DataType) -> ScalarFunction {
        ScalarFunction(name, arity: 3...3, [.text, .text, .boolean], type) { values, call in
            let cast = TimeCast(target: type, source: .text)
            guard let moment = MomentReader.read(values[0].text ?? "", format: values[1].text ?? "") else {
                if values[2].boolean ?? false { return .null }
                let kind = type.kind == .date ? "parse date" : "parse timestamp"
                let text = "Can't \(kind) '\(values[0].text ?? "")' with format '\(values[1].text ?? "")'"
                throw SnowError.runtime("100096", "22007", text)
            }
            return try cast.from(moment, call.context)
        }
    }

    /// A number of seconds, milliseconds (scale 3), microseconds or nanoseconds since the epoch.
    private static func epoch(_ name: String, _ type: DataType) -> ScalarFunction {
        ScalarFunction(name, arity: 2...2, [.number, .integer], type) { values, call in
            guard let number = exact(values[0]), let scale = values[1].int, (0...9).contains(scale) else {
                throw SnowError.badType("TO_TIMESTAMP", "scale")
            }
            return try TimeCast(target: type, source: .integer).fromEpoch(number, scale: scale, call.context)
        }
    }

    static func encode(_ bytes: [UInt8], _ format: String) throws -> String {
        switch format.uppercased().replacing("-", with: "") {
        case "HEX": return ValueText.hex(bytes)
        case "BASE64": return Base64.encoded(bytes)
        case "UTF8": return String(decoding: bytes, as: UTF8.self)
        default: throw SnowError.runtime("100056", "22023", "Invalid binary format '\(format)'")
        }
    }

    static func decode(_ text: String, _ format: String) throws -> [UInt8] {
        let bytes: [UInt8]? =
            switch format.uppercased().replacing("-", with: "") {
            case "HEX": ValueText.bytes(hex: text)
            case "BASE64": Base64.decoded(text, skippingLineBreaks: true)
            case "UTF8": Array(text.utf8)
            default: nil
            }
        guard let bytes else {
            throw SnowError.runtime(
                "100115", "22023", "The following string is not a legal \(format) value: '\(text)'")
        }
        return bytes
    }
}
