public import Quantities

/// Which calls go wrong, and how. An empty plan leaves every call alone.
public struct FaultPlan: Hashable, Sendable {
    /// When a rule strikes.
    public enum Trigger: Hashable, Sendable {
        /// Each call with this probability.
        case rate(Double)
        /// Only the nth call that the rule could strike, counted from one.
        case nthCall(Int)
        /// Calls n, 2n, 3n, ...
        case everyNthCall(Int)
        /// Each call in `from ..< until` with this probability.
        case window(from: SimulatedInstant, until: SimulatedInstant, rate: Double)
    }

    /// What happens to the call.
    public enum Kind: Hashable, Sendable {
        /// The service refuses with its throttling error.
        case throttle
        /// The service refuses with its internal error.
        case serverError
        /// The answer is cut, so that it is no JSON.
        case malformedJSON
        /// The answer is JSON but breaks its schema.
        case schemaBreaking
        /// The copy carries a sentence that breaks the brand's tone.
        case offBrand
        /// The copy carries a planted canary.
        case canaryLeak
        /// A streamed answer breaks off in the middle; others ignore it.
        case cutStream
        /// A batch takes some of its entries and refuses the others; others ignore it.
        case partialFailure
        /// What the call does is done twice: SNS notifies, the marketing platform sends. Others ignore it.
        case duplicate
        /// The service time is multiplied.
        case slow(factor: Double)
        /// The service time grows by this much.
        case stall(SimulatedDuration)
    }

    /// One line of the plan.
    public struct Rule: Hashable, Sendable {
        public var service: Meter.Service
        /// The operation that it strikes, such as `converse`; nil strikes all.
        public var operation: String?
        public var trigger: Trigger
        public var kind: Kind

        public init(_ service: Meter.Service, operation: String? = nil, _ trigger: Trigger, _ kind: Kind) {
            self.service = service
            self.operation = operation
            self.trigger = trigger
            self.kind = kind
        }
    }

    /// In order: the first rule that strikes decides.
    public var rules: [Rule]

    public init(_ rules: [Rule] = []) { self.rules = rules }

    public static let none = FaultPlan()
}
