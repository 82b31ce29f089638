import Campaigns
import Scenarios
import YAMLReading

/// All rows of a sweep with one value on top, run on the base's own worlds as far as they are needed.
struct SideCase {
    let value: Named<YAMLTree>
    let designs: [Design]
    /// Cells of `designs` by world, from the first on. Rows that matter to the choice have more worlds.
    var cells: [[CellResult]]

    init(_ value: Named<YAMLTree>, designs: [Design]) {
        self.value = value
        self.designs = designs
        cells = designs.map { _ in [] }
    }

    /// What the rule would take here, and whether the base's choice is beaten by more than simulation error.
    ///
    /// Means are the base's over all its worlds plus the mean change on the worlds of this case. The base's
    /// row is beaten when T = (1 − tolerance)·net(best here) − net(base's row), world by world, has a mean above
    /// two of its standard errors; the generic copy when the best row's net value has (`docs/model.md`, "Side worlds").
    struct Verdict {
        var choice: Int?
        /// The row of the highest mean here; 0 for the generic copy.
        var best: Int
        var isFlipTold: Bool
        /// Whether more worlds can still change what is said.
        var isOpen: Bool
    }

    /// - Parameters:
    ///   - base: the base's rows, the baseline first.
    ///   - decision: the base's decision.
    func verdict(base: [SweepRow], decision: Decision) -> Verdict {
        let rows = designs.indices.map {
            SweepRow(values: designs[$0].values, cells: cells[$0], scenario: designs[$0].scenario)
        }
        return SideCase.verdict(
            rows: rows, changes: rows.indices.map { change($0, base) }, base: base, decision: decision)
    }

    static func verdict(rows: [SweepRow], changes: [WorldMean], base: [SweepRow], decision: Decision)
        -> Verdict
    {
        let candidates = rows.indices.filter { place in
            rows[place].breaks.isEmpty
                && (decision.risk == .neutral || decision.candidates.contains(place + 1))
        }
        let choice = Choice(
            candidates.map { place in
                let mean = decision.standings[place + 1].net.mean + changes[place].mean
                let error = WorldMean(rows[place].netValues).error
                return .init(
                    row: place + 1, grain: rows[place].grain, net: .init(mean: mean, error: error),
                    privacyK: rows[place].privacyK)
            }, tolerance: decision.tolerance)
        let chosen = choice.row > 0 ? choice.row : nil
        let generic = [Double](repeating: 0, count: rows.map(\.netValues.count).max() ?? 0)
        func nets(_ row: Int) -> [Double] { row > 0 ? rows[row - 1].netValues : generic }
        let (top, current) = (nets(choice.best), nets(decision.recommended ?? 0))
        let share = decision.recommended == nil || choice.best == 0 ? 1 : 1 - decision.tolerance
        let lead = WorldMean(zip(top, current).map { share * $0 - $1 })
        let isFlip = chosen != decision.recommended && lead.mean > 0
        let stake = StoppingRule.costShare * abs(WorldMean(top).mean)
        return Verdict(
            choice: chosen, best: choice.best, isFlipTold: isFlip && lead.isTold,
            isOpen: !lead.isTold && lead.opportunityCost > stake)
    }

    /// Mean change of a row's net value from the base on the same worlds; exactly zero where nothing changes.
    func change(_ place: Int, _ base: [SweepRow]) -> WorldMean {
        WorldMean(zip(netValues(place), base[place + 1].netValues).map { $0 - $1 })
    }

    /// Net value per campaign of one row, by world.
    func netValues(_ place: Int) -> [Double] {
        let campaigns = Double(designs[place].scenario.run.campaigns)
        return cells[place].map { ($0.total[.netValueUSD] ?? 0) / campaigns }
    }
}
