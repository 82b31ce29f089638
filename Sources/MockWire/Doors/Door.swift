public import Quantities
public import RandomStreams
public import ServiceModels

/// A service as its caller sees it: the state machine itself, or the same one behind a line that carries bytes.
///
/// Whichever it is, equal calls get equal answers, times and usage. A typed call costs no more than the service's own
/// method: the machine is changed in place.
public struct Door<Service: RemoteService> {
    private var machine: Service?
    private let line: CallLine?

    /// Calls the service directly.
    public init(_ machine: Service) {
        self.machine = machine
        line = nil
    }

    /// Calls the service by bytes.
    public init(by line: CallLine) {
        machine = nil
        self.line = line
    }

    /// Puts a fault plan in place of the machine's; a door to a line leaves that to the cloud.
    public mutating func inject(_ faults: FaultPlan) { machine?.inject(faults) }

    /// - Parameter key: the draws of this call and of no other.
    public mutating func call(
        _ request: Service.Request, at now: SimulatedInstant, using key: StreamKey
    ) -> Handled<Service.Response> {
        var stream = key.stream
        if let handled = machine?.handle(request, at: now, using: &stream) { return handled }
        guard let line else { preconditionFailure("a door leads to a machine or to a line") }
        return line.call(Service.self, request, at: now, using: key)
    }

    /// An answer is of the kind that was asked for: services and `RemoteService` see to it.
    package static func otherKind(_ response: Service.Response) -> Never {
        preconditionFailure("the answer of another operation: \(response)")
    }
}

/// The line that the doors of one pipeline share.
///
/// Confined to the pipeline. When it breaks, calls are refused from then on, and whoever runs the pipeline asks for
/// `failure` and ends.
public final class CallLine {
    private let carrier: any Carrier
    /// What broke the line.
    public private(set) var failure: (any Error)?

    public init(_ carrier: any Carrier) { self.carrier = carrier }

    func call<Service: RemoteService>(
        _ kind: Service.Type, _ request: Service.Request, at now: SimulatedInstant, using key: StreamKey
    ) -> Handled<Service.Response> {
        let broken = ServiceError(
            Service.service, code: "Unreachable", status: 503, message: "the line is broken",
            isRetryable: false)
        guard failure == nil else { return Handled(broken, taking: .zero) }
        do {
            var wire = try Service.wire(request)
            wire.headers += [
                WireHeader(MeteringHeaders.now, String(now.nanoseconds)),
                WireHeader(MeteringHeaders.draws, key.description),
            ]
            let answer = try carrier.carry(wire)
            return try CallLine.handled(kind, request, answer)
        } catch {
            failure = error
            return Handled(broken, taking: .zero)
        }
    }

    private static func handled<Service: RemoteService>(
        _ kind: Service.Type, _ request: Service.Request, _ answer: WireAnswer
    ) throws -> Handled<Service.Response> {
        guard let nanoseconds = answer.headers[MeteringHeaders.serviceTime].flatMap(Int64.init),
            let usage = Usage(headerText: answer.headers[MeteringHeaders.usage] ?? "")
        else {
            throw FinegrainError.defect("an answer of \(Service.service.rawValue) has no service time")
        }
        let time = SimulatedDuration(nanoseconds: nanoseconds)
        do {
            if answer.status == 200 {
                return Handled(try Service.response(to: request, in: answer), taking: time, usage: usage)
            }
            return Handled(try Service.refusal(in: answer), taking: time, usage: usage)
        } catch {
            let text = String(decoding: answer.body.bytes.prefix(300), as: UTF8.self)
            throw FinegrainError.defect(
                "\(Service.service.rawValue) answered with status \(answer.status): \(text)")
        }
    }
}
