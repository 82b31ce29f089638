import Encodings

/// The arms of the test that runs inside every campaign.
public enum Arm: Int, CaseIterable, Sendable {
    case personalised, generic, holdout

    public var name: String {
        switch self {
        case .personalised: "personalised"
        case .generic: "generic"
        case .holdout: "holdout"
        }
    }
}

/// Which arm a customer is in: a hash of the experiment's name and the customer, so that it never
/// changes, can be recomputed by anybody, and does not depend on the run's seed.
public struct ArmAssignment: Sendable {
    private let key: UInt64
    private let genericBelow: UInt64
    private let holdoutBelow: UInt64

    /// - Parameters: shares of the audience, summing to less than one.
    public init(experiment: String, generic: Double, holdout: Double) {
        var hash = Fingerprint()
        hash.combine(experiment)
        key = hash.value
        genericBelow = UInt64(generic * 0x1p32)
        holdoutBelow = UInt64((generic + holdout) * 0x1p32)
    }

    public func arm(of customer: Int) -> Arm {
        let draw =
            Fingerprint.mixed(key &+ UInt64(bitPattern: Int64(customer)) &* 0x9e37_79b9_7f4a_7c15) >> 32
        return draw < genericBelow ? .generic : draw < holdoutBelow ? .holdout : .personalised
    }
}
