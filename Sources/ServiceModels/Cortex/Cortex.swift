public import Quantities
public import RandomStreams
import SimulationKernel
public import Writing

/// Snowflake Cortex: a model that writes personas from a segment's attribute shares.
///
/// What it writes follows from its belief about who likes what (`PersonaBelief`) and the noise of the
/// call; how it says so follows from the deck.
public struct Cortex: MockService, Sendable {
    struct Model: Sendable {
        var model: CortexModel
        var host: GenerationHost
        var family: Int?
        var requests: TokenBucket?
        var tokens: TokenBucket?
    }

    public let belief: PersonaBelief
    let coldBelief: PersonaBelief
    let writer: PersonaWriter
    let estimator: TokenEstimator
    let rates: FailureRates
    var models: [Model]
    package var faults: FaultInjector

    static let refusalTime = SimulatedDuration.milliseconds(20)

    /// - Throws: bad input if the persona deck lacks an angle of the belief.
    public init(
        belief: PersonaBelief, models: [CortexModel], decks: MockDecks, rates: FailureRates? = nil,
        faults: FaultPlan = .none
    ) throws {
        self.belief = belief
        coldBelief = belief.withoutNoise
        writer = try PersonaWriter(deck: decks.persona, angles: belief.angles)
        estimator = decks.tokens
        self.rates = rates ?? decks.cortexRates
        self.models = models.map { model in
            Model(
                model: model, host: GenerationHost(model.latency),
                family: decks.tokens.family(ofModel: model.id),
                requests: model.requestsPerMinute.map { TokenBucket(perMinute: $0) },
                tokens: model.tokensPerMinute.map { TokenBucket(perMinute: $0) })
        }
        self.faults = FaultInjector(faults, service: .cortex)
    }

    /// What an answer must keep to.
    public var schema: PersonaSchema { writer.schema }

    public mutating func handle(
        _ request: Request, at now: SimulatedInstant, using stream: inout RandomStream
    ) -> Handled<Response> {
        switch request {
        case .complete(let request): answerComplete(request, at: now, using: &stream).map(Response.complete)
        }
    }
}

extension PersonaBelief {
    var withoutNoise: PersonaBelief {
        PersonaBelief(
            angles: angles, attributes: attributes, mu: mu, weights: weights, reference: reference,
            scale: scale,
            temperature: temperature, noise: 0)
    }
}
