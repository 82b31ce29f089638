public import RandomStreams

/// One world of a run, counted from zero, and where its draws come from.
///
/// Worlds come in mirrored pairs (`docs/model.md`, "Mirrored pairs"): worlds 2k and 2k + 1 share the truth about
/// responses, and the writer's prejudices in the second are those in the first with the sign turned. Everything
/// else is drawn for each world of its own.
public struct Replication: Hashable, Sendable {
    /// Of all draws but the response's.
    public let seed: Seed
    /// Of the truth about responses and of the writer's prejudices: that of the pair's first world.
    public let responseSeed: Seed
    /// Whether prejudices have their sign turned.
    public let isMirrored: Bool

    /// - Parameter run: the seed of the scenario.
    public init(_ number: Int, of run: Seed) {
        seed = run.replication(number)
        isMirrored = number % 2 == 1
        responseSeed = isMirrored ? run.replication(number - 1) : seed
    }
}
