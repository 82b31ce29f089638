public import Scenarios

/// What to build, how sure simulation is of that, and what the customers leave open.
///
/// Two kinds of not knowing are kept apart: the simulation error of a mean, which more worlds remove, and the
/// spread over worlds, which they do not (`docs/model.md`, "The decision").
public struct Decision: Sendable {
    /// Why nothing can be concluded; nil when something can.
    public internal(set) var failure: FailureDiagnosis?
    public let risk: DecisionSettings.Risk
    public let tolerance: Double
    /// Replications per row.
    public let worlds: Int
    /// How each row stands, the baseline first.
    public let standings: [Standing]
    /// The feasible row of the highest mean that the risk allows; 0 for the baseline.
    public let best: Int
    /// Rows within the tolerance of the best, coarse to fine; the baseline alone where it is recommended.
    public let set: [Int]
    /// The coarsest of the set; nil for the baseline, and when nothing can be concluded.
    public let recommended: Int?
    /// Rows that may be chosen: within all limits, and within the share of losses if the reader is cautious.
    public let candidates: [Int]
    /// What one unit more of a limit would bring, for the limits that keep a better row out.
    public internal(set) var shadowPrices: [ShadowPrice] = []

    /// - Parameter rows: the baseline first; net values of one length.
    /// - Complexity: O(rows × worlds).
    init(rows: [SweepRow], settings: DecisionSettings) {
        risk = settings.risk
        tolerance = settings.tolerance
        worlds = rows[0].netValues.count
        let feasible = rows.indices.filter { rows[$0].breaks.isEmpty }
        let regrets = Decision.regrets(rows.map(\.netValues), feasible: feasible)
        let standings = rows.indices.map { Standing(rows[$0], regretUSD: regrets[$0]) }
        self.standings = standings
        let candidates = feasible.filter { row in
            !rows[row].isBaseline
                && (settings.risk == .neutral || standings[row].lossShare <= settings.lossShare)
        }
        self.candidates = candidates
        let choice = Choice(
            candidates.map {
                .init(
                    row: $0, grain: rows[$0].grain, net: standings[$0].net, privacyK: rows[$0].privacyK)
            },
            tolerance: settings.tolerance)
        failure = FailureDiagnosis(rows)
        best = choice.best
        set = failure == nil ? choice.rows : [0]
        recommended = failure == nil && choice.row > 0 ? choice.row : nil
        shadowPrices = failure == nil ? ShadowPrice.all(rows, standings, chosen: choice.row) : []
    }

    public var isConclusive: Bool { failure == nil }

    /// What is gained on average by knowing the truth before choosing: E[max over rows] − max of E, which is the
    /// expected regret of the best row (expected value of perfect information).
    public var valueOfInformationUSD: Double { standings[best].regretUSD }

    /// What keeping the generic copy gives up, on average, against the recommended or, where that is the generic
    /// copy itself, against the best row.
    public var forgoneUSD: Double { max(0, standings[recommended ?? best].net.mean) }

    /// The personalised row that text and charts speak of: the recommended, else the best, else the feasible or
    /// any design of the highest mean; nil where there is none.
    public var subject: Int? {
        if let recommended { return recommended }
        if best > 0 { return best }
        let designs = standings.indices.dropFirst()
        let feasible = designs.filter { standings[$0].isFeasible }
        return (feasible.isEmpty ? Array(designs) : feasible).max {
            standings[$0].net.mean < standings[$1].net.mean
        }
    }

    /// Mean over worlds of (best feasible row of that world − the row).
    private static func regrets(_ nets: [[Double]], feasible: [Int]) -> [Double] {
        let worlds = nets[0].count
        let tops = (0..<worlds).map { world in feasible.map { nets[$0][world] }.max() ?? 0 }
        return nets.map { values in
            (0..<worlds).reduce(0.0) { $0 + tops[$1] - values[$1] } / Double(max(1, worlds))
        }
    }
}
