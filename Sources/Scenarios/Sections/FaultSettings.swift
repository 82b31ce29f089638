public import Encodings
public import Quantities

/// One rule of a fault plan, in the language of the mock server's plans: which calls of a service go wrong, when and how.
///
/// Its members are those of the server's JSON; which of them go together is checked where plans are read.
public struct FaultSettings: ScenarioSection {
    public enum Kind: String, Sendable, CaseIterable, Hashable {
        case throttle
        case serverError = "server_error"
        case malformedJSON = "malformed_json"
        case schemaBreaking = "schema_breaking"
        case offBrand = "off_brand"
        case canaryLeak = "canary_leak"
        case cutStream = "cut_stream"
        case partialFailure = "partial_failure"
        case duplicate, slow, stall
    }

    /// Whose calls; required.
    public var service = Meter.Service.bedrock
    /// Which of its operations; default all.
    public var operation: String?
    /// What happens to a struck call; required.
    public var kind = Kind.throttle
    /// Share of calls that are struck; default all.
    public var rate: Double?
    /// Only the nth call that the rule could strike, counted from one.
    public var nth: Int?
    /// Calls n, 2n, 3n and so on.
    public var every: Int?
    /// The window in virtual time in which calls are struck, in nanoseconds since the start of the run.
    public var fromNanoseconds: Int?
    public var untilNanoseconds: Int?
    /// By what `slow` multiplies the service time.
    public var factor: Double?
    /// What `stall` adds to the service time.
    public var stallMilliseconds: Int?

    public init() {}

    public static let fields: [Field<Self>] = [
        .scalar("service", \.service, .choice, required: true, "Whose calls are struck."),
        .optional("operation", \.operation, .text, "Which of its operations; by default all."),
        .scalar("kind", \.kind, .choice, required: true, "What happens to a call that is struck."),
        .optional(
            "rate", \.rate, .number(0...1), unit: "share of calls",
            "Calls that are struck; by default all, or all in the window."),
        .optional(
            "nth", \.nth, .integer(1...Int.max), unit: "calls",
            "Only the nth call that the rule could strike, counted from 1 in each row and world."),
        .optional("every", \.every, .integer(1...Int.max), unit: "calls", "Calls n, 2n, 3n and so on."),
        .optional(
            "from_ns", \.fromNanoseconds, .integer(0...Int.max), unit: "ns of virtual time",
            "Begin of a window, from the start of the run; with until_ns."),
        .optional(
            "until_ns", \.untilNanoseconds, .integer(0...Int.max), unit: "ns of virtual time",
            "End of a window; a call at that time is not struck."),
        .optional(
            "factor", \.factor, .number(0...1e6), unit: "x service time",
            "By what the kind slow multiplies the service time."),
        .optional(
            "stall_ms", \.stallMilliseconds, .integer(0...2_678_400_000), unit: "ms",
            "What the kind stall adds to the service time."),
    ]

    /// The rule as the mock server reads it: members that are not given are left out.
    public var rule: JSONValue {
        guard case .object(let members) = canonical else { return canonical }
        return .object(members.filter { $0.value != .null })
    }
}
