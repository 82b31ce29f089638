public import Quantities
public import RandomStreams
import SimulationKernel
public import Writing

/// Chat models of one provider as a state machine: quotas, latency, faults, and answers from a deck.
///
/// OpenAI, Anthropic and Cortex's REST doors are three wire forms of it. A call reserves its prompt and the most it may write of
/// the model's tokens a minute, and settles when it ends.
public struct ChatModels: MockService, Sendable {
    /// A model, its pace and the account's quota.
    public struct Profile: Hashable, Sendable {
        public var id: String
        public var latency: GenerationLatency
        public var maxOutputTokens: Int
        /// Nil has no limit.
        public var requestsPerMinute: Int?
        public var tokensPerMinute: Int?
        /// Other ids of the model, such as dated ones. They share its quota and its price.
        public var aliases: [String] = []
        /// Members of a request that the model does not take, or only with their default.
        public var refusedParameters: [String] = []

        public init(
            id: String, latency: GenerationLatency, maxOutputTokens: Int = 8_192,
            requestsPerMinute: Int? = nil, tokensPerMinute: Int? = nil
        ) {
            self.id = id
            self.latency = latency
            self.maxOutputTokens = maxOutputTokens
            self.requestsPerMinute = requestsPerMinute
            self.tokensPerMinute = tokensPerMinute
        }
    }

    /// What is left of a model's quotas, as rate-limit headers say it.
    public struct Allowance: Hashable, Sendable {
        public var requestLimit: Int
        public var requestsLeft: Int
        public var tokenLimit: Int
        public var tokensLeft: Int
    }

    struct Model: Sendable {
        var profile: Profile
        var host: GenerationHost
        var family: Int?
        var requests: TokenBucket?
        var tokens: TokenBucket?
    }

    public let service: Meter.Service
    package let writer: ChatWriter
    private var models: [Model]
    private var faults: FaultInjector

    package static let refusalTime = SimulatedDuration.milliseconds(20)

    /// - Throws: bad input if the persona deck lacks an angle of the belief.
    public init(
        _ service: Meter.Service, profiles: [Profile], decks: MockDecks, deck: AnswerDeck,
        belief: PersonaBelief? = nil, rates: FailureRates = .never, canaries: [String] = [],
        faults: FaultPlan = .none
    ) throws {
        self.service = service
        writer = try ChatWriter(
            deck: deck, decks: decks, belief: belief, rates: rates, canaries: canaries)
        models = profiles.map { profile in
            Model(
                profile: profile, host: GenerationHost(profile.latency),
                family: decks.tokens.family(ofModel: profile.id),
                requests: profile.requestsPerMinute.map { TokenBucket(perMinute: $0) },
                tokens: profile.tokensPerMinute.map { TokenBucket(perMinute: $0) })
        }
        self.faults = FaultInjector(faults, service: service)
    }

    /// Puts a fault plan in place of the one before.
    package mutating func inject(_ plan: FaultPlan) { faults = FaultInjector(plan, service: service) }

    /// Ids of all models, in the order given, each with its other ids behind it.
    public var modelIDs: [String] { models.flatMap { [$0.profile.id] + $0.profile.aliases } }

    /// The model of an id; nil for a model that is not there.
    package func profile(_ id: String) -> Profile? { place(of: id).map { models[$0].profile } }

    private func place(of id: String) -> Int? {
        models.firstIndex { $0.profile.id == id || $0.profile.aliases.contains(id) }
    }

    public mutating func handle(
        _ request: ChatPrompt, at now: SimulatedInstant, using stream: inout RandomStream
    ) -> Handled<ChatAnswer> { complete(request, at: now, using: &stream) }

    /// Tokens of a prompt for a model; nil for a model that is not there.
    public func tokens(of prompt: ChatPrompt) -> Int? {
        guard let model = place(of: prompt.modelID).map({ models[$0] }) else { return nil }
        return writer.promptTokens(prompt, family: model.family)
    }

