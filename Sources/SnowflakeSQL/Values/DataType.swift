/// A type with its parameters, as expressions and columns carry it.
struct DataType: Hashable, Sendable, Codable {
    var kind: SnowType
    /// Digits of a NUMBER; fractional digits of seconds for times.
    var precision = 0
    /// Fractional digits of a NUMBER.
    var scale = 0
    /// Greatest length of text or binary; nil means the greatest that Snowflake holds.
    var length: Int?
    /// The type of a bare NULL, which takes any other type's place.
    var isUntyped = false

    static let maximumText = 16_777_216
    static let null = DataType(kind: .text, isUntyped: true)
    static let text = DataType(kind: .text)
    static let real = DataType(kind: .real)
    static let boolean = DataType(kind: .boolean)
    static let date = DataType(kind: .date)
    static let time = DataType(kind: .time, precision: 9)
    static let variant = DataType(kind: .variant)
    static let object = DataType(kind: .object)
    static let array = DataType(kind: .array)
    static let binary = DataType(kind: .binary)
    static let integer = DataType(kind: .fixed, precision: 38, scale: 0)
    static let count = DataType(kind: .fixed, precision: 18, scale: 0)
    static let ntz = DataType(kind: .timestampNTZ, precision: 9)
    static let ltz = DataType(kind: .timestampLTZ, precision: 9)
    static let tz = DataType(kind: .timestampTZ, precision: 9)

    static func fixed(_ precision: Int, _ scale: Int) -> DataType {
        DataType(kind: .fixed, precision: min(38, max(1, precision)), scale: min(37, max(0, scale)))
    }

    var isNumeric: Bool { kind == .fixed || kind == .real }

    var isTimestamp: Bool { kind == .timestampNTZ || kind == .timestampLTZ || kind == .timestampTZ }

    var isSemiStructured: Bool { kind == .variant || kind == .object || kind == .array }

    /// The type as Snowflake writes it, such as `NUMBER(38,0)`.
    var name: String {
        switch kind {
        case .fixed: "NUMBER(\(precision),\(scale))"
        case .text: "VARCHAR(\(length ?? DataType.maximumText))"
        case .binary: "BINARY(\(length ?? 8_388_608))"
        case .time, .timestampNTZ, .timestampLTZ, .timestampTZ: "\(kind.sqlName)(\(precision))"
        default: kind.sqlName
        }
    }

    /// The column that a result of this type has.
    func column(_ name: String, nullable: Bool = true) -> SnowColumn {
        switch kind {
        case .fixed:
            return SnowColumn(
                name: name, type: .fixed, precision: precision, scale: scale, nullable: nullable)
        case .text:
            let length = length ?? DataType.maximumText
            return SnowColumn(name: name, type: .text, length: length, nullable: nullable)
        case .binary:
            return SnowColumn(name: name, type: .binary, length: length ?? 8_388_608, nullable: nullable)
        case .time, .timestampNTZ, .timestampLTZ, .timestampTZ:
            return SnowColumn(
                name: name, type: kind, precision: 0, scale: precision, nullable: nullable)
        default:
            return SnowColumn(name: name, type: kind, nullable: nullable)
        }
    }
}
