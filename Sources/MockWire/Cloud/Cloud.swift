import Encodings
public import Quantities
public import RandomStreams
public import ServiceModels
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
        var clock: CloudClock
        var occurrences = Occurrences()
        var refusals = Refusals()
        var usage = Usage()
        /// What came due and belongs to the next answer.
        var due = Usage()
        var sequence = 0
        /// Resets so far.
        var epoch = 0
        var faults = FaultPlan.none
        /// Set where signatures are verified.
        var signature: SignatureV4?
    }

    private let state: Mutex<State>
    private let observers: [any CallObserver]
    /// Longest body that is read, after decompression.
    public static let bodyLimit = 32 << 20

    /// - Parameters:
    ///   - services: in the order in which their routes are tried.
    ///   - faults: the plan that the services were made with; a reset keeps it.
    ///   - verifying: key and secret that AWS requests must be signed with; nil takes any.
    ///   - clock: who keeps the time.
    public init(
        services: [any WireService], seed: Seed, verifying credentials: (key: String, secret: String)? = nil,
        faults: FaultPlan = .none, clock: CloudClock = CloudClock(), observers: [any CallObserver] = []
    ) {
        let router = WireRouter(services.map(\.routes))
        var state = State(services: services, router: router, seed: seed, clock: clock)
        state.faults = faults
        state.signature = credentials.map { SignatureV4(accessKey: $0.key, secret: $0.secret) }
        self.state = Mutex(state)
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
        answer(OpenedRequest(request), resuming: resuming, baseURL: baseURL)
    }

    /// The same for a request that was opened before its turn.
    public func answer(
        _ opened: OpenedRequest, resuming: (ticket: WireTicket, end: WireWait.End)? = nil,
        baseURL: String = ""
    ) -> (answer: WireAnswer, ticket: WireTicket) {
        state.withLock { state in
            let record = state.answer(opened, resuming: resuming, baseURL: baseURL)
            if !record.answer.body.isWait, !record.answer.isForgotten {
                for observer in observers { observer.observe(record) }
            }
            let ticket = WireTicket(
                canonical: record.canonical, occurrence: record.occurrence, epoch: state.epoch)
            return (record.answer, ticket)
        }
    }

    /// Usage of all calls since the start or the last reset.
    public var usage: Usage { state.withLock { $0.usage } }

    /// Calls so far.
    public var callCount: Int { state.withLock { $0.sequence } }

    public var now: SimulatedInstant { state.withLock { $0.clock.now } }

    /// Forgets every call and everything made by calls; seed and faults stay.
    public func reset() { state.withLock { $0.reset() } }

    /// Changes the seed of every draw from now on, as if no request had come before; what calls made stays.
    public func reseed(_ seed: Seed) {
        state.withLock { state in
            state.seed = seed
            state.occurrences = Occurrences()
            state.refusals = Refusals()
        }
    }

    /// A fault plan with operations as this cloud's services name them.
    /// - Throws: bad input naming every operation that no fault can strike.
    public func checked(_ faults: FaultPlan) throws(FinegrainError) -> FaultPlan {
        try state.withLock { (state) throws(FinegrainError) in try state.resolved(faults) }
    }

    /// Puts a fault plan in place of the one before; what calls made stays.
    public func inject(_ faults: FaultPlan) {
        state.withLock { state in
            state.faults = faults
            for index in state.services.indices { state.services[index].inject(faults) }
        }
    }
}

extension Cloud.State {
    mutating func reset() {
        for index in services.indices { services[index].reset(faults: faults) }
        clock.restart()
        occurrences = Occurrences()
        refusals = Refusals()
        usage = Usage()
        due = Usage()
        sequence = 0
        epoch += 1
    }

    /// The operation of the service that a request is signed for; else of any whose path it has; else of one that takes it.
    private func route(_ request: WireRequest, signedFor scope: String?) -> WireRouter.Match? {
        let signed = scope.flatMap { name in services.firstIndex { $0.signingName == name } }
        if let signed, let match = router.route(request, signedFor: scope, in: signed) { return match }
        if let match = router.route(request, signedFor: scope) { return match }
        guard scope == nil, !services.contains(where: { $0.unknown(request, key: 0) != nil }),
            let taker = services.firstIndex(where: { $0.adopts(request) })
        else { return nil }
        return router.route(request, signedFor: services[taker].signingName, in: taker)
    }

