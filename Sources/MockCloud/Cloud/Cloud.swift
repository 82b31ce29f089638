public import Quantities
public import RandomStreams
import Synchronization

/// A mock account: services behind one wire, with one seed, one clock and one journal.
///
/// Requests are answered one at a time in the order in which they come. What an answer says depends on the seed, the request
/// and how often it came before, not on other requests between; when a quota runs out depends on the order.
public final class Cloud: Sendable {
    struct State {
        var services: [any WireService]
        var router: WireRouter
        var seed: Seed
        var clock = CloudClock()
        var occurrences = Occurrences()
        var usage = Usage()
        var sequence = 0
        var faults = FaultPlan.none
    }

    private let state: Mutex<State>
    private let observers: [any CallObserver]
    /// Longest body that is read, after decompression.
    public static let bodyLimit = 32 << 20
    /// A front that dropped a body over the limit says so by this header.
    public static let tooLongHeader = "Finegrain-Body-Too-Long"

    /// - Parameter services: in the order in which their routes are tried.
    public init(services: [any WireService], seed: Seed, observers: [any CallObserver] = []) {
        let router = WireRouter(services.map(\.routes))
        state = Mutex(State(services: services, router: router, seed: seed))
        self.observers = observers
    }

    /// Answers one request, or says what it waits for.
    /// - Parameters:
    ///   - resuming: the ticket of an earlier try that had to wait, and how the wait ended.
    ///   - baseURL: where the cloud can be reached from outside; empty in process.
    /// - Returns: the answer, and the ticket to try again with if its body is a wait.
    public func answer(
        _ request: WireRequest, resuming: (ticket: WireTicket, end: WireWait.End)? = nil, baseURL: String = ""
    ) -> (answer: WireAnswer, ticket: WireTicket) {
        state.withLock { state in
            let record = state.answer(request, resuming: resuming, baseURL: baseURL)
            if !record.answer.body.isWait { for observer in observers { observer.observe(record) } }
            return (
                record.answer, WireTicket(canonical: record.canonical, occurrence: record.occurrence)
            )
        }
    }

    /// Usage of all calls since the start or the last reset.
    public var usage: Usage { state.withLock { $0.usage } }

    /// Calls so far.
    public var callCount: Int { state.withLock { $0.sequence } }

    public var now: SimulatedInstant { state.withLock { $0.clock.now } }

    /// Forgets every call and everything made by calls; seed and faults stay.
    public func reset() { state.withLock { $0.reset() } }

    /// Changes the seed and starts anew.
    public func reseed(_ seed: Seed) {
        state.withLock { state in
            state.seed = seed
            state.reset()
        }
    }

    /// Puts a fault plan in place of the one before, and starts anew.
    public func inject(_ faults: FaultPlan) {
        state.withLock { state in
            state.faults = faults
            state.reset()
        }
    }
}

extension Cloud.State {
    mutating func reset() {
        for index in services.indices { services[index].reset(faults: faults) }
        clock = CloudClock()
        occurrences = Occurrences()
        usage = Usage()
        sequence = 0
    }

    mutating func answer(
        _ request: WireRequest, resuming: (ticket: WireTicket, end: WireWait.End)?, baseURL: String
    ) -> CallRecord {
        let now = clock.begin(request.headers["Finegrain-Now"].flatMap(Int64.init))
        let route = router.route(request)
        let (body, refusal) = Cloud.State.inflated(request)
        let operation = route?.operation ?? "unknown"
        let ticket = resuming?.ticket ?? self.ticket(route, request, body)
        var answer: WireAnswer
        if let refusal {
            answer = refusal
        } else if let route {
            var call = call(route, request, body, now, ticket, baseURL)
            call.waited = resuming?.end
            answer = services[route.service].answer(call)
        } else {
            answer = unrouted(request, ticket.canonical &+ UInt64(ticket.occurrence))
        }
        let service = route.map { services[$0.service].service }
        let record = CallRecord(
            sequence: sequence, time: now, service: service, operation: operation, entity: answer.entity,
            request: request, requestBody: body, answer: answer, canonical: ticket.canonical,
            occurrence: ticket.occurrence)
        guard !answer.body.isWait else { return record }
        clock.end(after: answer.serviceTime)
        usage.add(answer.usage)
        sequence += 1
        return record
    }

    private mutating func ticket(
        _ route: WireRouter.Match?, _ request: WireRequest, _ body: [UInt8]
    ) -> WireTicket {
        let canonical =
            route.flatMap { services[$0.service].canonical($0.operation, request, body: body) }
            ?? CanonicalRequest.hash(route?.operation ?? "unknown", request, body: body)
        return WireTicket(canonical: canonical, occurrence: occurrences.next(canonical))
    }

    /// The body without its compression, or a refusal.
    private static func inflated(_ request: WireRequest) -> (body: [UInt8], refusal: WireAnswer?) {
        if request.headers[Cloud.tooLongHeader] != nil {
            return ([], WireAnswer(status: 413, json: .members(["message": "the body is too long"])))
        }
        guard request.headers["Content-Encoding"]?.lowercased() == "gzip" else { return (request.body, nil) }
        do { return (try Inflation.inflated(request.body, limit: Cloud.bodyLimit), nil) } catch {
            let isTooLong = error == .tooLong
            return (
                [],
                WireAnswer(
                    status: isTooLong ? 413 : 400,
                    json: .members([
                        "message": isTooLong ? "the body is too long" : "the body is not gzip"
                    ]))
            )
        }
    }

    private func call(
        _ route: WireRouter.Match, _ request: WireRequest, _ body: [UInt8], _ now: SimulatedInstant,
        _ ticket: WireTicket, _ baseURL: String
    ) -> WireCall {
        let name = services[route.service].service.rawValue + "." + route.operation
        var key = Fingerprint(seed.value)
        key.combine(ticket.canonical)
        key.combine(ticket.occurrence)
        let draws = request.headers["Finegrain-Draws"].flatMap(DrawKey.init)
        let stream =
            draws.map { seed.streams($0.name).stream(entity: $0.entity, step: $0.step) }
            ?? seed.streams(name).stream(entity: ticket.canonical, step: ticket.occurrence)
        return WireCall(
            operation: route.operation, request: request, parameters: route.parameters, body: body, now: now,
            stream: stream, key: key.value, occurrence: ticket.occurrence, baseURL: baseURL)
    }

    private func unrouted(_ request: WireRequest, _ key: UInt64) -> WireAnswer {
        for service in services {
            if let answer = service.unknown(request, key: key) { return answer }
        }
        return WireAnswer(
            status: 404,
            json: .members([
                "message": .string("no service here answers \(request.method) \(request.target.prefix(200))")
            ]))
    }
}
