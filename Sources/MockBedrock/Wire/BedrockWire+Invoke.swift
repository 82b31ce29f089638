import Encodings
import MockWire
import Quantities
import ServiceModels
import Writing

/// InvokeModel and InvokeModelWithResponseStream.
extension BedrockWire {
    mutating func invoke(
        _ call: WireCall, _ body: JSONValue, isStream: Bool
    ) throws(ServiceError) -> WireAnswer {
        let path = call.parameters["modelId"] ?? ""
        if isStream, let name = try streamFault(path, isConverse: false) {
            return brokenStream(name, call, isConverse: false)
        }
        let id: String
        var filled: ConverseRequest?
        switch try target(path) {
        case .model(let model): id = model
        case .prompt(let prompt):
            filled = try prompts.request(prompt, body, isText: true)
            id = filled?.modelID ?? prompt
        }
        guard let family = ModelFamily(id), bedrock.models.contains(where: { $0.profile.id == id })
        else {
            throw Bedrock.Errors.unknownModel(id)
        }
        var request = if let filled { filled } else { try self.request(body, id, family) }
        let guardrail = try self.guardrail(call.request)
        let input = guardrail?.check(Guardrail.said(request.chat))
        if let guardrail, let input, input.isBlocked {
            let blocked = ConverseResponse(
                text: Guardrail.blockedInput, stopReason: .endTurn, tokens: TokenCounts(),
                firstToken: .milliseconds(100))
            var answer = invoked(
                blocked, .milliseconds(100), family, id, call, isStream: isStream,
                guarded: guarded(guardrail, input, isInput: true, call))
            answer.usage = Guardrail.usage(input)
            return answer
        }
        let handled = generated(&request, call)
        guard var response = handled.response else { return refused(handled, call) }
        var members: [JSONValue.Member] = []
        var usage = handled.usage
        if let guardrail, let input {
            let output = guardrail.check([response.text])
            if output.isBlocked { response = response.replaced(by: Guardrail.blockedInput, .endTurn) }
            members = guarded(guardrail, output, isInput: false, call)
            usage.add(Guardrail.usage(input, output))
        }
        var answer = invoked(
            response, handled.serviceTime, family, id, call, isStream: isStream, guarded: members)
        answer.usage = usage
        if request.maxTokens == nil { answer.notes = ["unbounded_max_tokens"] }
        return answer
    }

    /// What a body says of the guardrail that looked at it.
    private func guarded(
        _ guardrail: Guardrail, _ check: Guardrail.Check, isInput: Bool, _ call: WireCall
    ) -> [JSONValue.Member] {
        var members: [JSONValue.Member] = []
        if call.request.headers["X-Amzn-Bedrock-Trace"]?.hasPrefix("ENABLED") ?? false {
            members.append(.init("amazon-bedrock-trace", guardrail.trace(check, isInput: isInput)))
        }
        members.append(
            .init("amazon-bedrock-guardrailAction", check.isBlocked ? "INTERVENED" : "NONE"))
        return members
    }

    func request(
        _ body: JSONValue, _ id: String, _ family: ModelFamily
    ) throws(ServiceError) -> ConverseRequest {
        let prompt: ChatPrompt
        do { prompt = try ModelBody.prompt(body, model: id, family: family) } catch {
            throw Bedrock.Errors.validation(error.message)
        }
        let system = prompt.turns.filter { $0.role == .system }.flatMap(\.parts)
        let messages = prompt.turns.filter { $0.role != .system }.flatMap(\.parts)
        var request = ConverseRequest(
            modelID: id, system: prompt.tools.map(\.part) + system, messages: messages,
            maxTokens: prompt.maxTokens, temperature: prompt.temperature,
            isStructured: prompt.schema != nil)
        request.prefixes = prompt.prefixes
        request.chat = prompt
        return request
    }

    private func invoked(
        _ response: ConverseResponse, _ time: SimulatedDuration, _ family: ModelFamily, _ id: String,
        _ call: WireCall, isStream: Bool, guarded: [JSONValue.Member]
    ) -> WireAnswer {
        var answer: WireAnswer
        let echoed = ["X-Amzn-Bedrock-Service-Tier", "X-Amzn-Bedrock-PerformanceConfig-Latency"].compactMap {
            name in call.request.headers[name].map { WireHeader(name, $0) }
        }
        if isStream {
            answer = streamedInvoke(response, time, family, id, call, guarded: guarded, echoed)
        } else {
            let body = ModelBody.answer(response, family: family, model: id, call)
            answer = AWSAnswer.json(
                .object((body.memberList ?? []) + guarded), call,
                headers: BedrockWire.tokenHeaders(response.tokens, time) + echoed)
        }
        answer.serviceTime = time
        return answer
    }

    private func streamedInvoke(
        _ response: ConverseResponse, _ time: SimulatedDuration, _ family: ModelFamily, _ id: String,
        _ call: WireCall, guarded: [JSONValue.Member], _ echoed: [WireHeader]
    ) -> WireAnswer {
        var pieces = ModelBody.pieces(response, time: time, family: family, model: id, call)
        if let last = pieces.indices.last, case .object(var members) = pieces[last].body {
            members += guarded
            members.append(
                .init(
                    "amazon-bedrock-invocationMetrics",
                    .members([
                        "inputTokenCount": .integer(response.tokens.input),
                        "outputTokenCount": .integer(response.tokens.output),
                        "invocationLatency": .integer(time.millisecondsRoundedUp),
                        "firstByteLatency": .integer(response.firstToken.millisecondsRoundedUp),
                    ])))
            pieces[last].body = .object(members)
        }
        return streamed(
            pieces.map { chunk($0.body, due: $0.due) }, cutAfter: response.cutAfter, call,
            headers: [
                WireHeader("Content-Type", EventStream.contentType),
                WireHeader("X-Amzn-Bedrock-Content-Type", "application/json"),
            ] + echoed)
    }

    private static func tokenHeaders(_ tokens: TokenCounts, _ time: SimulatedDuration) -> [WireHeader] {
        [
            WireHeader("X-Amzn-Bedrock-Input-Token-Count", String(tokens.input)),
            WireHeader("X-Amzn-Bedrock-Output-Token-Count", String(tokens.output)),
            WireHeader("X-Amzn-Bedrock-Cache-Read-Input-Token-Count", String(tokens.cacheRead)),
            WireHeader("X-Amzn-Bedrock-Cache-Write-Input-Token-Count", String(tokens.cacheWrite)),
            WireHeader("X-Amzn-Bedrock-Invocation-Latency", String(time.millisecondsRoundedUp)),
        ]
    }
}
