import Quantities
import YAMLReading
import Yams

/// Readers of the decks that describe models and runtimes.
enum ModelDeck {
    struct Latency {
        var id: String
        var latency: GenerationLatency
    }

    static func latencies(_ root: Node, _ reader: YAMLReader) -> [Latency]? {
        guard let models = reader.member("models", of: root, field: "") else { return nil }
        return reader.members(models, field: "models").compactMap { name, node in
            generation(node, reader, field: "models.\(name)").map { Latency(id: name, latency: $0) }
        }
    }

    static func cortex(_ root: Node, _ reader: YAMLReader) -> [CortexModel]? {
        latencies(root, reader)?.map { CortexModel(id: $0.id, latency: $0.latency) }
    }

    static func bedrock(_ root: Node, _ reader: YAMLReader, latencies: [Latency]) -> [ModelProfile]? {
        guard let models = reader.member("models", of: root, field: "") else { return nil }
        return reader.members(models, field: "models").compactMap { name, node in
            let field = "models.\(name)"
            let burndown = reader.integer("output_burndown", of: node, field: field, in: 1...100)
            let maximum = reader.integer("max_output_tokens", of: node, field: field, in: 1...10_000_000)
            let minimum = reader.integer(
                "cache_minimum_tokens", of: node, field: field, in: 1...10_000_000, isOptional: true)
            let threshold = reader.integer(
                "long_context_threshold", of: node, field: field, in: 1...100_000_000, isOptional: true)
            let context = reader.integer(
                "context_tokens", of: node, field: field, in: 1...100_000_000, isOptional: true)
            let pace = reader.member("latency_of", of: node, field: field)
            guard let burndown, let maximum, let pace, let key = pace.string else { return nil }
            guard let latency = latencies.first(where: { $0.id == key })?.latency else {
                reader.report(
                    "there is no latency of `\(key)`", at: pace, field: "\(field).latency_of",
                    remedy: "add it to latency.yaml")
                return nil
            }
            return ModelProfile(
                id: name, cacheMinimumTokens: minimum, longContextThreshold: threshold,
                outputBurndown: burndown,
                maxOutputTokens: maximum, tokensPerMinute: 0, latency: latency, contextTokens: context)
        }
    }

    static func coldStarts(_ root: Node, _ reader: YAMLReader) -> [MockDecks.ColdStart]? {
        guard let runtimes = reader.member("runtimes", of: root, field: "") else { return nil }
        return reader.members(runtimes, field: "runtimes").compactMap { name, node in
            latency(node, reader, field: "runtimes.\(name)", unit: 1e-3, suffix: "milliseconds")
                .map { MockDecks.ColdStart(runtime: name, latency: $0) }
        }
    }

    /// Members of a deck that say how fast a model writes.
    static let latencyMembers =
        ["median", "sigma", "floor", "fixed", "trace"].map {
            $0 == "sigma" ? "first_token_sigma" : "first_token_\($0)_seconds"
        } + [
            "tokens_per_second", "rate_sigma", "per_thousand_input_tokens_seconds", "concurrent_generations",
        ]

    static func generation(_ node: Node, _ reader: YAMLReader, field: String) -> GenerationLatency? {
        let first = latency(node, reader, field: field, prefix: "first_token_", unit: 1, suffix: "seconds")
        let rate = reader.number("tokens_per_second", of: node, field: field, in: 0.1...100_000)
        let rateSigma = reader.number("rate_sigma", of: node, field: field, in: 0...3)
        let extra = reader.number("per_thousand_input_tokens_seconds", of: node, field: field, in: 0...60)
        let concurrency = reader.integer(
            "concurrent_generations", of: node, field: field, in: 1...100_000, isOptional: true)
        guard let first, let rate, let rateSigma, let extra else { return nil }
        return GenerationLatency(
            firstToken: first, tokensPerSecond: rate, rateSigma: rateSigma,
            perThousandInputTokens: SimulatedDuration(seconds: extra), concurrency: concurrency)
    }

    /// Reads `<prefix>median_<suffix>`, `<prefix>floor_<suffix>` and `<prefix>sigma`; or `<prefix>fixed_<suffix>`; or measured
    /// times, a list in `<prefix>trace_<suffix>`.
    static func latency(
        _ node: Node, _ reader: YAMLReader, field: String, prefix: String = "", unit: Double, suffix: String
    ) -> LatencyModel? {
        if reader.optionalMember("\(prefix)fixed_\(suffix)", of: node) != nil {
            return reader.number("\(prefix)fixed_\(suffix)", of: node, field: field, in: 0...1_000_000)
                .map { .fixed(SimulatedDuration(seconds: $0 * unit)) }
        }
        if let measured = reader.optionalMember("\(prefix)trace_\(suffix)", of: node) {
            let times = (measured.sequence ?? []).compactMap { $0.float ?? $0.int.map(Double.init) }
            guard !times.isEmpty, times.count == measured.sequence?.count, times.allSatisfy({ $0 >= 0 })
            else {
                reader.report(
                    "expected a list of times", at: measured, field: "\(field).\(prefix)trace_\(suffix)",
                    remedy: "write one number or more, none negative")
                return nil
            }
            return .trace(times.map { SimulatedDuration(seconds: $0 * unit) })
        }
        let median = reader.number("\(prefix)median_\(suffix)", of: node, field: field, in: 0...1_000_000)
        let floor = reader.number("\(prefix)floor_\(suffix)", of: node, field: field, in: 0...1_000_000)
        let sigma = reader.number("\(prefix)sigma", of: node, field: field, in: 0...3)
        guard let median, let floor, let sigma else { return nil }
        return .logNormal(
            median: SimulatedDuration(seconds: median * unit), sigma: sigma,
            floor: SimulatedDuration(seconds: floor * unit))
    }
}
