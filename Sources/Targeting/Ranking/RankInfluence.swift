import RandomStreams
import Uplift

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// TOC, AUTOC and QINI of doubly robust scores down a ranking, with errors by influence functions.
///
/// TOC(q) = E[ψ | best share q] − E[ψ]; AUTOC its mean over q, QINI the mean of q TOC(q) (Yadlowsky, Fleming, Shah, Brunskill
/// & Wager, arXiv:2111.07966), with ties averaged. The error of the ranking itself is of higher order and left out.
struct RankInfluence {
    let autoc: Double
    let autocError: Double
    let qini: Double

    private let ranked: RankedUnits
    private let centred: [Double]

    init(_ ranked: RankedUnits, _ doublyRobust: [Double]) {
        self.ranked = ranked
        let count = Double(doublyRobust.count)
        let mean = doublyRobust.reduce(0, +) / count
        let centred = doublyRobust.map { $0 - mean }
        self.centred = centred
        // Weights of a position among n: Σ over i ≥ position of 1/i for AUTOC, the share of i's for QINI; averaged in ties.
        var harmonic = Array(repeating: 0.0, count: doublyRobust.count)
        var sum = 0.0
        for position in harmonic.indices.reversed() {
            sum += 1 / Double(position + 1)
            harmonic[position] = sum
        }
        var weights = harmonic
        var shares = harmonic
        var start = 0
        for end in ranked.ends {
            let size = Double(end - start)
            let average = harmonic[start..<end].reduce(0, +) / size
            let share = (count - 0.5 * Double(start + end - 1)) / count
            for position in start..<end {
                weights[ranked.order[position]] = average
                shares[ranked.order[position]] = share
            }
            start = end
        }
        let autoc = zip(weights, centred).reduce(0) { $0 + $1.0 * $1.1 } / count
        let qini = zip(shares, centred).reduce(0) { $0 + $1.0 * $1.1 } / count
        self.autoc = autoc
        self.qini = qini
        autocError = RankInfluence.error(zip(weights, centred).map { ($0 - 1) * $1 - autoc })
    }

    private static func error(_ influence: [Double]) -> Double {
        let count = Double(influence.count)
        let mean = influence.reduce(0, +) / count
        return (influence.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1) / count).squareRoot()
    }

    /// TOC on a grid of shares.
    ///
    /// With running sums of ψ − ψ̄ and of its square a point costs nothing more than a look-up: inside the share the
    /// influence is (ψ − ψ̄)(1/q − 1), outside −(ψ − ψ̄), in the group at the border in part.
    func toc(gridSize: Int, confidence: Double) -> [Ranking.Point] {
        let quantile = -Normal.quantile(0.5 * (1 - confidence))
        let count = Double(centred.count)
        let sums = RunningMoments(ranked, centred)
        return (1...gridSize).map { step in
            let share = Double(step) / Double(gridSize)
            let border = sums.border(share: share)
            let value = border.sum / share / count
            let (inside, part) = (1 / share - 1, border.part / share - 1)
            let squares =
                inside * inside * border.innerSquares + part * part * border.groupSquares
                + border.outerSquares
            // The influence's mean is zero but for rounding.
            let error = (max(0, squares / count - value * value) / (count - 1)).squareRoot()
            return Ranking.Point(
                share: share, value: value, lower: value - quantile * error, upper: value + quantile * error)
        }
    }
}
