public import Quantities
public import ServiceModels

/// A service in its wire form: the operations that its clients' bytes name, answered in the provider's shapes.
///
/// It turns bytes into typed calls of its state machine and back, and knows no door: in process and over HTTP the same
/// request gets the same bytes.
public protocol WireService: Sendable {
    var service: Meter.Service { get }
    /// Routes in the order in which they are tried.
    var routes: [WireRoute] { get }

    /// Answers one call; refusals are answers too.
    mutating func answer(_ call: WireCall) -> WireAnswer

    /// The answer to a request for a path of this service that no route fits, or nil if the path is not its own.
    func unknown(_ request: WireRequest, key: UInt64) -> WireAnswer?

    /// Names of a JSON body's and a query's top level that clients draw anew for each request: ids and times.
    var volatileNames: Set<String> { get }

    /// What makes a request the same as an earlier one: the operation's parameters and body without ids and times that a
    /// client draws anew. Nil takes the path, the query and the body.
    func canonical(_ operation: String, _ request: WireRequest, body: [UInt8]) -> UInt64?

    /// Whether the operation's requests carry an AWS signature.
    func isSigned(_ operation: String) -> Bool

    /// What signatures of AWS call the service; nil where it is none of AWS's.
    var signingName: String? { get }

    /// Whether a request is the service's, though it is not signed and neither a route nor another service knows it.
    func adopts(_ request: WireRequest) -> Bool

    /// Does what came due, before a call of any service is answered.
    /// - Returns: what that used.
    mutating func advance(to now: SimulatedInstant) -> Usage

    /// A refusal in the service's own shape, for what is refused before the service is asked.
    func refused(_ code: String, status: Int, _ message: String, id: String) -> WireAnswer

    /// Names by which fault plans know the operations that they can strike.
    var faultOperations: [String] { get }

    /// Hears of the virtual time that a call of any service took.
    /// - Parameters:
    ///   - service: that answered; nil where none did.
    ///   - trace: the request's `X-Amzn-Trace-Id`.
    mutating func pass(_ time: SimulatedDuration, in service: Meter.Service?, trace: String?)

    /// Forgets everything but how it was set up.
    mutating func reset(faults: FaultPlan)

    /// Puts a fault plan in place of the one before, and leaves all else.
    mutating func inject(_ faults: FaultPlan)
}

extension WireService {
    public var volatileNames: Set<String> { [] }

    public func isSigned(_ operation: String) -> Bool { false }

    public mutating func pass(_ time: SimulatedDuration, in service: Meter.Service?, trace: String?) {}

    public func adopts(_ request: WireRequest) -> Bool { false }

    public mutating func advance(to now: SimulatedInstant) -> Usage { Usage() }

    public func canonical(_ operation: String, _ request: WireRequest, body: [UInt8]) -> UInt64? { nil }
}

/// The names by which fault plans know a service's operations: those that a fault can strike.
extension WireService {
    public var faultOperations: [String] { routes.map { FaultInjector.name(of: $0.operation) } }
}
