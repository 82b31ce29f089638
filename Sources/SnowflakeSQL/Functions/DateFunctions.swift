import Encodings

/// Functions of dates and timestamps. Parts of time arrive as constant text.
enum DateFunctions {
    static let functions: [ScalarFunction] =
        [
            ScalarFunction(
                "DATEADD", "TIMEADD", "TIMESTAMPADD", arity: 3...3, [.text, .integer, .any],
                result: { try addType($0[2].type, DatePart($0[0].constant?.text ?? "")) }
            ) { values, call in
                try add(DatePart(values[0].text ?? ""), values[1].int ?? 0, values[2], call)
            },
            ScalarFunction(
                "DATEDIFF", "TIMEDIFF", "TIMESTAMPDIFF", arity: 3...3, [.text, .any], .fixed(9, 0)
            ) { values, call in
                let start = try clock(values[1], call.types[1], call)
                let end = try clock(values[2], call.types[2], call)
                return .integer(try TimeMath.difference(DatePart(values[0].text ?? ""), start, end))
            },
            ScalarFunction(
                "DATE_TRUNC", arity: 2...2, [.text, .any],
                result: { terms in
                    let type = terms[1].type
                    return type.kind == .text || type.kind == .variant ? .ntz : type
                }
            ) { values, call in
                try truncate(DatePart(values[0].text ?? ""), values[1], call)
            },
            ScalarFunction("DATE_PART", arity: 2...2, [.text, .any], .fixed(19, 0)) { values, call in
                try part(DatePart(values[0].text ?? ""), values[1], call.types[1], call)
            },
            ScalarFunction("LAST_DAY", arity: 1...2, [.date, .text], .date) { values, _ in
                guard case .date(let days) = values[0] else { return .null }
                let part = values.count == 2 ? try DatePart(values[1].text ?? "") : .month
                let start = try TimeMath.truncate(part, day: days)
                return .date(try TimeMath.add(part, 1, toDay: start) - 1)
            },
            ScalarFunction("DAYNAME", arity: 1...1, [.date], .text) { values, _ in
                guard case .date(let days) = values[0] else { return .null }
                return .text(TimeFormat.weekdays[GregorianCalendar.weekday(days)])
            },
            ScalarFunction("MONTHNAME", arity: 1...1, [.date], .text) { values, _ in
                guard case .date(let days) = values[0] else { return .null }
                return .text(TimeFormat.months[GregorianCalendar.date(days).month - 1])
            },
            ScalarFunction("ADD_MONTHS", arity: 2...2, [.timestamp, .integer], result: { $0[0].type }) {
                values, call in
                try addMonths(values[0], values[1].int ?? 0)
            },
            ScalarFunction("MONTHS_BETWEEN", arity: 2...2, [.date], .real) { values, _ in
                guard case .date(let one) = values[0], case .date(let other) = values[1] else { return .null }
                return .real(monthsBetween(one, other))
            },
            ScalarFunction("NEXT_DAY", arity: 2...2, [.date, .text], .date) { values, _ in
                guard case .date(let days) = values[0] else { return .null }
                return .date(
                    days + 1
                        + GregorianCalendar.floorModulo(
                            try weekday(values[1]) - GregorianCalendar.weekday(days + 1), 7))
            },
            ScalarFunction("PREVIOUS_DAY", arity: 2...2, [.date, .text], .date) { values, _ in
                guard case .date(let days) = values[0] else { return .null }
                return .date(
                    days - 1
                        - GregorianCalendar.floorModulo(
                            GregorianCalendar.weekday(days - 1) - (try weekday(values[1])), 7))
            },
            ScalarFunction("TIME_SLICE", arity: 3...4, [.timestamp, .integer, .text], result: { $0[0].type })
            { values, call in
                try slice(values, call)
            },
            ScalarFunction(
                "DATE_FROM_PARTS", "DATEFROMPARTS", arity: 3...3, [.integer], .date
            ) { values, _ in
                let (year, month, day) = (values[0].int ?? 0, values[1].int ?? 0, values[2].int ?? 0)
                try checkParts([year, month, day])
                return .date(
                    GregorianCalendar.addingMonths(GregorianCalendar.days(year, 1, 1), month - 1) + day - 1)
            },
            ScalarFunction("TIME_FROM_PARTS", "TIMEFROMPARTS", arity: 3...4, [.integer], .time) { values, _ in
                let parts = values.map { $0.int ?? 0 }
                try checkParts(parts)
                let seconds = Int64(parts[0] * 3600 + parts[1] * 60 + parts[2])
                let nanoseconds = seconds * 1_000_000_000 + Int64(parts.count > 3 ? parts[3] : 0)
                // Past a day's end and before its start the clock goes round.
                let day = GregorianCalendar.nanosecondsADay
                return .time(((nanoseconds % day) + day) % day)
            },
            ScalarFunction(
                "TIMESTAMP_NTZ_FROM_PARTS", "TIMESTAMP_FROM_PARTS", "TIMESTAMPFROMPARTS", arity: 6...7,
                [.integer], .ntz
            ) { values, _ in
                let parts = values.map { $0.int ?? 0 }
                try checkParts(parts)
                let days =
                    GregorianCalendar.addingMonths(GregorianCalendar.days(parts[0], 1, 1), parts[1] - 1)
                    + parts[2] - 1
                let seconds = Int64(parts[3] * 3600 + parts[4] * 60 + parts[5])
                return .timestamp(
                    try GregorianCalendar.join(
                        days, seconds * 1_000_000_000 + Int64(parts.count > 6 ? parts[6] : 0)))
            },
            ScalarFunction(
                "CONVERT_TIMEZONE", arity: 2...3, [.text, .any],
                result: { terms in
                    terms.count == 3 ? .ntz : .tz
                }
            ) { values, call in try convertZone(values, call) },
        ] + parts

