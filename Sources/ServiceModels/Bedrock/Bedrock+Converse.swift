import Quantities
import RandomStreams
import SimulationKernel
import Writing

extension Bedrock {
    mutating func answerConverse(
        _ request: ConverseRequest, at now: SimulatedInstant, using stream: inout RandomStream
    ) -> Handled<ConverseResponse> {
        let fault = faults.next("converse", at: now, using: &stream)
        let refusalTime = Bedrock.refusalTime.slowed(by: fault)
        guard let index = models.firstIndex(where: { $0.profile.id == request.modelID }) else {
            return Handled(Errors.unknownModel(request.modelID), taking: refusalTime)
        }
        if let error = Bedrock.refusal(of: request, model: models[index].profile) {
            return Handled(error, taking: refusalTime)
        }
        if fault == .throttle { return Handled(Errors.tokens, taking: refusalTime) }
        let profile = models[index].profile
        let maxTokens = request.maxTokens ?? profile.maxOutputTokens
        let prompt = prompt(of: request, model: index, at: now)
        if let most = profile.contextTokens, prompt.tokens.prompt > most {
            return Handled(Errors.tooLong, taking: refusalTime)
        }
        let reserved = prompt.tokens.prompt + maxTokens
        if let error = models[index].reserve(reserved, at: now) { return Handled(error, taking: refusalTime) }
        if fault == .serverError {
            models[index].tokens.settle(reserved: reserved, actual: 0, at: now)
            return Handled(Errors.server, taking: refusalTime)
        }
        let rate = request.isStructured && profile.hasStructuredOutput ? rates.strict : rates.promptOnly
        var response: ConverseResponse
        if let conversation = request.chat {
            do {
                response = try converse(
                    conversation, tokens: prompt.tokens, maxTokens: maxTokens, family: models[index].family,
                    fault: fault, using: &stream)
            } catch {
                models[index].tokens.settle(reserved: reserved, actual: 0, at: now)
                return Handled(error, taking: refusalTime)
            }
        } else {
            response = generate(
                request, tokens: prompt.tokens, maxTokens: maxTokens, family: models[index].family,
                failureRate: rate, fault: fault, using: &stream)
            if fault == .cutStream { response.cutAfter = 3 }
        }
        let tokens = response.tokens
        let sample = models[index].host.run(
            inputTokens: tokens.input + tokens.cacheWrite, outputTokens: tokens.output, at: now,
            using: &stream)
        response.firstToken = sample.firstToken
        let serviceTime = sample.total.slowed(by: fault)
        models[index].tokens.settle(
            reserved: reserved,
            actual: tokens.input + tokens.cacheWrite + profile.outputBurndown * tokens.output,
            at: now + serviceTime)
        for (key, lifetime) in prompt.written {
            cache.write(key, readableFrom: now + sample.firstToken, lifetime: lifetime.duration)
        }
        let usage = Bedrock.usage(
            tokens, model: profile, lifetime: nil, isBatch: false, longWrites: prompt.longWrites)
        return Handled(response, taking: serviceTime, usage: usage)
    }

    /// What the answer deck says to a conversation.
    private func converse(
        _ prompt: ChatPrompt, tokens: TokenCounts, maxTokens: Int, family: Int?, fault: FaultPlan.Kind?,
        using stream: inout RandomStream
    ) throws(ServiceError) -> ConverseResponse {
        guard let chat else { throw Errors.validation("This account answers no conversations.") }
        do {
            var answer = try chat.finished(
                prompt, service: .bedrock, input: tokens.input, maxTokens: maxTokens, family: family,
                fault: fault, using: &stream)
            answer.tokens.cacheRead = tokens.cacheRead
            answer.tokens.cacheWrite = tokens.cacheWrite
            let reason: ConverseResponse.StopReason =
                switch answer.stop {
                case .end: .endTurn
                case .maxTokens: .maxTokens
                case .toolUse: .toolUse
                case .stopSequence: .stopSequence
                }
            return ConverseResponse(
                text: answer.text, stopReason: reason, tokens: answer.tokens, firstToken: .zero, chat: answer,
                cutAfter: answer.cutAfter)
        } catch {
            throw Errors.validation(error.message)
        }
    }

    package static func refusal(of request: ConverseRequest, model: ModelProfile) -> ServiceError? {
        if request.isEmpty { return Errors.validation("A conversation must have a message.") }
        if let maxTokens = request.maxTokens, maxTokens < 1 || maxTokens > model.maxOutputTokens {
            return Errors.validation("maxTokens must be between 1 and \(model.maxOutputTokens).")
        }
        if !(0...1).contains(request.temperature) {
            return Errors.validation("temperature must be between 0 and 1.")
        }
        if let point = request.cachePoint,
            point.messageParts < 0 || point.messageParts > request.messages.count
        {
            return Errors.validation("The cache point lies past the last message.")
        }
        if request.prefixes.count > mostCachePoints {
            return Errors.validation(
                "A maximum of \(mostCachePoints) blocks with cache_control may be provided. "
                    + "Found \(request.prefixes.count).")
        }
        return nil
    }
}

extension Bedrock.Model {
    /// Takes from both quotas or from none.
    mutating func reserve(_ tokens: Int, at now: SimulatedInstant) -> ServiceError? {
        guard self.tokens.reserve(tokens, at: now) == .granted else { return Bedrock.Errors.tokens }
        guard requests == nil || requests?.reserve(1, at: now) == .granted else {
            self.tokens.settle(reserved: tokens, actual: 0, at: now)
            return Bedrock.Errors.requests
        }
        return nil
    }
}
