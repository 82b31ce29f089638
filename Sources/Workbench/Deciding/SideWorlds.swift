import Audiences
import Campaigns
import Pricing
import Quantities
import Scenarios

/// The runs beside a sweep: the writer knows nothing, and each uncertain input at its two ends.
///
/// Each case is all rows of the sweep with one value on top, run in the first replications of the sweep,
/// so that differences are paired.
struct SideWorlds {
    let sweep: Sweep
    let replications: Int
    /// The value on top of each case that must be run; the first is no knowledge.
    private let cases: [Named<YAMLTree>]
    /// The designs of all cases, case by case.
    let designs: [Design]
    private let rowCount: Int

    init(sweep: Sweep, replications: Int) throws {
        self.sweep = sweep
        self.replications = replications
        let rows = sweep.plan.rows
        rowCount = rows.count
        cases =
            [Named("response.knowledge", .scalar("0", line: nil))]
            + sweep.workspace.scenario.uncertainty.filter { !SideWorlds.isPriceOnly($0.name) }
            .flatMap { input in input.value.map { Named(input.name, $0) } }
        designs = try sweep.checkedDesigns(
            cases.flatMap { value in rows.map { row in row.filter { $0.name != value.name } + [value] } })
    }

    /// Inputs that change prices only: known usage is priced anew instead of run anew.
    static func isPriceOnly(_ path: String) -> Bool {
        path == "review.wage_usd_per_hour" || path == "response.margin_usd"
            || (path.hasPrefix("prices.") && path != "prices.book")
    }

    /// - Parameters:
    ///   - base: designs and cells of the sweep's own rows.
    ///   - side: cells of `designs`.
    func tornado(
        base: (designs: [Design], cells: [[CellResult]]), side: [[CellResult]], recommendation: Recommendation
    ) throws -> Tornado {
        var next = 1
        var bars: [Tornado.Bar] = []
        for input in sweep.workspace.scenario.uncertainty {
            var ends: [[Double]] = []
            for value in input.value {
                if SideWorlds.isPriceOnly(input.name) {
                    ends.append(try repriced(base.designs, base.cells, with: Named(input.name, value)))
                } else {
                    ends.append(nets(ofCase: next, side))
                    next += 1
                }
            }
            bars.append(bar(input, ends, recommendation))
        }
        bars.sort { ($1.swing, $0.path) < ($0.swing, $1.path) }
        let campaigns = Double(sweep.workspace.scenario.run.campaigns)
        let costs = base.cells.map { row in
            row.reduce(0) { $0 + ($1.total[.costUSD] ?? 0) } / Double(row.count) / campaigns
        }
        return Tornado(
            bars: bars, netWithoutEffect: [0] + costs.map { -$0 },
            netWithoutKnowledge: [0] + nets(ofCase: 0, side),
            replications: replications)
    }

    /// Mean net value a campaign of each row in one case.
    private func nets(ofCase index: Int, _ side: [[CellResult]]) -> [Double] {
        (index * rowCount..<(index + 1) * rowCount).map { place in
            let campaigns = Double(designs[place].scenario.run.campaigns)
            return side[place].reduce(0) { $0 + ($1.total[.netValueUSD] ?? 0) } / Double(side[place].count)
                / campaigns
        }
    }

    /// The same usage and outcomes at other prices.
    private func repriced(
        _ designs: [Design], _ cells: [[CellResult]], with value: Named<YAMLTree>
    ) throws -> [Double] {
        try zip(designs, cells).map { design, row in
            let scenario = try sweep.workspace.scenario(
                design.values.filter { $0.name != value.name } + [value])
            let tariff = try Tariff(book: sweep.workspace.book, scenario: scenario)
            let net = try row.reduce(0.0) { sum, cell in
                let cost = try tariff.marginalCost(of: cell.usage, mails: cell.mails)
                return sum + scenario.response.marginUSD * (cell.total[.incrementalOutcomes] ?? 0) - cost
            }
            return net / Double(row.count) / Double(scenario.run.campaigns)
        }
    }

    private func bar(_ input: Named<[YAMLTree]>, _ ends: [[Double]], _ recommendation: Recommendation)
        -> Tornado.Bar
    {
        // Where the baseline is recommended, the question is what the best design would bring.
        let watched = recommendation.recommended ?? (recommendation.best > 0 ? recommendation.best : 1)
        func choice(_ nets: [Double]) -> Int? {
            let best = nets.indices.max { nets[$0] < nets[$1] } ?? 0
            return nets[best] > 0 ? best + 1 : nil
        }
        return Tornado.Bar(
            path: input.name, low: input.value[0].json.text(), high: input.value[1].json.text(),
            netAtLow: ends[0][watched - 1], netAtHigh: ends[1][watched - 1],
            recommendedAtLow: choice(ends[0]),
            recommendedAtHigh: choice(ends[1]))
    }
}