    private static func checkParts(_ parts: [Int]) throws {
        guard (1...9999).contains(parts[0]), parts[1...].allSatisfy({ abs($0 / 2) < 500_000_000 }),
            abs(parts[1] / 2) < 50_000, abs(parts[2] / 2) < 500_000
        else { throw TimeMath.outOfRange() }
    }

    private static let parts: [ScalarFunction] = [
        ("YEAR", DatePart.year), ("QUARTER", .quarter), ("MONTH", .month), ("WEEK", .week), ("DAY", .day),
        ("DAYOFMONTH", .day), ("DAYOFWEEK", .dayOfWeek), ("DAYOFWEEKISO", .dayOfWeekISO),
        ("DAYOFYEAR", .dayOfYear), ("WEEKOFYEAR", .week), ("WEEKISO", .weekISO), ("YEAROFWEEK", .yearOfWeek),
        ("YEAROFWEEKISO", .yearOfWeekISO), ("HOUR", .hour), ("MINUTE", .minute), ("SECOND", .second),
    ].map { name, part in
        ScalarFunction(name, arity: 1...1, [.any], .fixed(4, 0)) { values, call in
            try DateFunctions.part(part, values[0], call.types[0], call)
        }
    }

    /// The wall clock of a date or time; text is read as a timestamp.
    static func wall(_ value: Value, _ type: DataType, _ call: ScalarFunction.Call) throws -> Int64 {
        switch value {
        case .text, .variant:
            let cast = Cast(target: .ntz, source: type)
            return try wall(cast(value, call.context), .ntz, call)
        default:
            let moment = try ValueText.moment(value, type, call.context)
            return try moment.wallClock()
        }
    }

    private static func addType(_ type: DataType, _ part: DatePart) throws -> DataType {
        switch type.kind {
        case .text, .variant: .ntz
        case .date: part.isSmallerThanDay ? .ntz : .date
        case .time, .timestampNTZ, .timestampLTZ, .timestampTZ: type
        default: throw SnowError.badType("DATEADD", type.name)
        }
    }

    static func add(_ part: DatePart, _ count: Int, _ value: Value, _ call: ScalarFunction.Call) throws
        -> Value
    {
        switch value {
        case .date(let days):
            if !part.isSmallerThanDay { return .date(try TimeMath.add(part, count, toDay: days)) }
            return .timestamp(try TimeMath.add(part, count, to: GregorianCalendar.join(days, 0)))
        case .time(let nanoseconds):
            return .time(
                GregorianCalendar.floorModulo(
                    try TimeMath.add(part, count, to: nanoseconds), GregorianCalendar.nanosecondsADay)
            )
        case .timestamp(let nanoseconds): return .timestamp(try TimeMath.add(part, count, to: nanoseconds))
        case .zoned(let instant, let offset):
            let shift = Int64(offset) * 60_000_000_000
            return .zoned(try TimeMath.add(part, count, to: instant + shift) - shift, offset)
        default:
            return .timestamp(try TimeMath.add(part, count, to: wall(value, call.types.last ?? .text, call)))
        }
    }

    private static func truncate(_ part: DatePart, _ value: Value, _ call: ScalarFunction.Call) throws
        -> Value
    {
        switch value {
        case .date(let days):
            return .date(part.isSmallerThanDay ? days : try TimeMath.truncate(part, day: days))
        case .time(let nanoseconds): return .time(try TimeMath.truncate(part, nanoseconds))
        case .zoned(let instant, let offset):
            let shift = Int64(offset) * 60_000_000_000
            return .zoned(try TimeMath.truncate(part, instant + shift) - shift, offset)
        default:
            let local = try TimeMath.truncate(part, wall(value, call.types[1], call))
            guard call.types[1].kind == .timestampLTZ else { return .timestamp(local) }
            return .timestamp(try TimeZones.instant(call.context.zone, wallClock: local))
        }
    }

    private static func part(
        _ part: DatePart, _ value: Value, _ type: DataType, _ call: ScalarFunction.Call
    ) throws -> Value {
        .integer(try TimeMath.part(part, of: clock(value, type, call)))
    }

