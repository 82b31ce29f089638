import Audiences
public import RandomStreams
public import Scenarios
public import ServiceModels
public import Workers
public import Writing

/// A world at its first week, without campaigns: who the customers are, what copy does to them, what the writer of
/// personas believes.
///
/// The truth is that of a run with the same seed.
public struct WorldSnapshot: Sendable {
    public let base: CustomerBase
    public let response: Response
    let beliefs: Beliefs
    private let scenario: Scenario

    /// - Parameter decks: whose sentences the generic copy is made of.
    /// - Throws: `FinegrainError` when no response fits the scenario, or the decks lack an angle of it.
    public init(base: CustomerBase, scenario: Scenario, seed: Seed, decks: MockDecks, workers: WorkerPool)
        throws
    {
        self.base = base
        self.scenario = scenario
        let lexicon = try AngleLexicon(deck: decks.copy, angles: scenario.response.angles)
        let law = ResponseLaw(
            base: base, settings: scenario.response, persona: scenario.persona, seed: seed, workers: workers)
        (response, beliefs) = try law.draw {
            try GenericCopy.written(
                mix: $0, angles: scenario.response.angles, decks: decks, lexicon: lexicon
            ).mix
        }
    }

    /// What the writer believes of segments, whichever attributes they are described by.
    public var personaBelief: PersonaBelief {
        let table = beliefs.table(knowledge: scenario.response.knowledge)
        return PersonaBelief(
            angles: scenario.response.angles,
            attributes: base.audience.attributes.map { .init(name: $0.name, levels: $0.levels) },
            mu: beliefs.taste, weights: table.effects.flatMap(\.self),
            reference: beliefs.reference.flatMap(\.self),
            scale: scenario.persona.confidence * beliefs.scale,
            temperature: scenario.persona.mixTemperature, noise: scenario.persona.wordingNoise)
    }
}
