import Encodings
public import MockWire
public import Quantities
public import ServiceModels

/// Anthropic's API as its client speaks it: messages, counts of tokens and the list of models.
public struct AnthropicWire: WireService {
    public let service = Meter.Service.anthropic
    private let fresh: ChatModels
    private var models: ChatModels

    /// - Parameter models: those of the account, before any call.
    public init(_ models: ChatModels) {
        fresh = models
        self.models = models
    }

    public var routes: [WireRoute] {
        [
            WireRoute("complete", "POST", "/v1/messages"),
            WireRoute("countTokens", "POST", "/v1/messages/count_tokens"),
            WireRoute("listModels", "GET", "/v1/models", carrying: "anthropic-version"),
            WireRoute("getModel", "GET", "/v1/models/{model}", carrying: "anthropic-version"),
        ]
    }

    public mutating func reset(faults: FaultPlan) {
        models = fresh
        inject(faults)
    }

    public mutating func inject(_ faults: FaultPlan) { models.inject(faults) }

    /// Who asked does not change what is asked.
    public var volatileNames: Set<String> { ["metadata"] }

    public mutating func answer(_ call: WireCall) -> WireAnswer {
        var modelID: String?
        var answer: WireAnswer
        do throws(AnthropicRefusal) {
            try AnthropicWire.checkKey(call.request)
            answer = try self.answer(call, &modelID)
        } catch {
            answer = AnthropicWire.answer(error, key: call.key)
        }
        if answer.status == 200 {
            answer.headers.append(WireHeader("request-id", AnthropicHeaders.requestID(call.key)))
        }
        if let left = modelID.flatMap({ models.allowance($0, at: call.now) }) {
            answer.headers += AnthropicHeaders.limits(left, at: call.now)
        }
        if call.request.headers["anthropic-version"] == nil {
            answer.notes.append("missing_anthropic_version")
        }
        return answer
    }

    private mutating func answer(
        _ call: WireCall, _ modelID: inout String?
    ) throws(AnthropicRefusal) -> WireAnswer {
        let time = ChatModels.refusalTime
        switch call.operation {
        case "complete":
            let request = try AnthropicChat.request(call)
            modelID = request.prompt.modelID
            return try AnthropicChat.answer(
                request, call, &models, requestID: AnthropicHeaders.requestID(call.key))
        case "countTokens":
            return WireAnswer(json: try count(call), serviceTime: time)
        case "listModels":
            return WireAnswer(
                json: try AnthropicModelList.page(models.modelIDs, call.request), serviceTime: time)
        default:
            let id = call.parameters["model"] ?? ""
            if let fault = FaultModel(id) { throw AnthropicRefusal(fault: fault.status) }
            guard models.modelIDs.contains(id) else { throw AnthropicRefusal(404, "model: \(id)") }
            return WireAnswer(json: AnthropicModelList.model(id), serviceTime: time)
        }
    }

    /// A count is free and takes nothing from any quota.
    private func count(_ call: WireCall) throws(AnthropicRefusal) -> JSONValue {
        let body = try AnthropicChat.body(call)
        let prompt: ChatPrompt
        do { prompt = try AnthropicBody.countedPrompt(body) } catch { throw AnthropicRefusal(error.message) }
        if let fault = FaultModel(prompt.modelID) { throw AnthropicRefusal(fault: fault.status) }
        guard let tokens = models.tokens(of: prompt) else {
            throw AnthropicRefusal(404, "model: \(prompt.modelID)")
        }
        return .members(["input_tokens": .integer(tokens)])
    }

    private static func checkKey(_ request: WireRequest) throws(AnthropicRefusal) {
        let bare = ChatCredential.header("x-api-key", request)
        switch bare == .missing ? ChatCredential.authorization(request) : bare {
        case .key: return
        case .missing:
            throw AnthropicRefusal(401, "x-api-key header is required")
        case .wrong: throw AnthropicRefusal(401, "invalid x-api-key")
        }
    }

    private static func answer(_ refusal: AnthropicRefusal, key: UInt64) -> WireAnswer {
        answer(refusal, id: AnthropicHeaders.requestID(key))
    }

    private static func answer(_ refusal: AnthropicRefusal, id: String) -> WireAnswer {
        var headers = [WireHeader("request-id", id)]
        if let wait = refusal.retryAfter { headers.append(WireHeader("retry-after", String(wait))) }
        return WireAnswer(
            status: refusal.status, json: refusal.json(requestID: id), headers: headers,
            serviceTime: refusal.serviceTime)
    }

    public func refused(_ code: String, status: Int, _ message: String, id: String) -> WireAnswer {
        AnthropicWire.answer(AnthropicRefusal(status, message), id: id)
    }

    public func unknown(_ request: WireRequest, key: UInt64) -> WireAnswer? {
        guard request.path.first == "v1", request.isAnthropic else { return nil }
        let path = "/" + request.path.joined(separator: "/")
        let others = routes.filter { $0.parameters(of: request.path) != nil }.map(\.method)
        guard others.isEmpty else {
            var answer = AnthropicWire.answer(
                AnthropicRefusal(405, "Method Not Allowed: \(request.method) \(path)"), key: key)
            answer.headers.append(WireHeader("Allow", others.joined(separator: ", ")))
            return answer
        }
        return AnthropicWire.answer(
            AnthropicRefusal(404, "Not Found: \(request.method) \(path)"), key: key)
    }
}

extension AnthropicWire {
    public var faultOperations: [String] { ["complete"] }
}
