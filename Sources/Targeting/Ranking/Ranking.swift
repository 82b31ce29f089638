public import RandomStreams
public import Uplift

/// How well scores rank units by their effects.
///
/// Tie-safe: equal scores are one point of every curve. TOC and AUTOC are of doubly robust scores, with errors by influence
/// functions (Yadlowsky et al. 2021); the Qini curve is of plain outcomes, which vary more, with errors by half samples.
public struct Ranking: Sendable {
    /// A point of a curve over the share treated, with its interval.
    public struct Point: Hashable, Sendable {
        public let share: Double
        public let value: Double
        public let lower: Double
        public let upper: Double
    }

    /// Area between Qini curve and chord over n N₁: gain a head over treating as many at random, averaged over shares.
    public let qiniPerHead: Double
    public let qiniInterval: ConfidenceInterval
    /// Mean effect among the best 30 %, the group at the border in part; nil when an arm is empty there.
    public let upliftAt30: Double?
    /// Mean over shares of what the best share has more than all.
    public let autoc: Double
    public let autocInterval: ConfidenceInterval
    /// Outcomes won a head when the best share is treated, with half-sample bands.
    public let curve: [Point]
    /// Mean effect of the best share less that of all.
    public let toc: [Point]

    /// Points of the curves, the origin apart.
    static let gridSize = 100

    /// - Parameters:
    ///   - ranked: one score a unit; larger means treat first.
    ///   - doublyRobust: ψ of each unit, whose mean over any units is unbiased for their mean effect.
    ///   - seed: of the half samples.
    /// - Precondition: one score and one ψ a unit.
    /// - Complexity: O(units log units + units × replicates).
    public init(
        _ sample: UnitSample, ranked: RankedUnits, doublyRobust: [Double], confidence: Double = 0.95,
        seed: Seed
    ) {
        precondition(ranked.count == sample.count && doublyRobust.count == sample.count, "one score a unit")
        let sums = RunningSums(ranked, treated: sample.treated, outcomes: sample.outcomes)
        let qini = UpliftCurve.qini(sums)
        let treatedCount = Double(sample.count(treated: true))
        let scale = 1 / (Double(sample.count) * treatedCount)
        let influence = RankInfluence(ranked, doublyRobust)
        let band = HalfSamples(sample, ranked: ranked, gridSize: Ranking.gridSize, seed: seed)
        qiniPerHead = (qini.area - qini.chordArea) * scale
        qiniInterval = ConfidenceInterval(
            center: qiniPerHead, standardError: band.areaError, degreesOfFreedom: .infinity,
            confidence: confidence)
        autoc = influence.autoc
        autocInterval = ConfidenceInterval(
            center: influence.autoc, standardError: influence.autocError, degreesOfFreedom: .infinity,
            confidence: confidence)
        upliftAt30 = Ranking.uplift(sample, membership: ranked.membership(share: 0.3))
        toc = influence.toc(gridSize: Ranking.gridSize, confidence: confidence)
        let quantile = -Normal.quantile(0.5 * (1 - confidence))
        curve = (0...Ranking.gridSize).map { step in
            let share = Double(step) / Double(Ranking.gridSize)
            // Q counts outcomes among the treated: a head of them, times the share, is a head of all.
            let value = qini.value(at: share * Double(sample.count)) / treatedCount
            let half = quantile * band.errors[step]
            return Point(share: share, value: value, lower: value - half, upper: value + half)
        }
    }

    /// Difference of the arms' means among units, each counted by its membership.
    static func uplift(_ sample: UnitSample, membership: [Double]) -> Double? {
        var (n1, n0, y1, y0) = (0.0, 0.0, 0.0, 0.0)
        for (unit, part) in membership.enumerated() where part > 0 {
            if sample.treated[unit] {
                n1 += part
                y1 += part * sample.outcomes[unit]
            } else {
                n0 += part
                y0 += part * sample.outcomes[unit]
            }
        }
        return n1 > 0 && n0 > 0 ? y1 / n1 - y0 / n0 : nil
    }
}
