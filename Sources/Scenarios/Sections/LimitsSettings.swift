/// What the system must live within. `null` is no limit.
public struct LimitsSettings: ScenarioSection {
    /// The limits that a design can break, by the names of a row's `breaks`.
    public enum LimitName: String, Sendable, CaseIterable, Hashable {
        case budget
        case reviewHours = "review_hours"
        case deadline
        case quota
        case kAnonymity = "k_anonymity"
        case power
        case reach
    }

    /// Bedrock tokens a minute, from the account's own Service Quotas; required, no default exists.
    public var bedrockTokensPerMinute = 0
    /// Bedrock requests a minute; default no limit.
    public var bedrockRequestsPerMinute: Int?
    /// Cortex requests at once; default 20 (assumption).
    public var cortexConcurrency = 20
    /// Lambda environments at once; default 1,000.
    public var lambdaConcurrency = 1_000
    /// Lambda memory; default 512 MB.
    public var lambdaMemoryMB = 512
    /// Lambda invocations that the pipeline keeps in flight; default 20.
    public var fanOut = 20
    /// Retries of a throttled or failed call; default 5.
    public var retries = 5
    /// Longest wait before the first retry; default 1 s. It doubles with every further one.
    public var retryBaseSeconds = 1.0
    /// Longest wait before any retry; default 60 s.
    public var retryCapSeconds = 60.0
    /// How long the pipeline waits for a model's answer before it asks again; default for ever. What is not waited for
    /// is billed all the same.
    public var answerTimeoutSeconds: Double?
    /// Money a campaign; default no limit.
    public var budgetUSD: Double?
    /// Reviewers' hours per campaign; default no limit but the calendar's.
    public var reviewHours: Double?
    /// Smallest share of reviewed drafts that must be decided by the send; default no limit.
    public var onTimeShare: Double?
    /// Smallest share of the audience that must get approved copy of its own segment; default no limit.
    public var reachedShare: Double?
    /// Smallest `privacy.k` that a design may have; default no limit.
    public var minimumK: Int?
    /// Largest share of generations that may be given up because a quota throttled them; default 0.01.
    public var throttledShare = 0.01
    /// Limits that are held at the unfavourable 5th or 95th percentile over worlds instead of the mean.
    public var atP95: [LimitName] = []
    /// Largest share of the audience that may be pooled, held or withheld for privacy; default no limit.
    public var pooledShare: Double?
    /// Largest detectable lift of the median segment that is accepted; default no limit.
    public var detectableLift: Double?
    /// Cases that may wait for review at once; default 100,000.
    public var reviewQueue = 100_000

    public init() {}

    public static let fields: [Field<Self>] = [
        .scalar(
            "bedrock_tokens_per_minute", \.bedrockTokensPerMinute, .integer(1...1_000_000_000),
            unit: "tokens/min", required: true,
            "From your account's Service Quotas; no dated default exists."),
        .optional(
            "bedrock_requests_per_minute", \.bedrockRequestsPerMinute, .integer(1...10_000_000),
            unit: "requests/min", "For older accounts."),
        .scalar(
            "cortex_concurrency", \.cortexConcurrency, .integer(1...10_000), unit: "calls",
            "Cortex calls at once (assumption)."),
        .scalar(
            "lambda_concurrency", \.lambdaConcurrency, .integer(1...1_000_000), unit: "environments",
            "Lambda environments at once."),
        .scalar(
            "lambda_memory_mb", \.lambdaMemoryMB, .integer(128...10_240), unit: "MB",
            "Memory of the function."),
        .scalar(
            "fan_out", \.fanOut, .integer(1...10_000), unit: "invocations",
            "Invocations that the pipeline keeps in flight."),
        .scalar("retries", \.retries, .integer(0...20), unit: "retries", "Of a throttled or failed call."),
        .scalar(
            "retry_base_seconds", \.retryBaseSeconds, .number(0...3_600), unit: "s",
            "Longest wait before the first retry; it doubles with every further one."),
        .scalar(
            "retry_cap_seconds", \.retryCapSeconds, .number(0...86_400), unit: "s",
            "Longest wait before any retry."),
        .optional(
            "answer_timeout_seconds", \.answerTimeoutSeconds, .number(0.001...86_400), unit: "s",
            "How long a model's answer is waited for; what comes later is billed and asked for again."),
        .optional("budget_usd", \.budgetUSD, .number(0...1e9), unit: "USD a campaign", "Money."),
        .optional("review_hours", \.reviewHours, .number(0...1e6), unit: "h a campaign", "Reviewers' time."),
        .optional(
            "on_time_share", \.onTimeShare, .number(0...1), unit: "share of drafts",
            "Smallest share of reviewed drafts decided by the send."),
        .optional(
            "reached_share", \.reachedShare, .number(0...1), unit: "share of the audience",
            "Smallest share that gets approved copy of its own segment."),
        .optional(
            "minimum_k", \.minimumK, .integer(1...10_000_000), unit: "customers",
            "Smallest privacy.k that a design may have."),
        .scalar(
            "throttled_share", \.throttledShare, .number(0...1), unit: "share of generations",
            "Largest share given up because a quota throttled them until retries ran out."),
        .list(
            "at_p95", \.atP95, .choice,
            "Limits held at the unfavourable 5th or 95th percentile over worlds instead of the mean."),
        .optional(
            "pooled_share", \.pooledShare, .number(0.001...1), unit: "share of the audience",
            "That may be pooled, held or withheld for privacy."),
        .optional(
            "detectable_lift", \.detectableLift, .number(0.0001...100), unit: "relative lift",
            "Largest that is accepted for the median segment."),
        .scalar(
            "review_queue", \.reviewQueue, .integer(1...10_000_000), unit: "cases",
            "Cases that may wait for review at once."),
    ]
}
