import Encodings

/// Reads dates and times from text: in Snowflake's automatic formats, or in a given one.
struct MomentReader {
    private var rest: Substring

    private init(_ text: String) { rest = Substring(text) }

    private mutating func number(_ most: Int, least: Int = 1) -> Int? {
        let digits = rest.prefix(most).prefix { $0.isASCII && $0.isNumber }
        guard digits.count >= least, let value = Int(digits) else { return nil }
        rest = rest.dropFirst(digits.count)
        return value
    }

    private mutating func take(_ character: Character) -> Bool {
        guard rest.first == character else { return false }
        rest.removeFirst()
        return true
    }

    /// ISO forms: `2024-01-31`, with `T` or a space and a time, with a zone; slashes as `MM/DD/YYYY`.
    static func automatic(_ text: String) -> Moment? {
        var reader = MomentReader(text)
        var moment = Moment()
        guard let days = reader.date() else { return nil }
        moment.days = days
        if reader.rest.isEmpty { return moment }
        guard reader.take("T") || reader.take(" ") else { return nil }
        guard reader.time(into: &moment), reader.zone(into: &moment), reader.rest.isEmpty else { return nil }
        return moment
    }

    /// A time of day alone, such as `12:34:56.789`.
    static func time(_ text: String) -> Int64? {
        var reader = MomentReader(text)
        var moment = Moment()
        guard reader.time(into: &moment), reader.rest.isEmpty else { return nil }
        return moment.rest
    }

    private mutating func date() -> Int? {
        guard let first = number(4) else { return nil }
        if take("-") {
            if let month = number(2), take("-"), let day = number(2) {
                return MomentReader.days(first, month, day)
            }
            guard let month = monthName(), take("-"), let year = number(4, least: 4) else { return nil }
            return MomentReader.days(year, month, first)
        }
        guard take("/"), let day = number(2), take("/"), let year = number(4, least: 4) else { return nil }
        return MomentReader.days(year, first, day)
    }

    private mutating func monthName() -> Int? {
        let word = rest.prefix(3).lowercased()
        guard let index = TimeFormat.months.firstIndex(where: { $0.lowercased() == word }) else { return nil }
        rest = rest.dropFirst(3)
        return index + 1
    }

    static func days(_ year: Int, _ month: Int, _ day: Int) -> Int? {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
            day <= GregorianCalendar.daysInMonth(year, month)
        else { return nil }
        return GregorianCalendar.days(year, month, day)
    }

    private mutating func time(into moment: inout Moment) -> Bool {
        guard let hour = number(2), hour < 24, take(":"), let minute = number(2), minute < 60 else {
            return false
        }
        var second = 0
        if take(":") {
            guard let value = number(2), value < 60 else { return false }
            second = value
        }
        moment.rest = Int64(hour * 3600 + minute * 60 + second) * 1_000_000_000
        moment.hasTime = true
        if take(".") {
            guard let fraction = fraction() else { return false }
            moment.rest += fraction
        }
        return true
    }

    private mutating func fraction() -> Int64? {
        let digits = rest.prefix { $0.isASCII && $0.isNumber }
        guard !digits.isEmpty else { return nil }
        rest = rest.dropFirst(digits.count)
        let nine = digits.prefix(9)
        return Int64(nine + String(repeating: "0", count: 9 - nine.count))
    }

    private mutating func zone(into moment: inout Moment) -> Bool {
        if rest.isEmpty { return true }
        _ = take(" ")
        if take("Z") {
            moment.offset = 0
            return true
        }
        guard let sign = rest.first, sign == "+" || sign == "-" else { return false }
        rest.removeFirst()
        guard let hour = number(2), hour < 24 else { return false }
        _ = take(":")
        let minute = rest.isEmpty ? 0 : number(2, least: 2)
        guard let minute, minute < 60 else { return false }
        moment.offset = (sign == "-" ? -1 : 1) * (hour * 60 + minute)
        return true
    }

    /// Reads text in a format of `TimeFormat`; nil where it does not match.
    static func read(_ text: String, format: String) -> Moment? {
        if format.lowercased() == "auto" { return automatic(text) }
        var reader = MomentReader(text)
        var fields = Fields()
        for element in TimeFormat.parse(format) {
            guard reader.read(element, into: &fields) else { return nil }
        }
        return reader.rest.isEmpty ? fields.moment : nil
    }

    private struct Fields {
        var year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0
        var nanoseconds: Int64 = 0
        var offset: Int?
        var isAfternoon: Bool?

        var moment: Moment? {
            guard let days = MomentReader.days(year, month, day), minute < 60, second < 60 else { return nil }
            var hour = hour
            if let isAfternoon {
                guard (1...12).contains(hour) else { return nil }
                hour = hour % 12 + (isAfternoon ? 12 : 0)
            }
            guard hour < 24 else { return nil }
            let seconds = Int64(hour * 3600 + minute * 60 + second)
            return Moment(
                days: days, rest: seconds * 1_000_000_000 + nanoseconds, offset: offset, hasTime: true)
        }
    }

    private mutating func read(_ element: TimeFormat.Element, into fields: inout Fields) -> Bool {
        func set(_ path: WritableKeyPath<Fields, Int>, _ value: Int?) -> Bool {
            guard let value else { return false }
            fields[keyPath: path] = value
            return true
        }
        switch element {
        case .year4: return set(\.year, number(4, least: 4))
        case .year2: return set(\.year, number(2, least: 2).map { $0 < 70 ? 2000 + $0 : 1900 + $0 })
        case .month: return set(\.month, number(2))
        case .monthShort: return set(\.month, monthName())
        case .monthName:
            let lower = rest.lowercased()
            guard let index = TimeFormat.fullMonths.firstIndex(where: { lower.hasPrefix($0.lowercased()) })
            else { return false }
            rest = rest.dropFirst(TimeFormat.fullMonths[index].count)
            return set(\.month, index + 1)
        case .day: return set(\.day, number(2))
        case .dayShort:
            rest = rest.dropFirst(3)
            return true
        case .hour24, .hour12: return set(\.hour, number(2))
        case .minute: return set(\.minute, number(2))
        case .second: return set(\.second, number(2))
        case .fraction:
            guard let value = fraction() else { return false }
            fields.nanoseconds = value
            return true
        case .meridian:
            let word = rest.prefix(2).uppercased()
            rest = rest.dropFirst(2)
            fields.isAfternoon = word == "PM"
            return word == "AM" || word == "PM"
        case .zone, .zoneHour:
            var moment = Moment()
            guard zone(into: &moment) else { return false }
            fields.offset = moment.offset
            return true
        case .zoneMinute: return number(2) != nil
        case .literal(let character): return take(character)
        }
    }
}
