public import Audiences

/// What a run's experiment measured by segment and arm, summed over its campaigns, with the truth beside it.
///
/// A customer counts once a campaign. Memory grows with segments, never with customers or campaigns.
public struct ResultTally: Sendable {
    /// One segment's arm over all campaigns in which the segment was published.
    public struct Cell: Hashable, Sendable {
        public var identity: SegmentIdentity
        public var arm: Arm
        /// Customers, each counted once a campaign.
        public var customers: Int
        /// Outcomes that were drawn.
        public var outcomes: Int
        /// Expected outcomes of the same customers under the generic copy, by the world's own probabilities.
        public var base: Double
        /// Expected outcomes beyond those.
        public var effect: Double
    }

    /// `Arm.allCases.count` cells a segment, in the order of its first appearance.
    private var list: [Cell] = []
    private var starts: [Int32: Int] = [:]

    public init() {}

    /// Adds one campaign. Expectations are added campaign by campaign, so that equal runs have equal sums.
    mutating func add(_ results: [Experiment.Result]) {
        for result in results {
            let place = start(of: result.identity) + result.arm.rawValue
            list[place].customers += result.customers
            list[place].outcomes += result.outcomes
            list[place].base += result.base
            list[place].effect += result.effect
        }
    }

    private mutating func start(of identity: SegmentIdentity) -> Int {
        if let start = starts[identity.rawValue] { return start }
        let start = list.count
        starts[identity.rawValue] = start
        for arm in Arm.allCases {
            list.append(Cell(identity: identity, arm: arm, customers: 0, outcomes: 0, base: 0, effect: 0))
        }
        return start
    }

    /// The cells that had customers, by segment, then arm.
    /// - Complexity: O(cells log cells).
    public var cells: [Cell] {
        list.filter { $0.customers > 0 }
            .sorted { ($0.identity, $0.arm.rawValue) < ($1.identity, $1.arm.rawValue) }
    }

    /// Customers and outcomes of all cells.
    var totals: (customers: Int, outcomes: Int) {
        list.reduce((0, 0)) { ($0.0 + $1.customers, $0.1 + $1.outcomes) }
    }
}
