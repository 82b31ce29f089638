import Encodings
public import MockWire
public import Quantities
public import ServiceModels

/// Bedrock's wire forms: the runtime, the control plane and prompt management, over one state machine.
public struct BedrockWire: WireService {
    var bedrock: Bedrock
    private let fresh: Bedrock
    let shapes: [ShapeBook]
    let objects: ObjectStore
    var guardrails = Guardrail.defaults
    var prompts = PromptLibrary()
    var jobs: [InvocationJob] = []
    /// Places of jobs whose end was not seen to yet.
    var openJobs: [Int] = []
    var profiles: [ModelProfile] { bedrock.models.map(\.profile) }

    /// - Parameter shapes: those of `bedrock-runtime`, `bedrock` and `bedrock-agent`.
    package init(_ bedrock: Bedrock, shapes: [ShapeBook], objects: ObjectStore) {
        self.bedrock = bedrock
        fresh = bedrock
        self.shapes = shapes
        self.objects = objects
    }

    public var service: Meter.Service { .bedrock }

    public var routes: [WireRoute] {
        [
            WireRoute("Converse", "POST", "/model/{modelId}/converse"),
            WireRoute("ConverseStream", "POST", "/model/{modelId}/converse-stream"),
            WireRoute("InvokeModel", "POST", "/model/{modelId}/invoke"),
            WireRoute(
                "InvokeModelWithResponseStream", "POST", "/model/{modelId}/invoke-with-response-stream"),
            WireRoute("CountTokens", "POST", "/model/{modelId}/count-tokens"),
            WireRoute("ApplyGuardrail", "POST", "/guardrail/{guardrail}/version/{version}/apply"),
            WireRoute("ListFoundationModels", "GET", "/foundation-models"),
            WireRoute("GetFoundationModel", "GET", "/foundation-models/{modelId}"),
            WireRoute("ListInferenceProfiles", "GET", "/inference-profiles"),
            WireRoute("GetInferenceProfile", "GET", "/inference-profiles/{profile}"),
            WireRoute("CreateModelInvocationJob", "POST", "/model-invocation-job"),
            WireRoute("GetModelInvocationJob", "GET", "/model-invocation-job/{job}"),
            WireRoute("StopModelInvocationJob", "POST", "/model-invocation-job/{job}/stop"),
            WireRoute("ListModelInvocationJobs", "GET", "/model-invocation-jobs"),
            WireRoute("CreatePrompt", "POST", "/prompts"),
            WireRoute("ListPrompts", "GET", "/prompts"),
            WireRoute("CreatePromptVersion", "POST", "/prompts/{prompt}/versions"),
            WireRoute("GetPrompt", "GET", "/prompts/{prompt}"),
            WireRoute("UpdatePrompt", "PUT", "/prompts/{prompt}"),
            WireRoute("DeletePrompt", "DELETE", "/prompts/{prompt}"),
            WireRoute("ListTagsForResource", "GET", "/tags/{resource}"),
        ]
    }

    public func isSigned(_ operation: String) -> Bool { true }

    public mutating func reset(faults: FaultPlan) {
        bedrock = fresh
        inject(faults)
        guardrails = Guardrail.defaults
        prompts = PromptLibrary()
        jobs = []
        openJobs = []
    }

    public mutating func inject(_ faults: FaultPlan) { bedrock.inject(faults) }

    public func unknown(_ request: WireRequest, key: UInt64) -> WireAnswer? {
        let own = [
            "model", "guardrail", "foundation-models", "inference-profiles", "model-invocation-job",
            "model-invocation-jobs", "prompts", "tags",
        ]
        guard let first = request.path.first,
            own.contains(first) || CredentialScope(request)?.service == service.rawValue
        else { return nil }
        return AWSAnswer.error(
            "UnknownOperationException", status: 404,
            "\(request.method) /\(request.path.joined(separator: "/")) is no operation of this Bedrock.",
            id: UUIDText.make(key))
    }

    public let volatileNames: Set<String> = ["clientRequestToken", "clientToken"]

    public mutating func answer(_ call: WireCall) -> WireAnswer {
        do throws(ServiceError) {
            let body = try checkedBody(call)
            return try answer(call, body)
        } catch {
            return AWSAnswer.error(error, call)
        }
    }

    private mutating func answer(_ call: WireCall, _ body: JSONValue) throws(ServiceError) -> WireAnswer {
        switch call.operation {
        case "Converse": try converse(call, body, isStream: false)
        case "ConverseStream": try converse(call, body, isStream: true)
        case "InvokeModel": try invoke(call, body, isStream: false)
        case "InvokeModelWithResponseStream": try invoke(call, body, isStream: true)
        case "CountTokens": try countTokens(call, body)
        case "ApplyGuardrail": try applyGuardrail(call, body)
        case "ListFoundationModels": listModels(call)
        case "GetFoundationModel": try getModel(call)
        case "ListInferenceProfiles": try listProfiles(call)
        case "GetInferenceProfile": try getProfile(call)
        case "CreateModelInvocationJob": try createJob(call, body)
        case "GetModelInvocationJob": try getJob(call)
        case "StopModelInvocationJob": try stopJob(call)
        case "ListModelInvocationJobs": try listJobs(call)
        default: try promptOperation(call, body)
        }
    }

    /// The body as JSON that fits the operation's shape.
    private func checkedBody(_ call: WireCall) throws(ServiceError) -> JSONValue {
        let isInvoke = call.operation.hasPrefix("InvokeModel")
        let type = call.request.headers["Content-Type"]?.lowercased() ?? "application/json"
        guard
            call.request.method == "GET" || type.hasPrefix("application/json") || call.body.isEmpty
                || (isInvoke && type.hasPrefix("application/"))
        else {
            throw Bedrock.Errors.refusal(
                "ValidationException", 400,
                "The content type \(type) is not supported; send application/json.")
        }
        let body: JSONValue
        do { body = try call.json() } catch {
            throw Bedrock.Errors.refusal(
                isInvoke ? "ValidationException" : "SerializationException", 400,
                "Malformed input request: the body is not JSON (\(error.message) at byte \(error.offset)), "
                    + "please reformat your input and try again.")
        }
        let query = call.request.query
        let given = shapes.lazy.map { $0.problems(call.operation, query: query) }.first { !$0.isEmpty } ?? []
        guard given.isEmpty else {
            throw Bedrock.Errors.refusal("ValidationException", 400, AWSAnswer.message(given))
        }
        guard !isInvoke else { return body }
        let problems = shapes.lazy.map { $0.problems(call.operation, body: body) }.first { !$0.isEmpty } ?? []
        guard problems.isEmpty else {
            throw Bedrock.Errors.refusal("ValidationException", 400, AWSAnswer.message(problems))
        }
        return body
    }

    static func arn(_ kind: String, account: Bool = true) -> String {
        "arn:aws:bedrock:\(AWSAccount.region):\(account ? AWSAccount.id : ""):\(kind)"
    }
}

extension BedrockWire {
    /// `converse` is every generation on demand: Converse, InvokeModel, and both streams.
    public var faultOperations: [String] { ["converse", "createBatchJob", "getBatchJob"] }
}
