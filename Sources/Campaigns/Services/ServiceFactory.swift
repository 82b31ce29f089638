import MockWire
public import Pricing
import Quantities
import RandomStreams
public import Scenarios
public import ServiceModels
import Writing

/// Makes the services of one pipeline from what all pipelines share: decks, prices' model limits, detail.
public struct ServiceFactory: Sendable {
    let decks: MockDecks
    let book: PriceBook
    let detail: Journal.Detail
    let transport: Transport

    public init(
        decks: MockDecks, book: PriceBook, detail: Journal.Detail = .totals, transport: Transport = .typed
    ) {
        self.decks = decks
        self.book = book
        self.detail = detail
        self.transport = transport
    }

    /// - Throws: `FinegrainError` naming every model that the decks or the book do not know.
    func make(
        belief: PersonaBelief, scenario: Scenario, seed: Seed, sabotage: Sabotage?
    ) throws -> Services {
        let persona = scenario.persona
        var problems: [Problem] = []
        let cortexModel = decks.cortexModels.first { $0.id == persona.model }
        if cortexModel == nil {
            problems.append(unknown(persona.model, decks.cortexModels.map(\.id), "persona.model"))
        }
        let profile = decks.bedrockModel(
            scenario.copy.model, tokensPerMinute: scenario.limits.bedrockTokensPerMinute)
        if profile == nil {
            problems.append(unknown(scenario.copy.model, decks.bedrockModels.map(\.id), "copy.model"))
        }
        guard problems.isEmpty, let cortexModel, var profile else {
            throw FinegrainError(.badInput, problems)
        }
        profile.requestsPerMinute = scenario.limits.bedrockRequestsPerMinute
        let limits = try book.limits(of: .bedrock, sku: scenario.copy.model)
        profile.cacheMinimumTokens = limits.cacheMinimumTokens
        profile.longContextThreshold = limits.longContextThreshold
        profile.outputBurndown = limits.outputBurndown
        var terms = ServiceTerms(
            patience: Patience(scenario.limits),
            account: CallerAccount(scenario, surchargeThreshold: limits.longContextThreshold),
            functionMegabytes: scenario.limits.lambdaMemoryMB, waits: seed.streams("services.backoff"))
        terms.sabotage = sabotage
        let machines = Machines(
            cortex: { [decks, rates = scenario.personaFailures] in
                try Cortex(
                    belief: belief, models: [cortexModel], decks: decks, rates: rates, faults: $0)
            },
            lambda: { [limits = scenario.limits, coldStart = decks.coldStart("python")] in
                Lambda(
                    functions: [
                        LambdaFunction(
                            name: "generate-copy", memoryMegabytes: limits.lambdaMemoryMB,
                            coldStart: coldStart ?? .fixed(.milliseconds(250)))
                    ], limits: LambdaLimits(concurrency: limits.lambdaConcurrency), faults: $0)
            },
            bedrock: { [decks, profile, rates = scenario.copyFailures] in
                Bedrock(
                    models: [profile], decks: decks, rates: rates, canaries: EgressGuard.canaries,
                    faults: $0)
            })
        return try services(machines, terms, seed: seed)
    }

    private func services(_ machines: Machines, _ terms: ServiceTerms, seed: Seed) throws -> Services {
        let meters = Meters(detail: detail)
        switch transport {
        case .typed: return try Services(machines, meters: meters, terms: terms)
        case .bytes(let connection):
            let cloud = Cloud(
                services: try machines.wires(), seed: seed, clock: CloudClock(isKeptByCaller: true),
                observers: connection.observers)
            return Services(
                by: CallLine(try connection.open(cloud)), to: cloud,
                personaSchema: try machines.cortex(.none).schema, meters: meters, terms: terms)
        }
    }

    private func unknown(_ model: String, _ known: [String], _ field: String) -> Problem {
        Problem(
            "the mocks know no model '\(model)'", remedy: "known models: " + known.joined(separator: ", "),
            field: field)
    }
}

extension Scenario {
    /// How often personas fail their schema.
    public var personaFailures: FailureRates {
        FailureRates(strict: persona.schemaFailureRate, promptOnly: persona.schemaFailureRate)
    }

    /// How often copy fails its schema or the brand.
    public var copyFailures: FailureRates {
        FailureRates(
            strict: copy.failureRate, promptOnly: copy.failureRate, batch: copy.failureRate,
            offBrand: copy.offbrandRate)
    }
}
