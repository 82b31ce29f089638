import Encodings
public import MockWire
public import Quantities
public import ServiceModels

/// Bedrock by bytes: Converse as its clients send it, batch jobs in the typed form, because the provider's takes its
/// records from S3.
extension Bedrock: RemoteService {
    public static var service: Meter.Service { .bedrock }

    public mutating func inject(_ faults: FaultPlan) {
        self.faults = FaultInjector(faults, service: Bedrock.service)
    }

    public static func operation(of request: Request) -> String {
        switch request {
        case .converse: "converse"
        case .createBatchJob: "createBatchJob"
        case .getBatchJob: "getBatchJob"
        }
    }

    public static func wire(_ request: Request) throws -> WireRequest {
        guard case .converse(let conversation) = request else {
            return try TypedForm.request(Bedrock.self, request)
        }
        return WireRequest(
            "POST", "/model/\(PercentEncoding.encoded(conversation.modelID))/converse",
            headers: [WireHeader("Content-Type", "application/json")],
            body: Array(ConverseBody.json(conversation).text().utf8))
    }

    /// Converse does not tell the time to the first token; it reads as zero.
    public static func response(to request: Request, in answer: WireAnswer) throws -> Response {
        guard case .converse = request else { return try TypedForm.read(Response.self, answer.body.bytes) }
        return .converse(try ConverseBody.response(try JSONParser.parse(answer.body.bytes)))
    }

    public static func refusal(in answer: WireAnswer) throws -> ServiceError {
        guard let code = answer.headers["x-amzn-ErrorType"] else {
            return try TypedForm.read(ServiceError.self, answer.body.bytes)
        }
        let message = try JSONParser.parse(answer.body.bytes)["message"]?.string
        return Errors.refusal(code, answer.status, message ?? "")
    }
}

/// A Bedrock for doors: Converse by the provider's form, batch jobs by the typed one, over one state machine.
public struct BedrockRemoteWire: WireService {
    private var wire: BedrockWire

    public init(_ bedrock: Bedrock) { wire = BedrockWire(bedrock, shapes: [], objects: ObjectStore()) }

    public var service: Meter.Service { .bedrock }

    public var routes: [WireRoute] {
        wire.routes.filter { $0.operation == "Converse" } + [TypedForm.route(.bedrock)]
    }

    public mutating func answer(_ call: WireCall) -> WireAnswer {
        call.operation == TypedForm.operation
            ? TypedForm.answer(call, by: &wire.bedrock) : wire.answer(call)
    }

    public func unknown(_ request: WireRequest, key: UInt64) -> WireAnswer? { nil }

    public mutating func reset(faults: FaultPlan) { wire.reset(faults: faults) }

    public mutating func inject(_ faults: FaultPlan) { wire.inject(faults) }
}
