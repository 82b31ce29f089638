import Foundation
public import Quantities
public import ServiceModels

/// A mock service that can also be called by bytes: its requests have a wire form, and its answers are read back.
public protocol RemoteService: MockService {
    /// Whose calls and meters they are.
    static var service: Meter.Service { get }

    /// The name of a request's operation, as in its path.
    static func operation(of request: Request) -> String

    /// Puts a fault plan in place of the one before; what calls made stays.
    mutating func inject(_ faults: FaultPlan)

    static func wire(_ request: Request) throws -> WireRequest

    /// The response in an answer of status 200.
    static func response(to request: Request, in answer: WireAnswer) throws -> Response

    /// The error in any other answer.
    static func refusal(in answer: WireAnswer) throws -> ServiceError
}

/// The form of calls for which the provider has none that carries everything: `POST
/// /_finegrain/services/{service}/{operation}` with the typed request as JSON, answered by the typed response or the
/// typed error.
package enum TypedForm {
    static func target(_ service: Meter.Service, _ operation: String) -> String {
        "/_finegrain/services/\(service.rawValue)/\(operation)"
    }

    package static func request<Service: RemoteService>(
        _ kind: Service.Type, _ request: Service.Request
    ) throws -> WireRequest where Service.Request: Encodable {
        WireRequest(
            "POST", target(Service.service, Service.operation(of: request)),
            headers: [WireHeader("Content-Type", "application/json")], body: try bytes(request))
    }

    static func bytes(_ value: some Encodable) throws -> [UInt8] { Array(try JSONEncoder().encode(value)) }

    package static func read<Value: Decodable>(_ kind: Value.Type, _ bytes: [UInt8]) throws -> Value {
        try JSONDecoder().decode(kind, from: Data(bytes))
    }
}

extension RemoteService where Request: Codable, Response: Codable {
    public static func wire(_ request: Request) throws -> WireRequest {
        try TypedForm.request(Self.self, request)
    }

    public static func response(to request: Request, in answer: WireAnswer) throws -> Response {
        try TypedForm.read(Response.self, answer.body.bytes)
    }

    public static func refusal(in answer: WireAnswer) throws -> ServiceError {
        try TypedForm.read(ServiceError.self, answer.body.bytes)
    }
}
