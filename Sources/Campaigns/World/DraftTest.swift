import RandomStreams

/// Drafts of one copy that differ in quality: compared over the first sends, then the best is kept.
///
/// True qualities are uᵥ ~ N(0, σ_u²) in logits. While the test runs every draft gets an equal part of
/// the sends, so the copy is worth their mean; then the draft with the best estimate
/// uᵥ + N(0, V / Σ n p(1−p)) stays. A regeneration starts anew, which is how churn costs quality
/// (`docs/model.md`, "Drafts").
struct DraftTest {
    private var qualities: [Double]
    private var information = 0.0
    private var sends = 0
    private var winner: Double?
    private let length: Int

    /// - Parameters:
    ///   - deviation: σ_u; zero draws nothing.
    ///   - length: sends of the test.
    init(drafts: Int, deviation: Double, length: Int, stream: inout RandomStream) {
        self.length = length
        qualities = deviation > 0 ? (0..<max(1, drafts)).map { _ in deviation * stream.normal() } : []
    }

    /// Logit that the copy is worth at its next send.
    var quality: Double {
        guard !qualities.isEmpty else { return 0 }
        return winner ?? qualities.reduce(0, +) / Double(qualities.count)
    }

    /// Notes a send to a group with the given Σ p(1−p); after the last of the test the winner is chosen.
    mutating func noteSend(information added: Double, stream: @autoclosure () -> RandomStream) {
        guard !qualities.isEmpty, winner == nil else { return }
        sends += 1
        information += added
        guard sends >= length else { return }
        var stream = stream()
        let noise = information > 0 ? (Double(qualities.count) / information).squareRoot() : .infinity
        var best = -Double.infinity
        for quality in qualities {
            let estimate = noise.isFinite ? quality + noise * stream.normal() : stream.normal()
            if estimate > best {
                best = estimate
                winner = quality
            }
        }
    }
}
