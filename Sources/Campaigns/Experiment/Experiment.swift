import Audiences
import RandomStreams
import Uplift

/// The test inside every campaign: what each arm did, and what the system concludes from it.
struct Experiment {
    /// One segment's arm in one campaign, as the platform reports it.
    struct Result {
        var identity: SegmentIdentity
        var arm: Arm
        var customers: Int
        var outcomes: Int
        /// The truth: expected outcomes of the same customers under the generic copy.
        var base: Double
        /// The truth: expected outcomes beyond those.
        var effect: Double
    }

    private let streams: StreamFamily

    init(settings: PipelineSettings) { streams = settings.seed.streams("outcomes") }

    /// Draws the outcomes of a segment's arms from the rates that the world gives them.
    /// - Parameter missed: arms that got no mail, because the platform refused it.
    func observe(
        _ identity: SegmentIdentity, _ groups: [GroupResponse], gain: Double, genericQuality: Double,
        missed: [Arm] = [], campaign: Int,
        into results: inout [Result]
    ) {
        for arm in Arm.allCases {
            let group = groups[arm.rawValue]
            guard group.customers > 0 else { continue }
            let comparison = group.generic + genericQuality * group.information
            let expected =
                switch arm {
                case _ where missed.contains(arm): group.withoutMail
                case .personalised: comparison + gain
                case .generic: comparison
                case .holdout: group.withoutMail
                }
            var stream = streams.stream(entity: Int(identity.rawValue) * 4 + arm.rawValue, step: campaign)
            let outcomes = stream.binomial(
                trials: group.customers, probability: expected / Double(group.customers))
            // A draw takes a rate outside 0...1 for the nearer end, and so does the truth about it.
            let most = Double(group.customers)
            let base = min(max(comparison, 0), most)
            results.append(
                Result(
                    identity: identity, arm: arm, customers: group.customers, outcomes: outcomes,
                    base: base, effect: min(max(expected, 0), most) - base))
        }
    }

    /// The system's own estimate of the outcomes gained: differences within segments, weighted by who got
    /// the personalised copy, plus what the hold-out lost.
    /// - Returns: nil when an arm is missing altogether.
    static func incrementalOutcomes(_ results: [Result]) -> Double? {
        var strata: [PostStratifiedDifference.Stratum] = []
        var totals = [ArmSummary](repeating: .empty, count: Arm.allCases.count)
        var place = 0
        while place < results.count {
            let identity = results[place].identity
            var arms = [ArmSummary](repeating: .empty, count: Arm.allCases.count)
            while place < results.count, results[place].identity == identity {
                let result = results[place]
                arms[result.arm.rawValue] = ArmSummary(count: result.customers, successes: result.outcomes)
                place += 1
            }
            strata.append(.init(treatment: arms[0], control: arms[1], population: arms[0].count))
            for arm in Arm.allCases {
                totals[arm.rawValue] = totals[arm.rawValue].merging(arms[arm.rawValue])
            }
        }
        guard let difference = try? PostStratifiedDifference(strata) else { return nil }
        let heldOut = totals[Arm.holdout.rawValue]
        let loss =
            heldOut.count == 0
            ? 0 : Double(heldOut.count) * (heldOut.mean - totals[Arm.generic.rawValue].mean)
        return difference.incrementalOutcomes + loss
    }
}
