import Encodings
internal import Foundation

/// The text of values, as a cast to VARCHAR gives it.
enum ValueText {
    private static let ntz = TimeFormat.parse("YYYY-MM-DD HH24:MI:SS.FF3")
    private static let zoned = TimeFormat.parse("YYYY-MM-DD HH24:MI:SS.FF3 TZHTZM")
    private static let date = TimeFormat.parse("YYYY-MM-DD")
    private static let time = TimeFormat.parse("HH24:MI:SS")

    static func text(_ value: Value, _ type: DataType, _ context: CastContext) throws -> String {
        switch value {
        case .null: return ""
        case .fixed(let number):
            return (number.rescaled(to: type.kind == .fixed ? type.scale : number.scale) ?? number).text
        case .real(let number): return real(number)
        case .text(let text): return text
        case .boolean(let flag): return flag ? "true" : "false"
        case .date, .time, .timestamp, .zoned:
            return try moment(value, type, context).text(format(type))
        case .variant(let variant):
            if case .string(let text) = variant { return text }
            return variant.text()
        case .binary(let bytes): return hex(bytes)
        }
    }

    private static func format(_ type: DataType) -> [TimeFormat.Element] {
        switch type.kind {
        case .date: date
        case .time: time
        case .timestampNTZ: ntz
        default: zoned
        }
    }

    /// A date or time taken apart, with local time in the session's zone.
    static func moment(_ value: Value, _ type: DataType, _ context: CastContext) throws -> Moment {
        switch value {
        case .date(let days): return Moment(days: days)
        case .time(let nanoseconds): return Moment(rest: nanoseconds)
        case .zoned(let instant, let offset): return moment(instant, offset)
        case .timestamp(let nanoseconds):
            guard type.kind == .timestampLTZ else { return moment(nanoseconds, nil) }
            return moment(nanoseconds, try TimeZones.offset(context.zone, at: nanoseconds))
        default: throw SnowError.badType("TO_CHAR", type.name)
        }
    }

    private static func moment(_ instant: Int64, _ offset: Int?) -> Moment {
        let (days, rest) = GregorianCalendar.split(instant + Int64(offset ?? 0) * 60_000_000_000)
        return Moment(days: days, rest: rest, offset: offset, hasTime: true)
    }

    /// Fifteen digits without trailing zeros; an exponent from 1e15 on and below 1e-4, as `%.15g` writes it.
    static func real(_ value: Double) -> String {
        guard value.isFinite else { return value.isNaN ? "NaN" : value < 0 ? "-inf" : "inf" }
        return String(format: "%.15g", value)
    }

    static func trimmed(_ text: String) -> String { text.trimmingCharacters(in: .whitespacesAndNewlines) }

    static func hex(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }.joined()
    }

    static func bytes(hex: String) -> [UInt8]? {
        let digits = hex.utf8.map { Character(UnicodeScalar($0)).hexDigitValue }
        guard digits.count % 2 == 0 else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let high = digits[index], let low = digits[index + 1] else { return nil }
            bytes.append(UInt8(high << 4 | low))
        }
        return bytes
    }
}
