import Encodings
package import Quantities
package import RandomStreams

/// A plan's rules for one service, with the calls counted that each could have struck.
package struct FaultInjector: Sendable {
    private var rules: [FaultPlan.Rule]
    private var calls: [Int]

    package init(_ plan: FaultPlan, service: Meter.Service) {
        rules = plan.rules.filter { $0.service == service }
        calls = Array(repeating: 0, count: rules.count)
    }

    /// The fault of the next call, if any.
    ///
    /// Takes one draw whatever the plan says, so that adding a rule moves no other draw of the call;
    /// each rule's own uniform is mixed from that draw and the rule's place.
    package mutating func next(
        _ operation: String, at now: SimulatedInstant, using stream: inout RandomStream
    ) -> FaultPlan.Kind? {
        let word = stream.next()
        var struck: FaultPlan.Kind?
        for index in rules.indices where rules[index].operation == nil || rules[index].operation == operation
        {
            calls[index] += 1
            guard struck == nil else { continue }
            let mixed = Fingerprint.mixed(word &+ UInt64(index) &* 0x9e37_79b9_7f4a_7c15)
            let uniform = Double(mixed >> 11) * 0x1p-53
            let strikes =
                switch rules[index].trigger {
                case .rate(let rate): uniform < rate
                case .nthCall(let n): calls[index] == n
                case .everyNthCall(let n): n > 0 && calls[index] % n == 0
                case .window(let from, let until, let rate): now >= from && now < until && uniform < rate
                }
            if strikes { struck = rules[index].kind }
        }
        return struck
    }
}

extension SimulatedDuration {
    /// The service time under a fault that slows the call; other faults leave it.
    package func slowed(by fault: FaultPlan.Kind?) -> SimulatedDuration {
        switch fault {
        case .slow(let factor): SimulatedDuration(seconds: inSeconds * factor)
        case .stall(let extra): self + extra
        default: self
        }
    }
}
