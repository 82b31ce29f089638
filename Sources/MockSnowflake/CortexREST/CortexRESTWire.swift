import Encodings
import MockChat
public import MockWire
public import Quantities
import RandomStreams
public import ServiceModels
import Writing

/// Cortex's REST doors: Snowflake's own `inference:complete`, and the forms of OpenAI and Anthropic over the same models.
public struct CortexRESTWire: WireService {
    public let service = Meter.Service.cortex
    private let fresh: ChatModels
    private var models: ChatModels

    /// What Cortex Guard blocks, as the default guardrail of Bedrock does.
    private static let unsafeWord = "forbidden"

    /// - Parameter models: those of the account, before any call.
    public init(_ models: ChatModels) {
        fresh = models
        self.models = models
    }

    public var routes: [WireRoute] {
        [
            WireRoute("complete", "POST", "/api/v2/cortex/inference:complete"),
            WireRoute("listModels", "GET", "/api/v2/cortex/models"),
            WireRoute("chatCompletions", "POST", "/api/v2/cortex/v1/chat/completions"),
            WireRoute("messages", "POST", "/api/v2/cortex/v1/messages"),
        ]
    }

    public mutating func reset(faults: FaultPlan) {
        models = fresh
        inject(faults)
    }

    public mutating func inject(_ faults: FaultPlan) { models.inject(faults) }

    /// Who asked does not change what is asked.
    public var volatileNames: Set<String> { ["user", "safety_identifier", "metadata"] }

    public mutating func answer(_ call: WireCall) -> WireAnswer {
        do throws(CortexRefusal) {
            try CortexToken.check(call.request)
            var answer = try self.answered(call)
            answer.headers.append(WireHeader("X-Snowflake-Request-ID", call.uuid()))
            return answer
        } catch {
            return CortexRESTWire.answer(error, requestID: call.uuid())
        }
    }

    private mutating func answered(_ call: WireCall) throws(CortexRefusal) -> WireAnswer {
        switch call.operation {
        case "complete": return try complete(call)
        case "chatCompletions":
            let request: OpenAIRequest
            do { request = try OpenAIChat.request(call) } catch { throw CortexRefusal(error) }
            do { return try OpenAIChat.answer(request, call, &models) } catch {
                throw CortexRefusal(error, isFault: FaultModel(request.prompt.modelID) != nil)
            }
        case "messages": return try messages(call)
        default:
            return WireAnswer(
                json: .members(["models": .array(models.modelIDs.map(JSONValue.string))]),
                serviceTime: ChatModels.refusalTime)
        }
    }

    private mutating func messages(_ call: WireCall) throws(CortexRefusal) -> WireAnswer {
        let request: AnthropicChat.Request
        do { request = try AnthropicChat.request(call) } catch { throw CortexRefusal(error) }
        let id = request.prompt.modelID
        let isFault = FaultModel(id) != nil
        guard isFault || id.hasPrefix("claude") else {
            throw CortexRefusal(400, "model \(id) is not served in this form: it is for Claude models only")
        }
        do { return try AnthropicChat.answer(request, call, &models, requestID: call.uuid()) } catch {
            throw CortexRefusal(error, isFault: isFault)
        }
    }

    private mutating func complete(_ call: WireCall) throws(CortexRefusal) -> WireAnswer {
        let body: JSONValue
        do { body = try ChatBody.object(call) } catch { throw CortexRefusal(error) }
        let request: CortexRequest
        do { request = try CortexRequest(body, occurrence: call.occurrence) } catch {
            throw CortexRefusal(error)
        }
        let prompt = request.prompt
        if let fault = FaultModel(prompt.modelID) {
            if fault.refuses(isStream: request.isStream) { throw CortexRefusal(fault: fault.status) }
            return CortexCompletion.broken(fault, call, requestID: call.uuid())
        }
        var stream = call.stream
        let handled = models.complete(prompt, at: call.now, using: &stream)
        switch handled.result {
        case .failure(let error):
            var refusal = CortexRefusal(
                error, model: prompt.modelID, wait: models.secondsUntilAdmitted(prompt, at: call.now))
            refusal.serviceTime = handled.serviceTime
            throw refusal
        case .success(let answer):
            let outcome = CortexRESTWire.guarded(answer, request)
            var wire =
                request.isStream
                ? CortexCompletion.stream(outcome, model: prompt.modelID, call)
                : WireAnswer(json: CortexCompletion.json(outcome, call), serviceTime: handled.serviceTime)
            wire.usage = handled.usage
            if !request.isBounded { wire.notes.append("unbounded_max_tokens") }
            return wire
        }
    }

    /// The answer after Cortex Guard, which reads what goes in and what comes out.
    private static func guarded(_ answer: ChatAnswer, _ request: CortexRequest) -> CortexCompletion.Outcome {
        var outcome = CortexCompletion.Outcome(
            answer: answer, finishReason: CortexCompletion.finishReason(answer.stop))
        guard let text = request.guardText else { return outcome }
        outcome.guardTokens = answer.tokens.prompt + answer.tokens.output
        let read = request.prompt.text + answer.text
        if read.lowercased().contains(unsafeWord) {
            outcome.answer.content = [.text(text)]
            outcome.finishReason = "content_filter"
        }
        return outcome
    }

    private static func answer(_ refusal: CortexRefusal, requestID: String) -> WireAnswer {
        var headers = [WireHeader("X-Snowflake-Request-ID", requestID)]
        if let wait = refusal.retryAfter { headers.append(WireHeader("retry-after", String(wait))) }
        return WireAnswer(
            status: refusal.status, json: refusal.json(requestID: requestID), headers: headers,
            serviceTime: refusal.serviceTime)
    }

    public func refused(_ code: String, status: Int, _ message: String, id: String) -> WireAnswer {
        CortexRESTWire.answer(CortexRefusal(status, message), requestID: id)
    }

    public func unknown(_ request: WireRequest, key: UInt64) -> WireAnswer? {
        guard request.path.starts(with: ["api", "v2", "cortex"]) else { return nil }
        let path = "/" + request.path.joined(separator: "/")
        let others = routes.filter { $0.parameters(of: request.path) != nil }.map(\.method)
        guard others.isEmpty else {
            var answer = CortexRESTWire.answer(
                CortexRefusal(405, "\(request.method) is not allowed on \(path)."),
                requestID: UUIDText.make(key))
            answer.headers.append(WireHeader("Allow", others.joined(separator: ", ")))
            return answer
        }
        return CortexRESTWire.answer(
            CortexRefusal(404, "There is no \(request.method) \(path)."), requestID: UUIDText.make(key))
    }
}

extension CortexRESTWire {
    public var faultOperations: [String] { ["complete"] }
}
