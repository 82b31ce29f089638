public import Quantities

extension FaultPlan {
    /// Reads `{"faults": [{"service", "operation", "kind", and a trigger}]}`.
    ///
    /// A trigger is `rate`, `nth`, `every`, or `from_ns` and `until_ns` with a `rate`; without one every call is struck. `kind` is
    /// `throttle`, `server_error`, `malformed_json`, `schema_breaking`, `off_brand`, `canary_leak`, `cut_stream`,
    /// `partial_failure`, `duplicate`, `slow` with a `factor`, or `stall` with `stall_ms`.
    /// - Throws: bad input with every problem.
    public init(json: JSONValue) throws(FinegrainError) {
        guard let entries = json["faults"]?.array else {
            throw .badInput("a fault plan is {\"faults\": [...]}", remedy: "give a list, which may be empty")
        }
        var problems: [Problem] = []
        var rules: [Rule] = []
        for (index, entry) in entries.enumerated() {
            let field = "faults[\(index)]"
            let service = entry["service"]?.string.flatMap(Meter.Service.init(rawValue:))
            let kind = FaultPlan.kind(entry)
            let trigger = FaultPlan.trigger(entry)
            if service == nil {
                problems.append(
                    Problem(
                        "no such service",
                        remedy: "one of "
                            + Meter.Service.allCases.map(\.rawValue).joined(separator: ", "),
                        field: field + ".service"))
            }
            if kind == nil {
                problems.append(
                    Problem(
                        "no such kind of fault",
                        remedy:
                            "throttle, server_error, malformed_json, schema_breaking, off_brand, canary_leak, "
                            + "cut_stream, partial_failure, duplicate, slow (factor) or stall (stall_ms)",
                        field: field + ".kind"))
            }
            if trigger == nil {
                problems.append(
                    Problem(
                        "no such trigger",
                        remedy: "rate in 0...1, nth or every from 1, or from_ns and until_ns", field: field))
            }
            if let service, let kind, let trigger {
                rules.append(Rule(service, operation: entry["operation"]?.string, trigger, kind))
            }
        }
        guard problems.isEmpty else { throw FinegrainError(.badInput, problems) }
        self.init(rules)
    }

    private static func kind(_ entry: JSONValue) -> Kind? {
        switch entry["kind"]?.string {
        case "throttle": .throttle
        case "server_error": .serverError
        case "malformed_json": .malformedJSON
        case "schema_breaking": .schemaBreaking
        case "off_brand": .offBrand
        case "canary_leak": .canaryLeak
        case "cut_stream": .cutStream
        case "partial_failure": .partialFailure
        case "duplicate": .duplicate
        case "slow": entry["factor"]?.double.flatMap { $0 >= 0 ? .slow(factor: $0) : nil }
        case "stall":
            entry["stall_ms"]?.integer.flatMap {
                $0 >= 0 ? .stall(SimulatedDuration(nanoseconds: Int64($0) * 1_000_000)) : nil
            }
        default: nil
        }
    }

    private static func trigger(_ entry: JSONValue) -> Trigger? {
        let rate = entry["rate"]?.double ?? 1
        guard (0...1).contains(rate) else { return nil }
        if let nth = entry["nth"]?.integer { return nth > 0 ? .nthCall(nth) : nil }
        if let every = entry["every"]?.integer { return every > 0 ? .everyNthCall(every) : nil }
        if let from = entry["from_ns"]?.integer, let until = entry["until_ns"]?.integer {
            return .window(
                from: SimulatedInstant(nanoseconds: Int64(from)),
                until: SimulatedInstant(nanoseconds: Int64(until)), rate: rate)
        }
        return .rate(rate)
    }
}
