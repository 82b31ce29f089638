import Encodings

/// Turns the connector's bindings into typed values.
enum BindingReader {
    /// The types of the placeholders, and the rows of values: one, or as many as array bindings hold.
    static func read(_ bindings: [SnowBinding]) throws -> (info: BindingInfo, rows: [[Value]]) {
        if bindings.isEmpty { return (BindingInfo(), [[]]) }
        var count = 1
        for binding in bindings {
            if case .many(let values) = binding.payload { count = values.count }
        }
        var info = BindingInfo()
        var rows = [[Value]](repeating: [], count: count)
        for binding in bindings {
            let texts: [String?]
            switch binding.payload {
            case .one(let text): texts = [String?](repeating: text, count: count)
            case .many(let values): texts = values
            }
            guard texts.count == count else {
                throw SnowError.compilation(
                    "Array bindings differ in length.", code: "002049", sqlState: "42601")
            }
            let (type, values) = try column(binding.type.uppercased(), texts)
            info.entries.append(.init(name: binding.name, type: type))
            for index in rows.indices { rows[index].append(values[index]) }
        }
        return (info, rows)
    }

    private static func column(_ type: String, _ texts: [String?]) throws -> (DataType, [Value]) {
        let values = try texts.map { try $0.map { try value(type, $0) } ?? .null }
        switch type {
        case "FIXED":
            let scale = values.reduce(0) {
                if case .fixed(let number) = $1 { max($0, number.scale) } else { $0 }
            }
            return (.fixed(38, scale), values)
        case "REAL": return (.real, values)
        case "BOOLEAN": return (.boolean, values)
        case "DATE": return (.date, values)
        case "TIME": return (.time, values)
        case "TIMESTAMP_NTZ": return (.ntz, values)
        case "TIMESTAMP_LTZ": return (.ltz, values)
        case "TIMESTAMP_TZ": return (.tz, values)
        case "BINARY": return (.binary, values)
        default: return (values.allSatisfy(\.isNull) && type == "ANY" ? .null : .text, values)
        }
    }

    private static func value(_ type: String, _ text: String) throws -> Value {
        let context = CastContext()
        switch type {
        case "FIXED":
            guard let number = Fixed(text: text) else { throw SnowError.notNumeric(text) }
            return .fixed(number)
        case "REAL": return try Cast(target: .real, source: .text)(.text(text), context)
        case "BOOLEAN": return try Cast(target: .boolean, source: .text)(.text(text), context)
        case "BINARY": return try Cast(target: .binary, source: .text)(.text(text), context)
        // Milliseconds since the epoch, or a date in text.
        case "DATE":
            guard let milliseconds = Int(text) else {
                return try Cast(target: .date, source: .text)(.text(text), context)
            }
            return .date(GregorianCalendar.floorDivide(milliseconds, 86_400_000))
        // Nanoseconds since midnight, or a time in text.
        case "TIME":
            guard let nanoseconds = Int64(text) else {
                return try Cast(target: .time, source: .text)(.text(text), context)
            }
            guard (0..<GregorianCalendar.nanosecondsADay).contains(nanoseconds) else {
                throw SnowError.runtime("100108", "22007", "Time '\(text)' is not recognized")
            }
            return .time(nanoseconds)
        // Nanoseconds since the epoch, or a timestamp in text.
        case "TIMESTAMP_NTZ", "TIMESTAMP_LTZ":
            if let nanoseconds = Int64(text) { return .timestamp(try GregorianCalendar.checked(nanoseconds)) }
            let target: DataType = type == "TIMESTAMP_NTZ" ? .ntz : .ltz
            return try Cast(target: target, source: .text)(.text(text), context)
        // Nanoseconds since the epoch, a space, and minutes east of UTC plus 1440.
        case "TIMESTAMP_TZ":
            let parts = text.split(separator: " ")
            if parts.count == 2, let nanoseconds = Int64(parts[0]), let offset = Int(parts[1]) {
                return try zoned(nanoseconds, offset)
            }
            return try Cast(target: .tz, source: .text)(.text(text), context)
        default:
            guard !text.utf8.contains(0) else { throw SnowError.unsupported("NUL character in a string") }
            return .text(text)
        }
    }

    private static func zoned(_ nanoseconds: Int64, _ offset: Int) throws -> Value {
        guard (0...2880).contains(offset) else { throw TimeMath.outOfRange() }
        return .zoned(try GregorianCalendar.checked(nanoseconds), offset - 1440)
    }
}
