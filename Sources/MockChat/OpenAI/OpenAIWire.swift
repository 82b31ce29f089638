import Encodings
public import MockWire
public import Quantities
public import ServiceModels

/// OpenAI's API as its client speaks it: chat completions and the list of models.
public struct OpenAIWire: WireService {
    public let service = Meter.Service.openai
    private let fresh: ChatModels
    private var models: ChatModels

    /// - Parameter models: those of the account, before any call.
    public init(_ models: ChatModels) {
        fresh = models
        self.models = models
    }

    public var routes: [WireRoute] {
        [
            WireRoute("complete", "POST", "/v1/chat/completions"),
            WireRoute("listModels", "GET", "/v1/models"),
            WireRoute("getModel", "GET", "/v1/models/{model}"),
        ]
    }

    public mutating func reset(faults: FaultPlan) {
        models = fresh
        inject(faults)
    }

    public mutating func inject(_ faults: FaultPlan) { models.inject(faults) }

    /// Who asked does not change what is asked.
    public var volatileNames: Set<String> { ["user", "safety_identifier", "metadata", "prompt_cache_key"] }

    public mutating func answer(_ call: WireCall) -> WireAnswer {
        switch ChatCredential.authorization(call.request) {
        case .missing: return refused(.noKey, call)
        case .wrong(let key): return refused(.wrongKey(key), call)
        case .key: break
        }
        switch call.operation {
        case "complete": return complete(call)
        case "listModels":
            let list = JSONValue.members([
                "object": "list", "data": .array(models.modelIDs.map(OpenAIWire.model)),
            ])
            return listed(list, call)
        default:
            let id = call.parameters["model"] ?? ""
            if let fault = FaultModel(id) { return refused(OpenAIRefusal(fault: fault.status), call) }
            guard models.modelIDs.contains(id) else { return refused(.unknownModel(id), call) }
            return listed(OpenAIWire.model(id), call)
        }
    }

    private mutating func complete(_ call: WireCall) -> WireAnswer {
        var modelID: String?
        do throws(OpenAIRefusal) {
            let request = try OpenAIChat.request(call)
            modelID = request.prompt.modelID
            var answer = try OpenAIChat.answer(request, call, &models)
            answer.headers += headers(call, modelID, taking: answer.serviceTime)
            return answer
        } catch {
            return refused(error, call, modelID: modelID)
        }
    }

    private func listed(_ json: JSONValue, _ call: WireCall) -> WireAnswer {
        let time = ChatModels.refusalTime
        return WireAnswer(json: json, headers: headers(call, nil, taking: time), serviceTime: time)
    }

    private static func model(_ id: String) -> JSONValue {
        .members([
            "id": .string(id), "object": "model", "created": .integer(CivilTime.startEpoch),
            "owned_by": "system",
        ])
    }

    private func headers(_ call: WireCall, _ modelID: String?, taking time: SimulatedDuration) -> [WireHeader]
    {
        OpenAIHeaders.headers(
            call, taking: time, allowance: modelID.flatMap { models.allowance($0, at: call.now) })
    }

    private func refused(_ refusal: OpenAIRefusal, _ call: WireCall, modelID: String? = nil) -> WireAnswer {
        OpenAIWire.answer(refusal, headers: headers(call, modelID, taking: refusal.serviceTime))
    }

    private static func answer(_ refusal: OpenAIRefusal, headers: [WireHeader]) -> WireAnswer {
        let wait = refusal.retryAfter.map { [WireHeader("retry-after", String($0))] } ?? []
        return WireAnswer(
            status: refusal.status, json: refusal.json, headers: headers + wait,
            serviceTime: refusal.serviceTime)
    }

    public func refused(_ code: String, status: Int, _ message: String, id: String) -> WireAnswer {
        OpenAIWire.answer(OpenAIRefusal(status, message), headers: [WireHeader("x-request-id", id)])
    }

    /// Paths under `/v1` are OpenAI's unless they are asked in Anthropic's way or with a name and a password.
    public func unknown(_ request: WireRequest, key: UInt64) -> WireAnswer? {
        guard request.path.first == "v1", !request.isAnthropic,
            !(request.headers["Authorization"]?.lowercased().hasPrefix("basic ") ?? false)
        else { return nil }
        let others = routes.filter { $0.parameters(of: request.path) != nil }.map(\.method)
        let path = "/" + request.path.joined(separator: "/")
        let refusal =
            others.isEmpty
            ? OpenAIRefusal(404, "Invalid URL (\(request.method) \(path))")
            : OpenAIRefusal(
                405, "Not allowed to \(request.method) on \(path).", code: "method_not_supported")
        let allow = others.isEmpty ? [] : [WireHeader("Allow", others.joined(separator: ", "))]
        return OpenAIWire.answer(
            refusal, headers: OpenAIHeaders.common(key, taking: refusal.serviceTime) + allow)
    }
}

extension OpenAIWire {
    public var faultOperations: [String] { ["complete"] }
}
