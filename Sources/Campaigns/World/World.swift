public import Audiences
public import RandomStreams
public import Scenarios
public import Workers

/// One replication of the truth: customers who drift, what copy does to them, what the writer believes.
///
/// All rows of a sweep that differ only in the system share one world, so that their differences are
/// differences of design. Confined to one replication; `advance` moves everybody on to the next campaign.
public final class World {
    public let seed: Seed
    public let base: CustomerBase
    public let response: Response
    public let hierarchy: SegmentHierarchy
    public let layout: ProfileLayout
    public let population: Population
    let beliefs: Beliefs
    /// Covariance of utilities over the audience of week 0, angles × angles, for second-order effects.
    let utilityCovariance: [Double]

    /// - Parameters:
    ///   - drift: how the customers change from one campaign to the next.
    ///   - delivered: tells the mix that the text of a generic copy with a given mix carries.
    ///   - depths: the depths of `hierarchy` whose segments will be asked for.
    public init(
        base: CustomerBase, drift: Drift, scenario: Scenario, replication: Replication, hierarchy: SegmentHierarchy,
        layout: ProfileLayout, depths: [Int], workers: WorkerPool, delivered: ([Double]) throws -> [Double]
    ) throws {
        seed = replication.seed
        self.base = base
        self.hierarchy = hierarchy
        self.layout = layout
        let law = ResponseLaw(
            base: base, settings: scenario.response, persona: scenario.persona, seed: replication.responseSeed,
            mirrorsPrejudice: replication.isMirrored, workers: workers)
        (response, beliefs) = try law.draw(delivered: delivered)
        utilityCovariance = law.utilityCovariance(of: response)
        let arms = ArmAssignment(
            experiment: scenario.experiment.name, generic: scenario.experiment.generic,
            holdout: scenario.experiment.holdout)
        population = try Population(
            audience: base.audience, hierarchy: hierarchy, profile: layout, drift: drift, seed: seed,
            moments: ResponseMoments(response: response, arms: arms), depths: depths, workers: workers)
    }

    /// Moves every customer on to the next campaign.
    public func advance() { population.advance() }

    /// (c − c₀)ᵀ Cov(u) (c − c₀): how much a copy's effect differs between customers.
    func spread(of mix: [Double]) -> Double {
        let angles = mix.count
        var sum = 0.0
        for a in 0..<angles {
            for b in 0..<angles {
                sum +=
                    (mix[a] - response.genericMix[a]) * (mix[b] - response.genericMix[b])
                    * utilityCovariance[a * angles + b]
            }
        }
        return sum
    }
}
