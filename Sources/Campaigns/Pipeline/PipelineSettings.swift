import Pricing
import Quantities
public import RandomStreams
public import Scenarios
public import ServiceModels
import SimulationKernel
import Writing

/// What stays the same through a run of one row: the scenario and what was loaded for it.
public struct PipelineSettings: Sendable {
    public let scenario: Scenario
    public let seed: Seed
    let prompts: PromptTemplates
    let brand: BrandCheck
    let lexicon: AngleLexicon
    let limits: CopyLimits
    /// What goes wrong in the services.
    let faults: FaultPlan
    let patience: Patience
    /// Set by tests only.
    package var sabotage: Sabotage?
    let functionName = "generate-copy"
    private let system: [PromptPart]
    let order: PromptPart
    private let cachePoint: CachePoint?

    public init(scenario: Scenario, seed: Seed, prompts: PromptTemplates, decks: MockDecks) throws {
        self.scenario = scenario
        self.seed = seed
        self.prompts = prompts
        brand = try BrandCheck(decks.copy)
        lexicon = try AngleLexicon(deck: decks.copy, angles: scenario.response.angles)
        limits = CopyLimits(variants: scenario.copy.variants, bodyWords: scenario.copy.maximumWords)
        faults = try FaultReach.plan(of: scenario)
        patience = Patience(scenario.limits)
        system = [prompts.brand, prompts.copy]
        order = PromptPart("Write \(scenario.copy.variants) variants for this persona.")
        cachePoint =
            scenario.copy.promptCache
            ? CachePoint(lifetime: scenario.copy.promptCacheTTL == .oneHour ? .oneHour : .fiveMinutes) : nil
    }

    /// The model call that writes a job's copy.
    func request(for job: CopyJob) -> ConverseRequest {
        ConverseRequest(
            modelID: scenario.copy.model, system: system, messages: [job.persona, order],
            maxTokens: scenario.copy.maxTokens, cachePoint: cachePoint)
    }

    /// When a campaign's export starts; campaigns are counted from zero.
    func start(of campaign: Int) -> SimulatedInstant {
        SimulatedInstant.start + .hours(scenario.run.startHour + campaign * scenario.run.intervalHours)
    }

    /// When it is sent, which is the reviewers' deadline.
    func send(of campaign: Int) -> SimulatedInstant {
        start(of: campaign) + .hours(scenario.run.sendAfterHours)
    }
}
