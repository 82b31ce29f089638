extension Emitter {
    /// Kinds whose value SQLite computes itself for types of native order.
    private func isNative(_ function: String, _ types: [DataType], distinct: Bool) -> Bool {
        switch function {
        case "COUNT": types.count <= 1 && (types.allSatisfy(\.hasNativeOrder) || !distinct)
        case "MIN", "MAX": types.allSatisfy(\.hasNativeOrder)
        default: false
        }
    }

    func aggregate(_ call: AggregateCall, _ type: DataType, _ scope: EmissionScope) throws -> String {
        let texts = try call.arguments.map { try text($0, scope) }
        if isNative(call.function, call.arguments.map(\.type), distinct: call.isDistinct) {
            if let only = call.arguments.first, only.mayBeWide, call.function != "COUNT" {
                return extreme(call.function, texts[0])
            }
            let inside = texts.isEmpty ? "*" : (call.isDistinct ? "DISTINCT " : "") + texts[0]
            return "\(call.function)(\(inside))"
        }
        if call.function == "COUNT", !call.isDistinct { return try countOfAll(texts) }
        return try custom(call.function, call.arguments, call.isDistinct, call.order, type, scope)
    }

    /// MIN or MAX of numbers that may be past 64 bits; `over` makes windows of its parts.
    private func extreme(_ function: String, _ text: String, over: String = "") -> String {
        let test = (function == "MIN" ? "" : "NOT ") + WideNumber.isNegative(text)
        return "coalesce(\(function)(CASE WHEN \(test) THEN \(text) END)\(over), \(function)(\(text))\(over))"
    }

    /// COUNT of several arguments counts the rows where none is NULL.
    private func countOfAll(_ texts: [String]) throws -> String {
        let tests = texts.map { "\($0) IS NOT NULL" }.joined(separator: " AND ")
        return "COUNT(CASE WHEN \(tests) THEN 1 END)"
    }

    private func custom(
        _ function: String, _ arguments: [Term], _ isDistinct: Bool, _ order: [OrderTerm], _ type: DataType,
        _ scope: EmissionScope
    ) throws -> String {
        guard let kind = AggregateSpec.Kind(rawValue: function) else { throw SnowError.unsupported(function) }
        let terms = arguments + order.map(\.term)
        let spec = AggregateSpec(
            kind: kind, types: terms.map(\.type), argumentCount: arguments.count, isDistinct: isDistinct,
            order: order.map { .init(descending: $0.descending, nullsFirst: $0.nullsFirst) }, result: type)
        let texts = try terms.map { try text($0, scope) }
        return "fga(" + ([String(register(spec))] + texts).joined(separator: ", ") + ")"
    }

    func window(_ call: WindowCall, _ type: DataType, _ scope: EmissionScope) throws -> String {
        var function: String
        if call.isAggregate {
            let aggregate = AggregateCall(
                function: call.function, arguments: call.arguments, isDistinct: call.isDistinct,
                order: call.order)
            if call.isDistinct, !call.windowOrder.isEmpty {
                throw SnowError.unsupported("DISTINCT in a window function with ORDER BY")
            }
            function =
                call.isDistinct || call.function.hasPrefix("$")
                ? try custom(call.function, call.arguments, call.isDistinct, call.order, type, scope)
                : try self.aggregate(aggregate, type, scope)
        } else {
            let texts = try call.arguments.map { try text($0, scope) }
            function = "\(call.function)(" + texts.joined(separator: ", ") + ")"
        }
        let over = try windowText(call, scope)
        if call.isAggregate, let only = call.arguments.first, only.mayBeWide,
            call.function == "MIN" || call.function == "MAX"
        {
            return extreme(call.function, try text(only, scope), over: over)
        }
        return function + over
    }

    private func windowText(_ call: WindowCall, _ scope: EmissionScope) throws -> String {
        var over: [String] = []
        if !call.partition.isEmpty {
            over.append(
                "PARTITION BY " + (try call.partition.map { try key($0, scope) }.joined(separator: ", ")))
        }
        if !call.windowOrder.isEmpty {
            let terms = try call.windowOrder.map { item in
                ordering(
                    try key(item.term, scope), item.descending, item.nullsFirst, isWide: item.term.mayBeWide)
            }
            over.append("ORDER BY " + terms.joined(separator: ", "))
        }
        if let frame = call.frame { over.append(frame) }
        return " OVER (\(over.joined(separator: " ")))"
    }

    /// The text by which values are ordered and grouped: zoned times by instant, variants by content.
    func key(_ term: Term, _ scope: EmissionScope) throws -> String {
        let plain = try text(term, scope)
        return Emitter.key(plain, term.type)
    }

    static func key(_ text: String, _ type: DataType) -> String {
        switch type.kind {
        case .timestampTZ: "substr(\(text), 1, 8)"
        case .variant, .object, .array: "fgkey(\(text))"
        default: text
        }
    }

    /// A term of ORDER BY; of numbers that may be past 64 bits, the negative ones come first.
    func ordering(_ key: String, _ descending: Bool, _ nullsFirst: Bool, isWide: Bool) -> String {
        let nulls = " NULLS " + (nullsFirst ? "FIRST" : "LAST")
        let own = key + (descending ? " DESC" : " ASC") + nulls
        guard isWide else { return own }
        return WideNumber.isNegative(key) + (descending ? " ASC" : " DESC") + nulls + ", " + own
    }
}
