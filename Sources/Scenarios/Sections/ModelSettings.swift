/// How personas are written.
public struct PersonaSettings: ScenarioSection {
    public enum Door: String, Sendable, CaseIterable, Hashable { case sql, rest }
    public enum Schema: String, Sendable, CaseIterable, Hashable { case strict, prompt }

    /// Cortex model; default claude-haiku-4-5.
    public var model = "claude-haiku-4-5"
    /// SQL function or REST endpoint; default `sql`, which also occupies the warehouse.
    public var door = Door.sql
    /// Whether the model is held to the schema or only asked for it; default `strict`.
    public var schema = Schema.strict
    /// Share of answers that break the schema; default 0.005 strict, 0.03 prompt (assumption).
    public var failureRate: Double?
    /// Largest answer; default 600 tokens.
    public var maxTokens = 600
    /// Wording noise σ_η of a persona call, in standard deviations of preference; default 0.25. 0 is temperature 0.
    public var wordingNoise = 0.25
    /// Softmax temperature T of the angle mix, in standard deviations; default 0.5. 0 is argmax.
    public var mixTemperature = 0.5
    /// Confidence λ of the writer; default 1.
    public var confidence = 1.0

    public init() {}

    public static let fields: [Field<Self>] = [
        .scalar("model", \.model, .text, "Cortex model that writes personas."),
        .scalar("door", \.door, .choice, "SQL function (occupies the warehouse) or REST endpoint."),
        .scalar("schema", \.schema, .choice, "Held to the schema, or only asked for it."),
        .optional(
            "failure_rate", \.failureRate, .number(0...1), unit: "share of answers",
            "Answers that break the schema; by default 0.005 strict, 0.03 prompt."),
        .scalar("max_tokens", \.maxTokens, .integer(16...64_000), unit: "tokens", "Largest answer."),
        .scalar(
            "wording_noise", \.wordingNoise, .number(0...5), unit: "sd of preference",
            "Noise of a persona call; 0 is temperature 0."),
        .scalar(
            "mix_temperature", \.mixTemperature, .number(0...10), unit: "sd of preference",
            "Softmax temperature of the angle mix; 0 is argmax."),
        .scalar(
            "confidence", \.confidence, .number(0...2), unit: "factor",
            "Confidence of the writer in its beliefs."),
    ]

    /// The failure rate in force.
    public var schemaFailureRate: Double { failureRate ?? (schema == .strict ? 0.005 : 0.03) }
}

/// How copy is written.
public struct CopySettings: ScenarioSection {
    public enum Mode: String, Sendable, CaseIterable, Hashable {
        case onDemand = "on_demand"
        case batch
    }
    public enum TimeToLive: String, Sendable, CaseIterable, Hashable {
        case fiveMinutes = "5m"
        case oneHour = "1h"
    }

    /// Bedrock model id; default Claude Haiku 4.5.
    public var model = "anthropic.claude-haiku-4-5-20251001-v1:0"
    /// On demand, or by batch job at half price; default `on_demand`.
    public var mode = Mode.onDemand
    /// Cache the brand and instructions at the provider; default off.
    public var promptCache = false
    /// How long the provider keeps them; default `5m`.
    public var promptCacheTTL = TimeToLive.fiveMinutes
    /// Drafts a segment; default 5.
    public var variants = 5
    /// Largest answer; default 2,000 tokens. It is reserved from the quota.
    public var maxTokens = 2_000
    /// Share of answers that break the schema; default 0.03 (0.005 where the model is held to it).
    public var failureRate = 0.03
    /// Share of drafts off brand; default 0.02 (assumption).
    public var offbrandRate = 0.02
    /// Fewest and most words of a draft; default 40 and 160.
    public var minimumWords = 40
    public var maximumWords = 160
    /// Repair calls after an invalid answer; default 1.
    public var repairs = 1

    public init() {}

    public static let fields: [Field<Self>] = [
        .scalar("model", \.model, .text, "Bedrock model id that writes copy."),
        .scalar("mode", \.mode, .choice, "Single calls, or batch jobs at half price and with a delay."),
        .scalar(
            "prompt_cache", \.promptCache, .onOff, "Cache the brand and the instructions at the provider."),
        .scalar("prompt_cache_ttl", \.promptCacheTTL, .choice, "How long the provider keeps them."),
        .scalar(
            "variants", \.variants, .integer(1...20), unit: "drafts a segment", "Drafts that a reviewer sees."
        ),
        .scalar(
            "max_tokens", \.maxTokens, .integer(64...128_000), unit: "tokens",
            "Largest answer; reserved from the quota."),
        .scalar(
            "failure_rate", \.failureRate, .number(0...1), unit: "share of answers",
            "Answers that break the schema (assumption)."),
        .scalar(
            "offbrand_rate", \.offbrandRate, .number(0...1), unit: "share of drafts",
            "Drafts off brand (assumption)."),
        .scalar(
            "minimum_words", \.minimumWords, .integer(1...10_000), unit: "words",
            "Shortest draft that passes."),
        .scalar(
            "maximum_words", \.maximumWords, .integer(1...10_000), unit: "words", "Longest draft that passes."
        ),
        .scalar(
            "repairs", \.repairs, .integer(0...5), unit: "calls",
            "Repair calls after an invalid answer, for personas too."),
    ]
}
