/// What other programs print for the same scores, by their names and definitions.
///
/// Versions read: scikit-uplift 0.5.1, causalml 0.18, grf 2. The first needs outcomes of 0 and 1; the second makes every
/// row a point, so that equal scores get an order, here that of the units' keys.
public struct RankingConventions: Hashable, Sendable {
    /// `qini_auc_score`, and the same with `negative_effect=False`.
    public let skliftQini: Double?
    public let skliftQiniWithoutNegative: Double?
    /// `uplift_auc_score`.
    public let skliftAUUC: Double?
    /// `uplift_at_k(strategy="overall", k=.3)`.
    public let skliftUpliftAt30: Double?
    /// `qini_score` and `auuc_score`, normalised.
    public let causalmlQini: Double
    public let causalmlAUUC: Double
    /// `rank_average_treatment_effect` with targets QINI and AUTOC.
    public let grfQini: Double
    public let grfAUTOC: Double

    /// - Precondition: one score and one ψ a unit.
    public init(_ sample: UnitSample, ranked: RankedUnits, doublyRobust: [Double]) {
        let influence = RankInfluence(ranked, doublyRobust)
        grfQini = influence.qini
        grfAUTOC = influence.autoc
        (causalmlQini, causalmlAUUC) = RankingConventions.causalml(sample, ranked)
        guard sample.outcomes.allSatisfy({ $0 == 0 || $0 == 1 }) else {
            (skliftQini, skliftQiniWithoutNegative, skliftAUUC, skliftUpliftAt30) = (nil, nil, nil, nil)
            return
        }
        let sums = RunningSums(ranked, treated: sample.treated, outcomes: sample.outcomes)
        let (qini, gain) = (UpliftCurve.qini(sums), UpliftCurve.gain(sums))
        let perfect = RankingConventions.perfect(sample)
        skliftQini = RankingConventions.ratio(qini, over: perfect.qini)
        skliftQiniWithoutNegative = RankingConventions.ratio(qini, over: perfect.flat)
        skliftAUUC = RankingConventions.ratio(gain, over: perfect.gain)
        skliftUpliftAt30 = RankingConventions.upliftOfFirst(
            sample, Array(ranked.order.prefix(sample.count * 3 / 10)))
    }

    private static func ratio(_ curve: UpliftCurve, over perfect: UpliftCurve) -> Double? {
        let chord = perfect.chordArea
        let best = perfect.area - chord
        return best == 0 ? nil : (curve.area - chord) / best
    }

    /// The orders that sklift calls perfect: for Qini y t − y (1 − t), for the gain 2·[y = t] plus y or t.
    private static func perfect(
        _ sample: UnitSample
    ) -> (qini: UpliftCurve, flat: UpliftCurve, gain: UpliftCurve) {
        func sums(_ scores: [Double]) -> RunningSums {
            RunningSums(RankedUnits(scores: scores), treated: sample.treated, outcomes: sample.outcomes)
        }
        let sides = zip(sample.treated, sample.outcomes)
        let qini = UpliftCurve.qini(sums(sides.map { $0 ? $1 : -$1 }))
        let end = qini.values.last ?? 0
        let controlResponders = sides.reduce(0) { $0 + (!$1.0 && $1.1 == 1 ? 1 : 0) }
        let treatedOthers = sides.reduce(0) { $0 + ($1.0 && $1.1 == 0 ? 1 : 0) }
        let gain = UpliftCurve.gain(
            sums(
                sides.map { treated, outcome in
                    let t = treated ? 1.0 : 0.0
                    return (outcome == t ? 2 : 0) + (controlResponders > treatedOthers ? outcome : t)
                }))
        let total = Double(sample.count)
        return (qini, UpliftCurve(counts: [0, end, total], values: [0, end, end]), gain)
    }

    private static func upliftOfFirst(_ sample: UnitSample, _ units: [Int]) -> Double? {
        var membership = Array(repeating: 0.0, count: sample.count)
        for unit in units { membership[unit] = 1 }
        return Ranking.uplift(sample, membership: membership)
    }

    /// Sums of the normalised curves over n + 1 points; points without an arm are interpolated.
    private static func causalml(_ sample: UnitSample, _ ranked: RankedUnits) -> (qini: Double, auuc: Double)
    {
        var (n1, n0, y1, y0) = (0.0, 0.0, 0.0, 0.0)
        var qini: [Double] = [0]
        var lift: [Double] = [0]
        for unit in ranked.order {
            if sample.treated[unit] {
                n1 += 1
                y1 += sample.outcomes[unit]
            } else {
                n0 += 1
                y0 += sample.outcomes[unit]
            }
            qini.append(n0 > 0 ? y1 - y0 * n1 / n0 : .nan)
            lift.append(n1 > 0 && n0 > 0 ? y1 / n1 - y0 / n0 : .nan)
        }
        interpolate(&qini)
        interpolate(&lift)
        let points = Double(qini.count)
        let end = abs(qini.last ?? 1)
        // The random line runs to the curve's end, so that its mean is half of it.
        let qiniScore = qini.reduce(0) { $0 + $1 / end } / points - 0.5 * (qini.last ?? 0) / end
        let gains = lift.enumerated().map { Double($0) * $1 }
        let total = abs(gains.last ?? 1)
        return (qiniScore, gains.reduce(0) { $0 + $1 / total } / points)
    }

    private static func interpolate(_ values: inout [Double]) {
        guard let first = values.dropFirst().firstIndex(where: { !$0.isNaN }), first > 1 else { return }
        for index in 1..<first { values[index] = values[first] * Double(index) / Double(first) }
    }
}