    /// What is left of a model's quotas; nil for a model that is not there.
    public func allowance(_ id: String, at now: SimulatedInstant) -> Allowance? {
        guard let model = place(of: id).map({ models[$0] }) else { return nil }
        return Allowance(
            requestLimit: model.profile.requestsPerMinute ?? 10_000,
            requestsLeft: max(0, model.requests?.available(at: now) ?? 9_999),
            tokenLimit: model.profile.tokensPerMinute ?? 2_000_000,
            tokensLeft: max(0, model.tokens?.available(at: now) ?? 1_999_999))
    }

    /// Asks for one answer.
    public mutating func complete(
        _ prompt: ChatPrompt, at now: SimulatedInstant, using stream: inout RandomStream
    ) -> Handled<ChatAnswer> {
        let fault = faults.next("complete", at: now, using: &stream)
        let refusalTime = ChatModels.refusalTime.slowed(by: fault)
        guard let index = place(of: prompt.modelID) else {
            return Handled(Errors.unknownModel(prompt.modelID, service), taking: refusalTime)
        }
        if fault == .throttle { return Handled(Errors.throttled(service), taking: refusalTime) }
        let profile = models[index].profile
        let maxTokens = prompt.maxTokens ?? profile.maxOutputTokens
        guard maxTokens > 0, maxTokens <= profile.maxOutputTokens else {
            return Handled(
                Errors.invalid("max tokens must be in 1...\(profile.maxOutputTokens)", service),
                taking: refusalTime)
        }
        let input = writer.promptTokens(prompt, family: models[index].family)
        let reserved = input + maxTokens
        guard models[index].admit(reserved, at: now) else {
            return Handled(Errors.throttled(service), taking: refusalTime)
        }
        if fault == .serverError {
            models[index].tokens?.settle(reserved: reserved, actual: 0, at: now)
            return Handled(Errors.server(service), taking: refusalTime)
        }
        var answer: ChatAnswer
        do {
            answer = try writer.finished(
                prompt, service: service, input: input, maxTokens: maxTokens, family: models[index].family,
                fault: fault, using: &stream)
        } catch {
            models[index].tokens?.settle(reserved: reserved, actual: 0, at: now)
            return Handled(Errors.invalid(error.message, service), taking: refusalTime)
        }
        let sample = models[index].host.run(
            inputTokens: input, outputTokens: answer.tokens.output, at: now, using: &stream)
        answer.firstToken = sample.firstToken
        answer.total = sample.total.slowed(by: fault)
        models[index].tokens?.settle(
            reserved: reserved, actual: input + answer.tokens.output, at: now + answer.total)
        var usage = Usage()
        usage.add(answer.tokens.input, to: Meter(service, profile.id, .inputTokens))
        usage.add(answer.tokens.output, to: Meter(service, profile.id, .outputTokens))
        return Handled(answer, taking: answer.total, usage: usage)
    }
}

extension ChatModels {
    /// Refusals without a provider's name for them; the wire form gives them theirs by status.
    enum Errors {
        static func unknownModel(_ id: String, _ service: Meter.Service) -> ServiceError {
            ServiceError(
                service, code: "model_not_found", status: 404,
                message: "The model `\(id)` does not exist or you do not have access to it.",
                isRetryable: false)
        }

        static func invalid(_ message: String, _ service: Meter.Service) -> ServiceError {
            ServiceError(
                service, code: "invalid_request_error", status: 400, message: message, isRetryable: false)
        }

        static func throttled(_ service: Meter.Service) -> ServiceError {
            ServiceError(
                service, code: "rate_limit_exceeded", status: 429, message: "Rate limit reached.",
                isRetryable: true)
        }

        static func server(_ service: Meter.Service) -> ServiceError {
            ServiceError(
                service, code: "server_error", status: 500,
                message: "The server had an error while processing the request.", isRetryable: true)
        }
    }
}

extension ChatModels.Model {
    /// Takes from both quotas or from none.
    fileprivate mutating func admit(_ reserved: Int, at now: SimulatedInstant) -> Bool {
        if tokens != nil, tokens?.reserve(reserved, at: now) != .granted { return false }
        if requests != nil, requests?.reserve(1, at: now) != .granted {
            tokens?.settle(reserved: reserved, actual: 0, at: now)
            return false
        }
        return true
    }
}
