public import Encodings
public import Quantities

extension FaultPlan {
    /// Reads `{"faults": [{"service", "operation", "kind", and a trigger}]}`.
    ///
    /// A trigger is `rate`, `nth`, `every`, or `from_ns` and `until_ns`, which a `rate` may go with; without one every call
    /// is struck. `kind` is `throttle`, `server_error`, `malformed_json`, `schema_breaking`, `off_brand`, `canary_leak`,
    /// `cut_stream`, `partial_failure`, `duplicate`, `slow` with a `factor`, or `stall` with `stall_ms`.
    /// - Throws: bad input with every problem.
    public init(json: JSONValue) throws(FinegrainError) {
        guard let entries = json["faults"]?.array else {
            throw .badInput("a fault plan is {\"faults\": [...]}", remedy: "give a list, which may be empty")
        }
        var problems: [Problem] = []
        var rules: [Rule] = []
        for (index, entry) in entries.enumerated() {
            var reader = FaultRuleReader(entry, field: "faults[\(index)]")
            if let rule = reader.rule() { rules.append(rule) }
            problems += reader.problems
        }
        guard problems.isEmpty else { throw FinegrainError(.badInput, problems) }
        self.init(rules)
    }
}

/// Reads one rule of a fault plan, and says everything that is wrong with it.
private struct FaultRuleReader {
    private let entry: JSONValue
    private let field: String
    private(set) var problems: [Problem] = []

    private static let known = [
        "service", "operation", "kind", "rate", "nth", "every", "from_ns", "until_ns", "factor", "stall_ms",
    ]
    /// A call is slowed by this factor at most, and stalled for a month.
    private static let largestFactor = 1e6
    private static let longestStall = 2_678_400_000

    init(_ entry: JSONValue, field: String) {
        self.entry = entry
        self.field = field
    }

    mutating func rule() -> FaultPlan.Rule? {
        guard case .object(let members) = entry else {
            report("a rule is an object", "give {\"service\": ..., \"kind\": ...}")
            return nil
        }
        for member in members where !FaultRuleReader.known.contains(member.key) {
            report(
                "`\(member.key)` is no member of a rule",
                "use " + FaultRuleReader.known.joined(separator: ", "), member.key)
        }
        let service = entry["service"]?.string.flatMap(Meter.Service.init(rawValue:))
        if service == nil {
            report(
                "no such service", "one of " + Meter.Service.allCases.map(\.rawValue).joined(separator: ", "),
                "service")
        }
        let operation = entry["operation"]
        if operation != nil, operation?.string == nil { report("expected a name", "quote it", "operation") }
        let kind = kind()
        let trigger = trigger()
        guard problems.isEmpty, let service, let kind, let trigger else { return nil }
        return FaultPlan.Rule(service, operation: operation?.string, trigger, kind)
    }

    private mutating func report(_ text: String, _ remedy: String, _ member: String? = nil) {
        problems.append(Problem(text, remedy: remedy, field: member.map { "\(field).\($0)" } ?? field))
    }

    private static let plainKinds: [(name: String, kind: FaultPlan.Kind)] = [
        ("throttle", .throttle), ("server_error", .serverError), ("malformed_json", .malformedJSON),
        ("schema_breaking", .schemaBreaking), ("off_brand", .offBrand), ("canary_leak", .canaryLeak),
        ("cut_stream", .cutStream), ("partial_failure", .partialFailure), ("duplicate", .duplicate),
    ]

    private mutating func kind() -> FaultPlan.Kind? {
        let name = entry["kind"]?.string
        for (member, owner) in [("factor", "slow"), ("stall_ms", "stall")]
        where entry[member] != nil && name != owner {
            report("`\(member)` goes with the kind \(owner)", "leave it out", member)
        }
        switch name {
        case "slow":
            guard let factor = number("factor", in: 0...FaultRuleReader.largestFactor) else {
                if entry["factor"] == nil { report("slow needs a factor", "such as 10", "factor") }
                return nil
            }
            return .slow(factor: factor)
        case "stall":
            guard let time = whole("stall_ms", in: 0...FaultRuleReader.longestStall) else {
                if entry["stall_ms"] == nil {
                    report("stall needs its milliseconds", "such as 5000", "stall_ms")
                }
                return nil
            }
            return .stall(.milliseconds(time))
        default:
            if let kind = FaultRuleReader.plainKinds.first(where: { $0.name == name })?.kind { return kind }
            report(
                "no such kind of fault",
                FaultRuleReader.plainKinds.map(\.name).joined(separator: ", ")
                    + ", slow (factor) or stall (stall_ms)", "kind")
            return nil
        }
    }

    private mutating func trigger() -> FaultPlan.Trigger? {
        let rate = number("rate", in: 0...1)
        let nth = whole("nth", in: 1...Int.max)
        let every = whole("every", in: 1...Int.max)
        let (from, until) = (whole("from_ns", in: 0...Int.max), whole("until_ns", in: 0...Int.max))
        let hasWindow = entry["from_ns"] != nil || entry["until_ns"] != nil
        if hasWindow, entry["from_ns"] == nil || entry["until_ns"] == nil {
            report("a window has two ends", "give from_ns and until_ns")
        }
        if let from, let until, from >= until { report("the window is empty", "until_ns is after from_ns") }
        let kinds = [entry["nth"] != nil, entry["every"] != nil, hasWindow || entry["rate"] != nil].filter {
            $0
        }
        if kinds.count > 1 {
            report("two triggers in one rule", "give nth, every, or a rate with or without a window")
        }
        guard problems.isEmpty else { return nil }
        if let nth { return .nthCall(nth) }
        if let every { return .everyNthCall(every) }
        if let from, let until {
            return .window(
                from: SimulatedInstant(nanoseconds: Int64(from)),
                until: SimulatedInstant(nanoseconds: Int64(until)), rate: rate ?? 1)
        }
        return .rate(rate ?? 1)
    }

    private mutating func number(_ member: String, in range: ClosedRange<Double>) -> Double? {
        guard let value = entry[member] else { return nil }
        let number: Double?
        switch value {
        case .integer, .number: number = value.double
        default: number = nil
        }
        if let number, range.contains(number) { return number }
        report("not in \(range.lowerBound)...\(range.upperBound)", "give a number", member)
        return nil
    }

    private mutating func whole(_ member: String, in range: ClosedRange<Int>) -> Int? {
        guard let value = entry[member] else { return nil }
        if case .integer(let number) = value, range.contains(number) { return number }
        let end = range.upperBound == .max ? "on" : "to \(range.upperBound)"
        report(
            "not a whole number from \(range.lowerBound) \(end)", "give one, without quotation marks", member)
        return nil
    }
}
