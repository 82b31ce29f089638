import Encodings

/// Arithmetic of dates with operators, and the current time.
enum DateFormatFunctions {
    static let functions: [ScalarFunction] = [
        ScalarFunction("$DATE+", arity: 2...2, [.any, .integer], result: { $0[0].type }) { values, call in
            try DateFunctions.add(.day, values[1].int ?? 0, values[0], call)
        },
        ScalarFunction("$DATE-", arity: 2...2, [.any, .integer], result: { $0[0].type }) { values, call in
            try DateFunctions.add(.day, 0 &- (values[1].int ?? 0), values[0], call)
        },
        ScalarFunction("$DATEMINUSDATE", arity: 2...2, [.date], .fixed(9, 0)) { values, _ in
            guard case .date(let a) = values[0], case .date(let b) = values[1] else { return .null }
            return .integer(a - b)
        },
        ScalarFunction(
            "$INTERVAL", arity: 3...3, [.any, .text, .integer],
            result: { terms in
                let hasTime = try Interval(terms[1].constant?.text ?? "").hasTime
                return terms[0].type.kind == .date && hasTime ? .ntz : terms[0].type
            }
        ) { values, call in
            var value = values[0]
            for step in try Interval(values[1].text ?? "").steps {
                value = try DateFunctions.add(step.part, step.count &* (values[2].int ?? 1), value, call)
            }
            if call.result.kind == .timestampNTZ, case .date(let days) = value {
                return .timestamp(try GregorianCalendar.join(days, 0))
            }
            return value
        },
        now("CURRENT_TIMESTAMP", .ltz, "GETDATE", "LOCALTIMESTAMP", "SYSTIMESTAMP"), now("SYSDATE", .ntz),
        now("CURRENT_DATE", .date), now("CURRENT_TIME", .time, "LOCALTIME"),
    ]

    private static func now(_ name: String, _ type: DataType, _ others: String...) -> ScalarFunction {
        let other = others + ["", "", ""]
        return ScalarFunction(name, other[0], other[1], other[2], arity: 0...1, [.integer], type) { _, call in
            let time = Value.timestamp(call.runtime.statementTime)
            if name == "SYSDATE" { return time }
            return try Cast(target: call.result, source: .ltz)(time, call.context)
        }
    }
}
