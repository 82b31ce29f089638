import Quantities
import RandomStreams

/// The machines that run one model's generations: so many at once, the others wait in the order in which they come.
///
/// The wait is that of a queue with c servers, first come, first served: a generation starts at max(now, earliest end of
/// the c that run). Its wait is part of the time to the first token.
struct GenerationHost: Sendable {
    private let latency: GenerationLatency
    /// When each place is free; empty where the number of places has no limit.
    private var freeAt: [SimulatedInstant]

    init(_ latency: GenerationLatency) {
        self.latency = latency
        freeAt = Array(repeating: .start, count: latency.concurrency ?? 0)
    }

    /// Runs a generation.
    /// - Precondition: calls come in the order of time.
    /// - Complexity: O(places).
    mutating func run(
        inputTokens: Int, outputTokens: Int, at now: SimulatedInstant, using stream: inout RandomStream
    ) -> GenerationLatency.Sample {
        var sample = latency.sample(inputTokens: inputTokens, outputTokens: outputTokens, using: &stream)
        guard var first = freeAt.indices.first else { return sample }
        for place in freeAt.indices where freeAt[place] < freeAt[first] { first = place }
        let start = max(now, freeAt[first])
        freeAt[first] = start + sample.total
        sample.firstToken = sample.firstToken + (start - now)
        sample.total = sample.total + (start - now)
        return sample
    }
}
