public import MockCloud
public import Pricing
import Quantities
import Scenarios

/// Makes the services of one pipeline from what all pipelines share: decks, prices' model limits, detail.
public struct ServiceFactory: Sendable {
    let decks: MockDecks
    let book: PriceBook
    let detail: Journal.Detail

    public init(decks: MockDecks, book: PriceBook, detail: Journal.Detail = .totals) {
        self.decks = decks
        self.book = book
        self.detail = detail
    }

    /// - Throws: `FinegrainError` naming every model that the decks or the book do not know.
    func make(belief: PersonaBelief, scenario: Scenario) throws -> Services {
        let persona = scenario.persona
        var problems: [Problem] = []
        let cortexModel = decks.cortexModels.first { $0.id == persona.model }
        if cortexModel == nil {
            problems.append(unknown(persona.model, decks.cortexModels.map(\.id), "persona.model"))
        }
        var profile = decks.bedrockModel(
            scenario.copy.model, tokensPerMinute: scenario.limits.bedrockTokensPerMinute)
        if profile == nil {
            problems.append(unknown(scenario.copy.model, decks.bedrockModels.map(\.id), "copy.model"))
        }
        guard problems.isEmpty, let cortexModel, profile != nil else {
            throw FinegrainError(.badInput, problems)
        }
        profile?.requestsPerMinute = scenario.limits.bedrockRequestsPerMinute
        let limits = try book.limits(of: .bedrock, sku: scenario.copy.model)
        profile?.cacheMinimumTokens = limits.cacheMinimumTokens
        profile?.longContextThreshold = limits.longContextThreshold
        profile?.outputBurndown = limits.outputBurndown
        var personaRates = FailureRates()
        personaRates.strict = persona.schemaFailureRate
        personaRates.promptOnly = persona.schemaFailureRate
        var copyRates = FailureRates()
        copyRates.strict = scenario.copy.failureRate
        copyRates.promptOnly = scenario.copy.failureRate
        copyRates.batch = scenario.copy.failureRate
        copyRates.offBrand = scenario.copy.offbrandRate
        return Services(
            snowflake: try Snowflake(),
            cortex: try Cortex(belief: belief, models: [cortexModel], decks: decks, rates: personaRates),
            lambda: Lambda(
                functions: [
                    LambdaFunction(
                        name: "generate-copy", memoryMegabytes: scenario.limits.lambdaMemoryMB,
                        coldStart: decks.coldStart("python") ?? .fixed(.milliseconds(250)))
                ], limits: LambdaLimits(concurrency: scenario.limits.lambdaConcurrency)),
            bedrock: Bedrock(
                models: [profile!], decks: decks, rates: copyRates, canaries: EgressGuard.canaries),
            marketing: MarketingPlatform(), sns: SNS(), meters: Meters(detail: detail))
    }

    private func unknown(_ model: String, _ known: [String], _ field: String) -> Problem {
        Problem(
            "the mocks know no model '\(model)'", remedy: "known models: " + known.joined(separator: ", "),
            field: field)
    }
}