    /// The wall clock of a date, a time or text.
    private static func clock(
        _ value: Value, _ type: DataType, _ call: ScalarFunction.Call
    ) throws -> TimeMath.Clock {
        switch value {
        case .date(let days): return .init(days: days, rest: 0)
        case .text(let text):
            if let time = MomentReader.time(ValueText.trimmed(text)) { return .init(days: 0, rest: time) }
            if let moment = MomentReader.automatic(ValueText.trimmed(text)) {
                return .init(days: moment.days, rest: moment.rest, offset: moment.offset ?? 0)
            }
            fallthrough
        case .variant:
            let stamp = try Cast(target: .ntz, source: type)(value, call.context)
            return try clock(stamp, .ntz, call)
        default:
            let moment = try ValueText.moment(value, type, call.context)
            return .init(days: moment.days, rest: moment.rest, offset: moment.offset ?? 0)
        }
    }

    /// Like DATEADD, but the last day of a month stays the last day.
    private static func addMonths(_ value: Value, _ count: Int) throws -> Value {
        func moved(_ days: Int) throws -> Int {
            guard count.magnitude < 200_000 else { throw TimeMath.outOfRange() }
            let date = GregorianCalendar.date(days)
            let result = GregorianCalendar.addingMonths(days, count)
            guard date.day == GregorianCalendar.daysInMonth(date.year, date.month) else { return result }
            return try TimeMath.add(.month, 1, toDay: TimeMath.truncate(.month, day: result)) - 1
        }
        switch value {
        case .date(let days): return .date(try moved(days))
        case .timestamp(let nanoseconds):
            let (days, rest) = GregorianCalendar.split(nanoseconds)
            return .timestamp(try GregorianCalendar.join(moved(days), rest))
        case .zoned(let instant, let offset):
            let (days, rest) = GregorianCalendar.split(instant + Int64(offset) * 60_000_000_000)
            return .zoned(
                try GregorianCalendar.join(moved(days), rest) - Int64(offset) * 60_000_000_000, offset)
        default: return .null
        }
    }

    /// Whole months where the days agree or both end their months; else a fraction of 31 days.
    private static func monthsBetween(_ a: Int, _ b: Int) -> Double {
        let (one, other) = (GregorianCalendar.date(a), GregorianCalendar.date(b))
        let months = (one.year - other.year) * 12 + one.month - other.month
        let bothLast =
            one.day == GregorianCalendar.daysInMonth(one.year, one.month)
            && other.day == GregorianCalendar.daysInMonth(other.year, other.month)
        return one.day == other.day || bothLast
            ? Double(months) : Double(months) + Double(one.day - other.day) / 31
    }

    private static func weekday(_ value: Value) throws -> Int {
        let word = (value.text ?? "").prefix(2).lowercased()
        guard let index = ["su", "mo", "tu", "we", "th", "fr", "sa"].firstIndex(of: word) else {
            throw SnowError.runtime("100056", "22023", "Invalid day of week: '\(value.text ?? "")'")
        }
        return index
    }

    private static func slice(_ values: [Value], _ call: ScalarFunction.Call) throws -> Value {
        let part = try DatePart(values[2].text ?? "")
        guard let length = values[1].int, (1...10_000).contains(length) else {
            throw SnowError.runtime("100057", "22023", "Invalid slice length for TIME_SLICE")
        }
        let atEnd = values.count == 4 && values[3].text?.uppercased() == "END"
        let local = try wall(values[0], call.types[0], call)
        var start: Int64
        if let months = part.months {
            let date = GregorianCalendar.date(GregorianCalendar.split(local).days)
            let index = date.year * 12 + date.month - 1 - 1970 * 12
            let first = GregorianCalendar.floorDivide(index, months * length) * months * length
            start = try GregorianCalendar.join(GregorianCalendar.addingMonths(0, first), 0)
        } else if let unit = part.nanoseconds {
            // Slices of weeks start on the Monday before the epoch.
            let origin: Int64 = part == .week ? -3 * GregorianCalendar.nanosecondsADay : 0
            start =
                GregorianCalendar.floorDivide(local - origin, unit * Int64(length)) * unit * Int64(length)
                + origin
        } else {
            throw TimeMath.unsupported(part, "TIME_SLICE")
        }
        if atEnd { start = try TimeMath.add(part, length, to: start) }
        switch call.types[0].kind {
        case .date: return .date(GregorianCalendar.split(start).days)
        case .timestampNTZ: return .timestamp(start)
        default: throw SnowError.unsupported("TIME_SLICE of \(call.types[0].kind.sqlName)")
        }
    }

    private static func convertZone(_ values: [Value], _ call: ScalarFunction.Call) throws -> Value {
        let target = values[values.count - 2].text ?? ""
        if values.count == 3 {
            let local = try wall(values[2], call.types[2], call)
            let instant = try TimeZones.instant(values[0].text ?? "", wallClock: local)
            return .timestamp(instant + Int64(try TimeZones.offset(target, at: instant)) * 60_000_000_000)
        }
        let instant = try Cast(target: .tz, source: call.types[1])(values[1], call.context)
        guard case .zoned(let nanoseconds, _) = instant else { return .null }
        return .zoned(nanoseconds, try TimeZones.offset(target, at: nanoseconds))
    }
}
