public import Quantities
public import RandomStreams
import SimulationKernel
import Writing

/// Amazon Bedrock: models that write copy, on demand or in batch.
///
/// On demand, a call reserves input + cache write + cache read + max tokens of the model's tokens a
/// minute and settles to input + cache write + burndown × output when it ends. A call that finds too
/// little is refused with 429, is not billed, and takes nothing.
public struct Bedrock: MockService, Sendable {
    package struct Model: Sendable {
        package var profile: ModelProfile
        var host: GenerationHost
        package var family: Int?
        var tokens: TokenBucket
        var requests: TokenBucket?
    }

    struct StoredJob: Sendable {
        var model: Int
        var completion: SimulatedInstant
        var results: [BatchJob.Result]
        var usage: Usage
        var isMetered = false
    }

    package var models: [Model]
    let writer: CopyWriter
    let estimator: TokenEstimator
    let rates: FailureRates
    let canaries: [String]
    /// Answers conversations; nil where only the copy document is asked for.
    package let chat: ChatWriter?
    package let batchLatency: LatencyModel
    package var faults: FaultInjector
    var cache = PromptCache()
    var jobs: [StoredJob] = []

    /// Refusals come back this fast [assumed].
    package static let refusalTime = SimulatedDuration.milliseconds(20)

    /// - Parameters:
    ///   - models: each model that may be called.
    ///   - canaries: planted strings that a leaking answer carries.
    public init(
        models: [ModelProfile], decks: MockDecks, rates: FailureRates? = nil, canaries: [String] = [],
        faults: FaultPlan = .none
    ) {
        self.init(models: models, decks: decks, rates: rates, canaries: canaries, chat: nil, faults: faults)
    }

    /// - Parameter chat: answers requests that carry a whole conversation.
    package init(
        models: [ModelProfile], decks: MockDecks, rates: FailureRates? = nil, canaries: [String] = [],
        chat: ChatWriter?, faults: FaultPlan = .none
    ) {
        self.chat = chat
        estimator = decks.tokens
        self.models = models.map { profile in
            Model(
                profile: profile, host: GenerationHost(profile.latency),
                family: decks.tokens.family(ofModel: profile.id),
                tokens: TokenBucket(perMinute: profile.tokensPerMinute),
                requests: profile.requestsPerMinute.map { TokenBucket(perMinute: $0) })
        }
        writer = CopyWriter(deck: decks.copy)
        self.rates = rates ?? decks.bedrockRates
        self.canaries = canaries
        batchLatency = decks.batchLatency
        self.faults = FaultInjector(faults, service: .bedrock)
    }

    public mutating func handle(
        _ request: Request, at now: SimulatedInstant, using stream: inout RandomStream
    ) -> Handled<Response> {
        switch request {
        case .converse(let request):
            answerConverse(request, at: now, using: &stream).map(Response.converse)
        case .createBatchJob(let records, let modelID):
            answerCreateBatchJob(records, modelID: modelID, at: now, using: &stream).map(
                Response.createBatchJob)
        case .getBatchJob(let id):
            answerGetBatchJob(id, at: now, using: &stream).map(Response.getBatchJob)
        }
    }
}