    mutating func answer(
        _ opened: OpenedRequest, resuming: (ticket: WireTicket, end: WireWait.End)?, baseURL: String
    ) -> CallRecord {
        let (request, body, json) = (opened.request, opened.body, opened.json)
        let isOld = resuming.map { $0.ticket.epoch != epoch } ?? false
        let route = route(request, signedFor: opened.signedFor)
        let operation = route?.operation ?? "unknown"
        var ticket = resuming?.ticket ?? self.ticket(route, request, body, json)
        let now = clock.begin(
            isOld ? nil : request.headers[MeteringHeaders.now].flatMap(Int64.init),
            notBefore: isOld ? nil : refusals.end(of: ticket.canonical))
        for index in services.indices { due.add(services[index].advance(to: now)) }
        var answer: WireAnswer
        if let refusal = opened.refusal {
            answer = self.refusal(refusal, route, ticket)
        } else if let answered = unsigned(route, request, ticket) {
            answer = answered
        } else if let route {
            var call = call(route, request, body, now, ticket, baseURL)
            call.waited = resuming?.end
            call.isOld = isOld
            call.parsed = json
            answer = services[route.service].answer(call)
        } else {
            answer = unrouted(request, ticket.canonical &+ UInt64(ticket.occurrence))
        }
        answer.effects = answer.effects.map(\.owned)
        if isOld, !answer.isForgotten { ticket = self.ticket(route, request, body, json) }
        if !answer.body.isWait {
            answer.usage.add(due)
            due = Usage()
            answer.headers += MeteringHeaders.headers(of: answer)
        }
        let service = route.map { services[$0.service].service }
        let record = CallRecord(
            sequence: sequence, time: now, service: service, operation: answer.operation ?? operation,
            entity: answer.entity,
            request: request, requestBody: body, answer: answer, canonical: ticket.canonical,
            occurrence: ticket.occurrence)
        guard !answer.body.isWait, !answer.isForgotten else { return record }
        clock.end(after: answer.serviceTime)
        pass(answer.serviceTime, in: service, request)
        refusals.note(answer, to: ticket.canonical, at: clock.now)
        usage.add(answer.usage)
        sequence += 1
        return record
    }

    private mutating func ticket(
        _ route: WireRouter.Match?, _ request: WireRequest, _ body: [UInt8], _ json: JSONValue?
    ) -> WireTicket {
        let canonical =
            route.flatMap { services[$0.service].canonical($0.operation, request, body: body) }
            ?? CanonicalRequest.hash(
                route?.operation ?? "unknown", request, body: body, json: json,
                ignoring: route.map { services[$0.service].volatileNames } ?? [])
        return WireTicket(canonical: canonical, occurrence: occurrences.next(canonical), epoch: epoch)
    }

    /// Tells the services that time has passed with a call.
    private mutating func pass(
        _ time: SimulatedDuration, in service: Meter.Service?, _ request: WireRequest
    ) {
        guard time > .zero else { return }
        let trace = request.headers["X-Amzn-Trace-Id"]
        for index in services.indices { services[index].pass(time, in: service, trace: trace) }
    }

    private func refusal(
        _ refusal: (status: Int, message: String), _ route: WireRouter.Match?, _ ticket: WireTicket
    ) -> WireAnswer {
        guard let route else {
            return WireAnswer(status: refusal.status, json: .members(["message": .string(refusal.message)]))
        }
        return services[route.service].refused(
            refusal.status == 413 ? "RequestEntityTooLargeException" : "ValidationException",
            status: refusal.status, refusal.message,
            id: UUIDText.make(ticket.canonical, UInt64(ticket.occurrence)))
    }

    /// The refusal of a request whose signature is missing or wrong, where signatures are verified.
    private func unsigned(
        _ route: WireRouter.Match?, _ request: WireRequest, _ ticket: WireTicket
    ) -> WireAnswer? {
        guard let signature, let route, services[route.service].isSigned(route.operation),
            let name = services[route.service].signingName,
            let problem = signature.problem(request, for: name)
        else { return nil }
        return services[route.service].refused(
            problem.code, status: problem.status, problem.message,
            id: UUIDText.make(ticket.canonical, UInt64(ticket.occurrence)))
    }

    private func call(
        _ route: WireRouter.Match, _ request: WireRequest, _ body: [UInt8], _ now: SimulatedInstant,
        _ ticket: WireTicket, _ baseURL: String
    ) -> WireCall {
        let name = services[route.service].service.rawValue + "." + route.operation
        var key = Fingerprint(seed.value)
        key.combine(ticket.canonical)
        key.combine(ticket.occurrence)
        let draws = request.headers[MeteringHeaders.draws].flatMap { StreamKey($0, seed: seed) }
        let stream =
            draws?.stream
            ?? seed.streams(name).stream(entity: ticket.canonical, step: ticket.occurrence)
        return WireCall(
            operation: route.operation, request: request, parameters: route.parameters, body: body, now: now,
            stream: stream, key: key.value,
            occurrence: ticket.occurrence - refusals.count(of: ticket.canonical), baseURL: baseURL)
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
