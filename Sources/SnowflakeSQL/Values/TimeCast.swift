import Encodings

/// Conversion to dates, times and timestamps.
struct TimeCast {
    var target: DataType
    var source: DataType

    func convert(_ value: Value, _ context: CastContext) throws -> Value {
        switch value {
        case .text(let text): return try fromText(text, context)
        case .date(let days): return try fromWall(GregorianCalendar.join(days, 0), context)
        case .time(let nanoseconds):
            guard target.kind == .time else { throw mismatch() }
            return .time(rounded(nanoseconds))
        case .timestamp(let nanoseconds):
            if source.kind == .timestampLTZ { return try fromInstant(nanoseconds, nil, context) }
            return try fromWall(nanoseconds, context)
        case .zoned(let instant, let offset): return try fromInstant(instant, offset, context)
        case .fixed(let number): return try fromEpoch(number, context)
        default: throw mismatch()
        }
    }

    private func mismatch() -> SnowError {
        .compilation(
            "invalid type [CAST(\(source.name) AS \(target.name))] for parameter 'TO_\(target.kind.sqlName)'",
            code: "001007", sqlState: "22023")
    }

    /// Drops digits of the second that the type does not keep.
    private func rounded(_ nanoseconds: Int64) -> Int64 {
        guard target.precision < 9 else { return nanoseconds }
        let unit = Int64(Fixed.powers[9 - target.precision])
        return GregorianCalendar.floorDivide(nanoseconds, unit) * unit
    }

    func fromText(_ text: String, _ context: CastContext) throws -> Value {
        let word = ValueText.trimmed(text)
        if target.kind == .time {
            guard let time = MomentReader.time(word) ?? MomentReader.automatic(word)?.rest else {
                throw SnowError.runtime("100108", "22007", "Time '\(text)' is not recognized")
            }
            return .time(rounded(time))
        }
        if let moment = MomentReader.automatic(word) { return try from(moment, context) }
        if let seconds = Fixed(text: word), seconds.scale == 0 { return try fromEpochText(seconds, context) }
        throw unrecognized(text)
    }

    func unrecognized(_ text: String) -> SnowError {
        target.kind == .date
            ? .runtime("100040", "22007", "Date '\(text)' is not recognized")
            : .runtime("100035", "22007", "Timestamp '\(text)' is not recognized")
    }

    func from(_ moment: Moment, _ context: CastContext) throws -> Value {
        if target.kind == .date { return .date(moment.days) }
        if target.kind == .time { return .time(rounded(moment.rest)) }
        let wall = try moment.wallClock()
        if target.kind == .timestampNTZ { return .timestamp(rounded(wall)) }
        guard let offset = moment.offset else { return try fromWall(wall, context) }
        return try fromInstant(wall - Int64(offset) * 60_000_000_000, offset, context)
    }

    private func fromWall(_ wall: Int64, _ context: CastContext) throws -> Value {
        switch target.kind {
        case .date: return .date(GregorianCalendar.split(wall).days)
        case .time: return .time(rounded(GregorianCalendar.split(wall).rest))
        case .timestampNTZ: return .timestamp(rounded(wall))
        default: return try fromInstant(TimeZones.instant(context.zone, wallClock: wall), nil, context)
        }
    }

    private func fromInstant(_ instant: Int64, _ offset: Int?, _ context: CastContext) throws -> Value {
        if target.kind == .timestampLTZ { return .timestamp(rounded(instant)) }
        let minutes = try offset ?? TimeZones.offset(context.zone, at: instant)
        if target.kind == .timestampTZ { return .zoned(rounded(instant), minutes) }
        return try fromWall(instant + Int64(minutes) * 60_000_000_000, context)
    }

    /// Seconds since the epoch, as numbers are read.
    func fromEpoch(_ number: Fixed, scale: Int = 0, _ context: CastContext) throws -> Value {
        guard let nanoseconds = number.rescaled(to: 9 - scale < 0 ? 0 : max(number.scale, 9 - scale)),
            scale <= 9, let whole = nanoseconds.rescaled(to: 9 - scale),
            let value = Int64(exactly: whole.unscaled)
        else { throw TimeMath.outOfRange() }
        if target.kind == .time { throw mismatch() }
        _ = try GregorianCalendar.checked(value)
        if target.kind == .timestampNTZ || target.kind == .date { return try fromWall(value, context) }
        return try fromInstant(value, nil, context)
    }

    /// Integers in text: seconds, milliseconds, microseconds or nanoseconds by their size.
    private func fromEpochText(_ number: Fixed, _ context: CastContext) throws -> Value {
        let size = number.unscaled.magnitude
        let scale =
            size < 31_536_000_000 ? 0 : size < 31_536_000_000_000 ? 3 : size < 31_536_000_000_000_000 ? 6 : 9
        return try fromEpoch(number, scale: scale, context)
    }
}
