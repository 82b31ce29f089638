import Encodings
import MockWire
import Quantities
import ServiceModels
import Writing

/// Converse and ConverseStream.
extension BedrockWire {
    mutating func converse(
        _ call: WireCall, _ body: JSONValue, isStream: Bool
    ) throws(ServiceError) -> WireAnswer {
        let id = call.parameters["modelId"] ?? ""
        if isStream, let name = try streamFault(id, isConverse: true) {
            return brokenStream(name, call, isConverse: true)
        }
        var request: ConverseRequest
        switch try target(id) {
        case .model(let id):
            if bedrock.models.contains(where: { $0.profile.id == id }) {
                try ConverseRules.check(body, model: id)
            }
            request = ConverseBody.request(body, model: id)
        case .prompt(let id): request = try prompts.request(id, body)
        }
        if request.isEmpty {
            throw Bedrock.Errors.validation("A conversation must have a message.")
        }
        let guardrail = try self.guardrail(body["guardrailConfig"])
        let isTraced = body["guardrailConfig"]?["trace"]?.string?.hasPrefix("enabled") ?? false
        let input = guardrail?.check(Guardrail.input(body, request.chat))
        if let guardrail, let input, input.isBlocked {
            var answer = converseAnswer(
                ConverseResponse(
                    text: Guardrail.blockedInput, stopReason: .guardrail, tokens: TokenCounts(),
                    firstToken: .milliseconds(100)), .milliseconds(100),
                trace: isTraced ? .some(guardrail.trace(input, isInput: true)) : .none, ConverseEcho(),
                call, isStream: isStream)
            answer.usage = Guardrail.usage(input)
            return answer
        }
        let handled = generated(&request, call)
        guard var response = handled.response else { return refused(handled, call) }
        let native = response
        let output = guardrail?.check([response.text])
        var trace: JSONValue?
        if let guardrail, let output {
            if output.isBlocked { response = response.replaced(by: Guardrail.blockedInput, .guardrail) }
            if isTraced { trace = guardrail.trace(output, isInput: false) }
        }
        let model = request.modelID
        let echo = ConverseEcho(
            body,
            native: ModelFamily(model).map {
                ModelBody.answer(native, family: $0, model: model, call)
            })
        var answer = converseAnswer(
            response, handled.serviceTime, trace: trace, echo, call, isStream: isStream)
        answer.usage = handled.usage
        if let input, let output { answer.usage.add(Guardrail.usage(input, output)) }
        if request.maxTokens == nil { answer.notes = ["unbounded_max_tokens"] }
        return answer
    }

    private func converseAnswer(
        _ response: ConverseResponse, _ time: SimulatedDuration, trace: JSONValue?, _ echo: ConverseEcho,
        _ call: WireCall, isStream: Bool
    ) -> WireAnswer {
        var answer: WireAnswer
        if isStream {
            answer = streamed(
                ConverseBody.events(response, time: time, trace: trace, call, echo).map {
                    EventStream.event($0.name, $0.data, due: $0.due)
                }, cutAfter: response.cutAfter, call)
        } else {
            answer = AWSAnswer.json(
                ConverseBody.answer(response, time: time, trace: trace, call, echo), call)
        }
        answer.serviceTime = time
        return answer
    }

    // MARK: CountTokens

    func countTokens(_ call: WireCall, _ body: JSONValue) throws(ServiceError) -> WireAnswer {
        let id = call.parameters["modelId"] ?? ""
        guard case .model(let model) = try target(id),
            let known = bedrock.models.first(where: { $0.profile.id == model })
        else { throw Bedrock.Errors.unknownModel(id) }
        let request: ConverseRequest
        if let input = body["input"]?["converse"] {
            try ConverseRules.check(input, model: model)
            request = ConverseBody.request(input, model: model)
        } else {
            guard let bytes = body["input"]?["invokeModel"]?["body"]?.string.flatMap({ Base64.decoded($0) }),
                let inner = try? JSONParser.parse(bytes), let family = ModelFamily(model)
            else { throw Bedrock.Errors.validation("The body of invokeModel is not JSON in base 64.") }
            request = try self.request(inner, model, family)
        }
        if request.isEmpty {
            throw Bedrock.Errors.validation("A conversation must have a message.")
        }
        let count = bedrock.promptTokens(request, family: known.family)
        if let most = known.profile.contextTokens, count > most { throw Bedrock.Errors.tooLong }
        var answer = AWSAnswer.json(.members(["inputTokens": .integer(count)]), call)
        answer.serviceTime = Bedrock.refusalTime
        return answer
    }
}

extension ConverseResponse {
    /// Another text in place of the answer; what was written stays counted.
    func replaced(by text: String, _ reason: StopReason) -> ConverseResponse {
        var response = self
        response.text = text
        response.stopReason = reason
        response.chat = nil
        return response
    }
}
