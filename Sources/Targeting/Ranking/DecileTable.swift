public import Uplift

/// Observed rates and uplift by tenths of a ranking, the best first.
public struct DecileTable: Hashable, Sendable {
    public struct Row: Hashable, Sendable {
        public let treatment: ArmSummary
        public let control: ArmSummary

        /// Nil when an arm is empty.
        public var uplift: Double? {
            treatment.count > 0 && control.count > 0 ? treatment.mean - control.mean : nil
        }

        /// Nil below two units an arm.
        public var standardError: Double? {
            guard treatment.count > 1, control.count > 1 else { return nil }
            return (treatment.varianceOfMean + control.varianceOfMean).squareRoot()
        }
    }

    public let rows: [Row]

    /// Equal scores stay together: a group belongs to the part in which its middle lies, so that parts may differ in size
    /// and some may be empty.
    /// - Complexity: O(units log units).
    public init(_ sample: UnitSample, ranked: RankedUnits, parts: Int = 10) {
        let ranks = ranked.ranks
        var members: [[[Double]]] = Array(repeating: [[], []], count: parts)
        for unit in 0..<sample.count {
            let part = min(parts - 1, Int(ranks[unit] * Double(parts)))
            members[part][sample.treated[unit] ? 1 : 0].append(sample.outcomes[unit])
        }
        rows = members.map { Row(treatment: ArmSummary($0[1]), control: ArmSummary($0[0])) }
    }
}
