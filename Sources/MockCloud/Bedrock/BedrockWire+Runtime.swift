import Quantities

/// Converse, InvokeModel, their streams, and CountTokens.
extension BedrockWire {
    /// What a model id in a path stands for.
    private enum Target {
        case model(String)
        case prompt(String)
        case fault(String)
        case streamFault(String)
    }

    private func target(_ id: String) -> Target {
        if id.hasPrefix("fault.stream.") { return .streamFault(String(id.dropFirst("fault.stream.".count))) }
        if id.hasPrefix("fault.") { return .fault(String(id.dropFirst("fault.".count))) }
        guard id.hasPrefix("arn:") else { return .model(id) }
        let resource = id.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false).last ?? ""
        if resource.hasPrefix("prompt/") { return .prompt(String(resource.dropFirst("prompt/".count))) }
        return .model(resource.split(separator: "/", maxSplits: 1).last.map(String.init) ?? id)
    }

    /// The refusal that a fault's name asks for.
    private func fault(_ name: String) throws(ServiceError) -> Never {
        guard let status = shapes.lazy.compactMap({ $0.errors[name] }).first else {
            throw Bedrock.Errors.refusal(
                "ValidationException", 400, "There is no exception \(name) in Bedrock's models.")
        }
        throw Bedrock.Errors.refusal(name, status, "\(name) was asked for by the model id.")
    }

    mutating func converse(
        _ call: WireCall, _ body: JSONValue, isStream: Bool
    ) throws(ServiceError) -> WireAnswer {
        var request: ConverseRequest
        switch target(call.parameters["modelId"] ?? "") {
        case .fault(let name): try fault(name)
        case .streamFault(let name): return streamFault(name, call, isConverse: true)
        case .model(let id): request = ConverseBody.request(body, model: id)
        case .prompt(let id): request = try prompts.request(id, body)
        }
        if body["messages"]?.array?.isEmpty ?? true, request.messages.isEmpty {
            throw Bedrock.Errors.validation("A conversation must have a message.")
        }
        let guardrail = try self.guardrail(body["guardrailConfig"])
        let isTraced = body["guardrailConfig"]?["trace"]?.string?.hasPrefix("enabled") ?? false
        if let guardrail, let text = request.chat?.lastUserText {
            let check = guardrail.check(text)
            if check.isBlocked {
                return intervened(
                    guardrail, check, call, isInput: true, isStream: isStream, isTraced: isTraced)
            }
        }
        let handled = generated(&request, call)
        guard let response = handled.response else { return refused(handled, call) }
        let (time, usage) = (handled.serviceTime, handled.usage)
        var trace: JSONValue?
        if let guardrail {
            let check = guardrail.check(response.text)
            if check.isBlocked {
                return intervened(
                    guardrail, check, call, isInput: false, isStream: isStream, isTraced: isTraced, response,
                    time,
                    usage)
            }
            if isTraced { trace = guardrail.trace(check, isInput: false) }
        }
        var answer: WireAnswer
        if isStream {
            answer = streamed(
                ConverseBody.events(response, time: time, trace: trace, call).map {
                    EventStream.event($0.name, $0.data, due: $0.due)
                }, cutAfter: response.cutAfter, call)
        } else {
            answer = AWSAnswer.json(ConverseBody.answer(response, time: time, trace: trace, call), call)
        }
        answer.usage = usage
        if let guardrail {
            answer.usage.add(guardrail.usage(request.chat?.lastUserText ?? "", response.text))
        }
        answer.serviceTime = time
        if request.maxTokens == nil { answer.notes = ["unbounded_max_tokens"] }
        return answer
    }

    /// Asks the state machine, by the deck's word for what kind of answer it is.
    private mutating func generated(
        _ request: inout ConverseRequest, _ call: WireCall
    ) -> Handled<ConverseResponse> {
        request.chat?.occurrence = call.occurrence
        // An account without a deck of answers writes the pipeline's copy only.
        if bedrock.chat == nil { request.chat = nil }
        if let chat = request.chat, let writer = bedrock.chat {
            let entry = try? writer.deck.entry(for: chat, service: .bedrock)
            let isPlain = chat.tools.isEmpty && chat.stopSequences.isEmpty
            if case .copy? = entry?.answer, isPlain, chat.schema.map({ $0 == CopyDocument.schema }) ?? true {
                // The pipeline's own copy: the same answer as through the typed door.
                request.chat = nil
            } else {
                request.chat?.entry = entry
            }
        }
        var stream = call.stream
        return bedrock.converse(request, at: call.now, using: &stream)
    }

    /// A refusal of the state machine, with the time that it took.
    private func refused(_ handled: Handled<ConverseResponse>, _ call: WireCall) -> WireAnswer {
        var answer = AWSAnswer.error(handled.error ?? Bedrock.Errors.server, call)
        answer.serviceTime = handled.serviceTime
        return answer
    }

    private func streamed(
        _ frames: [WireFrame], cutAfter: Int?, _ call: WireCall,
        headers: [WireHeader] = [WireHeader("Content-Type", EventStream.contentType)]
    ) -> WireAnswer {
        let isCut = cutAfter != nil
        // The first frame says only who speaks; pieces come after it.
        let kept = cutAfter.map { Array(frames.prefix($0 + 1)) } ?? frames
        return WireAnswer(
            headers: [AWSAnswer.requestID(call.uuid())] + headers, body: .frames(kept, isCut: isCut))
    }

    /// A stream that begins well and ends with an exception.
    private func streamFault(_ name: String, _ call: WireCall, isConverse: Bool) -> WireAnswer {
        var frames: [WireFrame] = []
        if isConverse {
            frames.append(EventStream.event("messageStart", .members(["role": "assistant"]), due: .zero))
            for piece in ["The", " answer", " began"] {
                frames.append(
                    EventStream.event(
                        "contentBlockDelta",
                        .members(["delta": .members(["text": .string(piece)]), "contentBlockIndex": 0]),
                        due: .zero))
            }
        } else {
            let start = JSONValue.members([
                "type": "content_block_delta", "index": 0,
                "delta": .members(["type": "text_delta", "text": "The answer began"]),
            ])
            frames.append(chunk(start, due: .zero))
        }
        frames.append(
            EventStream.exception(name, "\(name) was asked for by the model id.", due: .milliseconds(100)))
        var answer = streamed(frames, cutAfter: nil, call)
        answer.serviceTime = .milliseconds(100)
        return answer
    }

    private func chunk(_ body: JSONValue, due: SimulatedDuration) -> WireFrame {
        let bytes = Base64.encoded(Array(body.text().utf8))
        return EventStream.event("chunk", .members(["bytes": .string(bytes)]), due: due)
    }

    // MARK: InvokeModel

    mutating func invoke(
        _ call: WireCall, _ body: JSONValue, isStream: Bool
    ) throws(ServiceError) -> WireAnswer {
        let id: String
        var filled: ConverseRequest?
        switch target(call.parameters["modelId"] ?? "") {
        case .fault(let name): try fault(name)
        case .streamFault(let name): return streamFault(name, call, isConverse: false)
        case .model(let model): id = model
        case .prompt(let prompt):
            filled = try prompts.request(prompt, body, isText: true)
            id = filled?.modelID ?? prompt
        }
        guard let family = ModelBody.Family(id), bedrock.models.contains(where: { $0.profile.id == id })
        else {
            throw Bedrock.Errors.unknownModel(id)
        }
        var request = if let filled { filled } else { try self.request(body, id, family) }
        let header = call.request.headers["X-Amzn-Bedrock-GuardrailIdentifier"]
        let config = header.map {
            JSONValue.members([
                "guardrailIdentifier": .string($0),
                "guardrailVersion": .string(
                    call.request.headers["X-Amzn-Bedrock-GuardrailVersion"] ?? "DRAFT"),
            ])
        }
        let guardrail = try self.guardrail(config)
        if let guardrail, guardrail.check(request.chat?.lastUserText ?? "").isBlocked {
            var answer = AWSAnswer.json(
                .members([
                    "type": "message", "role": "assistant",
                    "content": .array([.members(["type": "text", "text": .string(Guardrail.blockedInput)])]),
                    "stop_reason": "end_turn", "amazon-bedrock-guardrailAction": "INTERVENED",
                ]), call)
            answer.usage = guardrail.usage(request.chat?.lastUserText ?? "")
            return answer
        }
        let handled = generated(&request, call)
        guard let response = handled.response else { return refused(handled, call) }
        let (time, usage) = (handled.serviceTime, handled.usage)
        var answer =
            isStream
            ? streamedInvoke(response, time, family, id, call)
            : AWSAnswer.json(
                ModelBody.answer(response, family: family, model: id, call), call,
                headers: BedrockWire.tokenHeaders(response.tokens, time))
        answer.usage = usage
        answer.serviceTime = time
        if request.maxTokens == nil { answer.notes = ["unbounded_max_tokens"] }
        return answer
    }

    func request(
        _ body: JSONValue, _ id: String, _ family: ModelBody.Family
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
        request.chat = prompt
        return request
    }

    private func streamedInvoke(
        _ response: ConverseResponse, _ time: SimulatedDuration, _ family: ModelBody.Family, _ id: String,
        _ call: WireCall
    ) -> WireAnswer {
        var pieces = ModelBody.pieces(response, time: time, family: family, model: id, call)
        if let last = pieces.indices.last, case .object(var members) = pieces[last].body {
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
            ])
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

    // MARK: CountTokens

    func countTokens(_ call: WireCall, _ body: JSONValue) throws(ServiceError) -> WireAnswer {
        let id = call.parameters["modelId"] ?? ""
        if case .fault(let name) = target(id) { try fault(name) }
        guard case .model(let model) = target(id),
            let known = bedrock.models.first(where: { $0.profile.id == model })
        else { throw Bedrock.Errors.unknownModel(id) }
        let request: ConverseRequest
        if let input = body["input"]?["converse"] {
            request = ConverseBody.request(input, model: model)
        } else {
            guard let bytes = body["input"]?["invokeModel"]?["body"]?.string.flatMap(Base64.decoded),
                let inner = try? JSONParser.parse(bytes), let family = ModelBody.Family(model)
            else { throw Bedrock.Errors.validation("The body of invokeModel is not JSON in base 64.") }
            request = try self.request(inner, model, family)
        }
        let count = (request.system + request.messages).reduce(0) {
            $0 + bedrock.estimator.tokens(in: $1, family: known.family)
        }
        let attachments = (request.chat?.attachments ?? 0) * ChatWriter.attachmentTokens
        var answer = AWSAnswer.json(.members(["inputTokens": .integer(count + attachments)]), call)
        answer.serviceTime = Bedrock.refusalTime
        return answer
    }
}
