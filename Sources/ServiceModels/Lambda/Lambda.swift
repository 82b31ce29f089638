public import Quantities
public import RandomStreams
import SimulationKernel

/// AWS Lambda: environments that run a function for whoever invokes it.
///
/// The work itself is the caller's, so an invocation has a beginning and an end: `invoke` finds or
/// makes an environment, `finish` frees it and bills it. A burst is all cold, because an environment
/// serves one invocation at a time.
public struct Lambda: MockService, Sendable {
    package struct Pool: Sendable {
        package var function: LambdaFunction
        /// When each idle environment became so; the last is used first.
        var idleSince: [SimulatedInstant] = []
        var scaleUp: TokenBucket
        /// Invocations that run now.
        var running = 0
        /// How many may run at once, kept free for this function; nil shares what the account has left.
        var reserved: Int?
    }

    package var pools: [Pool]
    public let limits: LambdaLimits
    /// Running invocations by id.
    var running: [Int: Invocation] = [:]
    /// Running invocations whose end is known, in order of their ends.
    var ending: [(end: SimulatedInstant, invocation: Invocation)] = []
    var nextID = 0
    package var faults: FaultInjector

    package static let refusalTime = SimulatedDuration.milliseconds(5)

    public init(functions: [LambdaFunction], limits: LambdaLimits = LambdaLimits(), faults: FaultPlan = .none)
    {
        self.limits = limits
        pools = functions.map { Pool($0, limits) }
        self.faults = FaultInjector(faults, service: .lambda)
    }

    /// Invocations that run now.
    public var concurrency: Int { running.count }

    public mutating func handle(
        _ request: Request, at now: SimulatedInstant, using stream: inout RandomStream
    ) -> Handled<Response> {
        switch request {
        case .invoke(let function, let payloadBytes):
            answerInvoke(function, payloadBytes: payloadBytes, at: now, using: &stream).map(Response.invoke)
        case .finish(let invocation):
            answerFinish(invocation, at: now, using: &stream).map(Response.finish)
        }
    }

    mutating func answerInvoke(
        _ function: String, payloadBytes: Int, at now: SimulatedInstant, using stream: inout RandomStream
    ) -> Handled<Invocation> {
        let fault = faults.next("invoke", at: now, using: &stream)
        let refusalTime = Lambda.refusalTime.slowed(by: fault)
        guard let index = pools.firstIndex(where: { $0.function.name == function }) else {
            return Handled(Errors.missing(function), taking: refusalTime)
        }
        guard payloadBytes <= limits.payloadBytes else {
            return Handled(Errors.tooLarge(payloadBytes), taking: refusalTime)
        }
        if fault == .throttle { return Handled(Errors.concurrency, taking: refusalTime) }
        if fault == .serverError { return Handled(Errors.server, taking: refusalTime) }
        if let error = refusal(of: pools[index]) { return Handled(error, taking: refusalTime) }
        var delay = SimulatedDuration.zero
        let isCold = !pools[index].takeWarm(at: now, idleExpiry: limits.idleExpiry)
        if isCold {
            guard pools[index].scaleUp.reserve(1, at: now) == .granted else {
                return Handled(Errors.scaling, taking: refusalTime)
            }
            delay = pools[index].function.coldStart.sample(using: &stream)
        }
        delay = delay.slowed(by: fault)
        let invocation = Invocation(
            id: nextID, function: function, isCold: isCold, accepted: now, started: now + delay)
        nextID += 1
        running[invocation.id] = invocation
        pools[index].running += 1
        return Handled(invocation, taking: delay)
    }

    mutating func answerFinish(
        _ invocation: Invocation, at now: SimulatedInstant, using stream: inout RandomStream
    ) -> Handled<Billed> {
        _ = faults.next("finish", at: now, using: &stream)
        guard let index = pools.firstIndex(where: { $0.function.name == invocation.function }),
            let known = running.removeValue(forKey: invocation.id)
        else { return Handled(Errors.notRunning(invocation.id), taking: .zero) }
        pools[index].idleSince.append(now)
        pools[index].running -= 1
        let billed = Billed(
            milliseconds: max(1, (now - known.accepted).millisecondsRoundedUp),
            megabytes: pools[index].function.memoryMegabytes)
        return Handled(billed, taking: .zero, usage: Lambda.usage(billed, function: invocation.function))
    }
}

extension Lambda.Pool {
    init(_ function: LambdaFunction, _ limits: LambdaLimits) {
        let perMinute = Int(Int128(limits.scaleUp) * 60_000_000_000 / Int128(limits.scaleWindow.nanoseconds))
        self.init(
            function: function, scaleUp: TokenBucket(capacity: limits.scaleUp, refillPerMinute: perMinute))
    }

    /// Takes the environment that idled shortest, if it is still there.
    mutating func takeWarm(at now: SimulatedInstant, idleExpiry: SimulatedDuration) -> Bool {
        guard let last = idleSince.popLast() else { return false }
        guard now - last < idleExpiry else {
            // Those below idled even longer.
            idleSince.removeAll(keepingCapacity: true)
            return false
        }
        return true
    }
}
