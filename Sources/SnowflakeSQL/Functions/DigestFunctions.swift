import Encodings

/// Digests, encodings, hashes and draws.
enum DigestFunctions {
    static let functions: [ScalarFunction] = [
        ScalarFunction("SHA2", "SHA2_HEX", arity: 1...2, [.text, .integer], .text) { values, _ in
            guard values.count == 1 || values[1].int == 256 else {
                throw SnowError.unsupported("SHA2 but of 256 bits")
            }
            return .text(SHA256.hex((values[0].text ?? "").utf8))
        },
        ScalarFunction("MD5", "MD5_HEX", arity: 1...1, [.text], .text) { values, _ in
            .text(MD5.hex(Array((values[0].text ?? "").utf8)))
        },
        ScalarFunction("SHA1", "SHA1_HEX", arity: 1...1, [.text], .text) { values, _ in
            .text(ValueText.hex(SHA1.digest(Array((values[0].text ?? "").utf8))).lowercased())
        },
        ScalarFunction("SHA1_BINARY", arity: 1...1, [.text], .binary) { values, _ in
            .binary(SHA1.digest(Array((values[0].text ?? "").utf8)))
        },
        // Any stable hash will do: Snowflake's own is not published. This one mixes the values' text.
        ScalarFunction("HASH", arity: 1...1000, [.any], strict: false, .fixed(19, 0)) { values, call in
            var hash = Fingerprint()
            for (index, value) in values.enumerated() {
                hash.combine(value.isNull ? 0 : 1)
                let kind = call.types[index].isNumeric ? 1 : call.types[index].kind == .text ? 2 : 3
                hash.combine(kind)
                if case .fixed(let number) = value {
                    hash.combine(number.normalized.text)
                } else if case .real(let number) = value {
                    // Whole numbers hash as NUMBERs do; others by all their digits.
                    let isWhole = number == number.rounded() && abs(number) < 1e15
                    hash.combine(isWhole ? ValueText.real(number) : "\(number)")
                } else {
                    hash.combine(try ValueText.text(value, call.types[index], call.context))
                }
            }
            return .integer(Int(truncatingIfNeeded: hash.value))
        },
        ScalarFunction("BASE64_ENCODE", arity: 1...1, [.any], .text) { values, call in
            .text(Base64.encoded(try bytes(values[0], call)))
        },
        ScalarFunction("BASE64_DECODE_STRING", arity: 1...1, [.text], .text) { values, _ in
            .text(
                String(
                    decoding: try ConversionFunctions.decode(values[0].text ?? "", "BASE64"), as: UTF8.self))
        },
        ScalarFunction("BASE64_DECODE_BINARY", arity: 1...1, [.text], .binary) { values, _ in
            .binary(try ConversionFunctions.decode(values[0].text ?? "", "BASE64"))
        },
        ScalarFunction("TRY_BASE64_DECODE_STRING", arity: 1...1, [.text], .text) { values, _ in
            Base64.decoded(values[0].text ?? "", skippingLineBreaks: true).map {
                .text(String(decoding: $0, as: UTF8.self))
            } ?? .null
        },
        ScalarFunction("HEX_ENCODE", arity: 1...1, [.any], .text) { values, call in
            .text(ValueText.hex(try bytes(values[0], call)))
        },
        ScalarFunction("HEX_DECODE_STRING", arity: 1...1, [.text], .text) { values, _ in
            .text(
                String(decoding: try ConversionFunctions.decode(values[0].text ?? "", "HEX"), as: UTF8.self))
        },
        ScalarFunction("HEX_DECODE_BINARY", arity: 1...1, [.text], .binary) { values, _ in
            .binary(try ConversionFunctions.decode(values[0].text ?? "", "HEX"))
        },
        ScalarFunction("UUID_STRING", arity: 0...0, [.any], volatile: true, .text) { _, call in
            .text(uuid(call.runtime.draw(), call.runtime.draw()))
        },
        ScalarFunction("RANDOM", arity: 0...0, [.any], volatile: true, .fixed(19, 0)) { _, call in
            .integer(Int(truncatingIfNeeded: call.runtime.draw()))
        },
        ScalarFunction(
            "UNIFORM", arity: 3...3, [.number, .number, .integer], volatile: true,
            result: { terms in
                Arithmetic.isReal(Array(terms.prefix(2))) ? .real : .integer
            }
        ) { values, call in
            // The generator argument is a number such as RANDOM() gives.
            let bits = UInt64(bitPattern: Int64(values[2].int ?? 0))
            let draw = Fingerprint.mixed(bits &+ 0x9e37_79b9_7f4a_7c15)
            if call.result.kind == .real {
                let unit = Double(draw >> 11) * 0x1p-53
                let (low, high) = (values[0].double ?? 0, values[1].double ?? 0)
                return .real(low + unit * (high - low))
            }
            guard let low = values[0].int, let high = values[1].int, low <= high else {
                throw SnowError.outOfRange("UNIFORM", "bounds")
            }
            let span = UInt64(bitPattern: Int64(high &- low)) &+ 1
            return .integer(
                low &+ Int(truncatingIfNeeded: span == 0 ? draw : draw.multipliedFullWidth(by: span).high))
        },
    ]

    private static func bytes(_ value: Value, _ call: ScalarFunction.Call) throws -> [UInt8] {
        if case .binary(let bytes) = value { return bytes }
        return Array(try ValueText.text(value, call.types[0], call.context).utf8)
    }

    /// A version 4 identifier of 128 drawn bits.
    private static func uuid(_ high: UInt64, _ low: UInt64) -> String {
        let words = [high & ~0xf000 | 0x4000, low & ~(3 << 62) | 1 << 63]
        let digits = words.map { word in
            let text = String(word, radix: 16)
            return String(repeating: "0", count: 16 - text.count) + text
        }.joined()
        var out = ""
        for (index, digit) in digits.enumerated() {
            if [8, 12, 16, 20].contains(index) { out.append("-") }
            out.append(digit)
        }
        return out
    }
}
