import Foundation
public import Quantities
public import ServiceModels

/// The far side of a door: a service that answers calls in the typed form.
///
/// Confined to a cloud, which answers one request at a time under its lock; so a service that is a class may stand in it.
public struct RemoteWire<Service: RemoteService>: WireService, @unchecked Sendable
where Service.Request: Codable, Service.Response: Codable {
    private var machine: Service
    private let make: @Sendable (FaultPlan) throws -> Service

    /// - Parameter make: the service in its first state, under a fault plan.
    /// - Throws: what `make` throws.
    public init(_ make: @escaping @Sendable (FaultPlan) throws -> Service) throws {
        machine = try make(.none)
        self.make = make
    }

    public var service: Meter.Service { Service.service }

    public var routes: [WireRoute] { [TypedForm.route(Service.service)] }

    public mutating func answer(_ call: WireCall) -> WireAnswer { TypedForm.answer(call, by: &machine) }

    public func unknown(_ request: WireRequest, key: UInt64) -> WireAnswer? { nil }

    public mutating func reset(faults: FaultPlan) {
        if let fresh = try? make(faults) { machine = fresh }
    }

    public mutating func inject(_ faults: FaultPlan) { machine.inject(faults) }
}

extension TypedForm {
    package static let operation = "TypedCall"

    package static func route(_ service: Meter.Service) -> WireRoute {
        WireRoute(operation, "POST", target(service, "{operation}"))
    }

    package static func answer<Service: RemoteService>(_ call: WireCall, by machine: inout Service)
        -> WireAnswer
    where Service.Request: Codable, Service.Response: Codable {
        let name = call.parameters["operation"] ?? ""
        guard let request = try? read(Service.Request.self, call.body),
            Service.operation(of: request) == name
        else {
            let error = ServiceError(
                Service.service, code: "BadRequest", status: 400,
                message: "the body is no \(name) of \(Service.service.rawValue)", isRetryable: false)
            return json(error, status: 400)
        }
        var stream = call.stream
        let handled = machine.handle(request, at: call.now, using: &stream)
        var answer =
            switch handled.result {
            case .success(let response): json(response, status: 200)
            case .failure(let error): json(error, status: error.status)
            }
        answer.usage = handled.usage
        answer.serviceTime = handled.serviceTime
        return answer
    }

    private static func json(_ value: some Encodable, status: Int) -> WireAnswer {
        let headers = [WireHeader("Content-Type", "application/json")]
        guard let body = try? bytes(value) else {
            // Only a number that is not finite has no JSON; services answer none.
            return WireAnswer(status: 500, headers: headers)
        }
        return WireAnswer(status: status, headers: headers, body: .bytes(body))
    }
}
