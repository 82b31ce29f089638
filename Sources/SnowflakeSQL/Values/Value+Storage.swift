internal import Foundation
internal import GRDB

extension Value {
    /// Reads what `stored` wrote. Numbers are held unscaled; past 64 bits as 16 bytes, most
    /// significant first and with the sign bit flipped, which SQLite sorts after every 64-bit number.
    /// `Emitter` puts the negative ones first where order matters.
    init(_ stored: DatabaseValue, as type: DataType) throws {
        switch stored.storage {
        case .null: self = .null
        case .int64(let value):
            switch type.kind {
            case .fixed: self = .fixed(Fixed(Int128(value), scale: type.scale))
            case .real: self = .real(Double(value))
            case .boolean: self = .boolean(value != 0)
            case .date: self = .date(Int(value))
            case .time: self = .time(value)
            case .timestampNTZ, .timestampLTZ: self = .timestamp(value)
            default: throw Value.corrupt(type)
            }
        case .double(let value):
            guard type.kind == .real else { throw Value.corrupt(type) }
            self = .real(value)
        case .string(let text):
            switch type.kind {
            case .text: self = .text(text)
            case .real where text == Value.notANumber: self = .real(.nan)
            case .variant, .object, .array: self = .variant(try Variant(stored: text))
            default: throw Value.corrupt(type)
            }
        case .blob(let data):
            let bytes = [UInt8](data)
            switch type.kind {
            case .binary: self = .binary(bytes)
            case .timestampTZ where bytes.count == 10: self = Value.zoned(from: bytes)
            case .fixed where bytes.count == 16:
                let wide = bytes.reduce(UInt128(0)) { $0 << 8 | UInt128($1) } ^ Value.signBit
                self = .fixed(Fixed(Int128(truncatingIfNeeded: wide), scale: type.scale))
            default: throw Value.corrupt(type)
            }
        }
    }

    private static let notANumber = "NaN"
    private static let signBit = UInt128(1) << 127

    private static func corrupt(_ type: DataType) -> SnowError {
        .runtime("300002", "XX000", "A stored value does not fit its type \(type.name)")
    }

    private static func zoned(from bytes: [UInt8]) -> Value {
        let word = bytes[..<8].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let offset = Int(bytes[8]) << 8 | Int(bytes[9])
        return .zoned(Int64(bitPattern: word ^ 1 << 63), offset - 32768)
    }

    /// The form in which SQLite holds the value; its order there is the order of the values.
    func stored(as type: DataType) throws -> DatabaseValue {
        switch self {
        case .null: return .null
        case .fixed(let value):
            if type.kind == .real { return value.double.databaseValue }
            guard let value = value.rescaled(to: type.scale) else {
                throw SnowError.outOfRange("FIXED[SB16](38,\(type.scale))", value.text)
            }
            if let narrow = Int64(exactly: value.unscaled) { return narrow.databaseValue }
            let wide = UInt128(truncatingIfNeeded: value.unscaled) ^ Value.signBit
            return Data((0..<16).map { UInt8(truncatingIfNeeded: wide >> UInt128(120 - 8 * $0)) })
                .databaseValue
        case .real(let value):
            // SQLite has no NaN; as text it is equal to itself and sorts after every number, as in Snowflake.
            return value.isNaN ? Value.notANumber.databaseValue : value.databaseValue
        case .text(let text): return text.databaseValue
        case .boolean(let value): return (value ? 1 : 0).databaseValue
        case .date(let days): return days.databaseValue
        case .time(let value), .timestamp(let value): return value.databaseValue
        case .zoned(let instant, let offset):
            let word = UInt64(bitPattern: instant) ^ 1 << 63
            var bytes = (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64(56 - 8 * $0)) }
            bytes.append(UInt8(truncatingIfNeeded: (offset + 32768) >> 8))
            bytes.append(UInt8(truncatingIfNeeded: offset + 32768))
            return Data(bytes).databaseValue
        case .variant(let value): return value.text().databaseValue
        case .binary(let bytes): return Data(bytes).databaseValue
        }
    }
}
