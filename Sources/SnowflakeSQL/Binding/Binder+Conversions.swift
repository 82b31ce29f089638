extension Binder {
    /// Functions whose first argument is a part of time, which may be a bare word.
    func dateForm(_ name: String, _ call: Call, _ scope: Scope) throws -> Term? {
        let arguments = call.arguments
        switch name {
        case "DATEADD", "TIMEADD", "TIMESTAMPADD", "DATEDIFF", "TIMEDIFF", "TIMESTAMPDIFF", "DATE_TRUNC",
            "DATE_PART":
            guard let first = arguments.first else {
                throw SnowError.arguments(name, given: 0, at: call.place)
            }
            var terms = [try part(first, call.place)]
            terms += try arguments.dropFirst().map { try bind($0, scope) }
            return try scalar(name, terms, call.place)
        case "TIME_SLICE", "LAST_DAY":
            guard arguments.count > 1 else { return nil }
            let place = name == "LAST_DAY" ? 1 : 2
            guard arguments.indices.contains(place) else { return nil }
            var terms = try arguments.prefix(place).map { try bind($0, scope) }
            terms.append(try part(arguments[place], call.place))
            terms += try arguments.dropFirst(place + 1).map { try bind($0, scope) }
            return try scalar(name, terms, call.place)
        default: return nil
        }
    }

    private func part(_ expr: Expr, _ place: Place) throws -> Term {
        let word: String
        switch expr {
        case .name(let parts, _) where parts.count == 1: word = parts[0]
        case .string(let text): word = text
        default: throw SnowError.unsupported("date part that is not a constant")
        }
        _ = try DatePart(word)
        return .text(word)
    }

    private static let targets: [String: DataType] = [
        "TO_VARCHAR": .text, "TO_CHAR": .text, "TO_DATE": .date, "DATE": .date, "TO_TIME": .time,
        "TIME": .time,
        "TO_TIMESTAMP": .ntz, "TO_TIMESTAMP_NTZ": .ntz, "TO_TIMESTAMP_LTZ": .ltz, "TO_TIMESTAMP_TZ": .tz,
        "TO_NUMBER": .integer, "TO_DECIMAL": .integer, "TO_NUMERIC": .integer, "TO_DOUBLE": .real,
        "TO_BOOLEAN": .boolean, "TO_VARIANT": .variant, "TO_OBJECT": .object, "TO_ARRAY": .array,
        "TO_BINARY": .binary,
    ]

    /// TO_ and TRY_TO_ functions.
    func conversion(_ name: String, _ call: Call, _ scope: Scope) throws -> Term? {
        let isTry = name.hasPrefix("TRY_")
        let plain = isTry ? String(name.dropFirst(4)) : name
        guard let target = Binder.targets[plain], call.named.isEmpty else { return nil }
        let terms = try call.arguments.map { try bind($0, scope) }
        guard (1...4).contains(terms.count) else {
            throw SnowError.arguments(name, given: terms.count, at: call.place)
        }
        let term = terms[0]
        switch target.kind {
        case .fixed: return try number(name, terms, isTry)
        case .text:
            if terms.count == 1 { return try cast(term, .text, isTry) }
            return try scalar("$TO_CHAR", terms, call.place)
        case .date, .time, .timestampNTZ, .timestampLTZ, .timestampTZ:
            return try time(plain, target, terms, isTry, call.place)
        case .binary where terms.count == 2: return try scalar("$TO_BINARY", terms, call.place)
        case .binary where term.type.kind == .text: return term.cast(to: .binary, isTry: isTry)
        default:
            guard terms.count == 1 else {
                throw SnowError.arguments(name, given: terms.count, at: call.place)
            }
            return isTry && term.type.kind != .text
                ? term.cast(to: target) : term.cast(to: target, isTry: isTry)
        }
    }

    private func number(_ name: String, _ terms: [Term], _ isTry: Bool) throws -> Term {
        var rest = Array(terms.dropFirst())
        var format: Term?
        if let first = rest.first, first.type.kind == .text {
            format = first
            rest.removeFirst()
        }
        let numbers = try rest.map { term -> Int in
            guard let value = term.constant?.int else { throw SnowError.badType(name, "precision") }
            return value
        }
        let type = DataType.fixed(numbers.first ?? 38, numbers.count > 1 ? numbers[1] : 0)
        guard let format else {
            if isTry, terms[0].type.kind != .text { return terms[0].cast(to: type) }
            return terms[0].cast(to: type, isTry: isTry)
        }
        if isTry { throw SnowError.unsupported("\(name) with a format") }
        return try scalar(
            "$TO_NUMBER", [terms[0], format, .integer(type.precision), .integer(type.scale)], nil)
    }

    private func time(
        _ name: String, _ target: DataType, _ terms: [Term], _ isTry: Bool, _ place: Place
    ) throws -> Term {
        if terms.count == 1 {
            if isTry, terms[0].type.kind != .text {
                throw SnowError.badType(name, terms[0].type.name, at: place)
            }
            if terms[0].type.isNumeric, target.isTimestamp {
                return try scalar("$EPOCH_\(target.kind.sqlName)", [terms[0], .integer(0)], place)
            }
            return terms[0].cast(to: target, isTry: isTry)
        }
        guard terms.count == 2 else { throw SnowError.arguments(name, given: terms.count, at: place) }
        if terms[1].type.isNumeric, target.isTimestamp {
            return try scalar("$EPOCH_\(target.kind.sqlName)", terms, place)
        }
        if terms[0].type.kind == .variant || terms[0].type.kind == .text {
            return try scalar("$TO_\(target.kind.sqlName)", terms + [.boolean(isTry)], place)
        }
        return terms[0].cast(to: target)
    }
}
