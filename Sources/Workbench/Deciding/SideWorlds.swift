import Audiences
import Campaigns
import Pricing
import Quantities
import Scenarios

/// The runs beside a sweep: the writer knows nothing, and each uncertain input at its two ends.
struct SideWorlds {
    let workspace: Workspace
    let rows: [[Named<YAMLTree>]]
    let replications: Int

    /// Inputs that change prices only: known usage is priced anew instead of run anew.
    static func isPriceOnly(_ path: String) -> Bool {
        path == "review.wage_usd_per_hour" || path == "response.margin_usd"
            || (path.hasPrefix("prices.") && path != "prices.book")
    }

    var resimulated: [Named<[YAMLTree]>] { workspace.scenario.uncertainty.filter { !SideWorlds.isPriceOnly($0.name) } }

    /// Cells that must be run.
    var cellCount: Int { rows.count * replications * (1 + 2 * resimulated.count) }
}

/// Runs the side worlds in the first replications of the sweep, so that differences are paired.
struct SideWorldRunner {
    let sweep: Sweep
    let store: RunStore?
    let tracker: Progress

    func run(
        _ side: SideWorlds, designs: [Design], cells: [[CellResult]], recommendation: Recommendation
    ) throws -> Tornado {
        let ignorant = try nets(side, with: Named("response.knowledge", .scalar("0", line: nil)))
        var bars: [Tornado.Bar] = []
        for input in sweep.workspace.scenario.uncertainty {
            let ends = try input.value.map { value in
                SideWorlds.isPriceOnly(input.name)
                    ? try repriced(designs, cells, with: Named(input.name, value))
                    : try nets(side, with: Named(input.name, value))
            }
            bars.append(bar(input, ends, designs, recommendation))
        }
        bars.sort { ($1.swing, $0.path) < ($0.swing, $1.path) }
        let costOnly = cells.map { row in
            -row.reduce(0) { $0 + ($1.total[.costUSD] ?? 0) } / Double(row.count)
        }
        let campaigns = Double(sweep.workspace.scenario.run.campaigns)
        return Tornado(
            bars: bars, netWithoutEffect: [0] + costOnly.map { $0 / campaigns },
            netWithoutKnowledge: [0] + ignorant.map { $0.reduce(0, +) / Double($0.count) }, replications: side.replications)
    }

    /// Net value a campaign by row and replication, with one value put on top of each row.
    private func nets(_ side: SideWorlds, with value: Named<YAMLTree>) throws -> [[Double]] {
        let designs = try sweep.checkedDesigns(side.rows.map { row in row.filter { $0.name != value.name } + [value] })
        let cells = try sweep.cells(designs, side.replications, store, tracker)
        return zip(designs, cells).map { design, row in
            row.map { ($0.total[.netValueUSD] ?? 0) / Double(design.scenario.run.campaigns) }
        }
    }

    /// The same usage and outcomes at other prices.
    private func repriced(
        _ designs: [Design], _ cells: [[CellResult]], with value: Named<YAMLTree>
    ) throws -> [[Double]] {
        try zip(designs, cells).map { design, row in
            let scenario = try sweep.workspace.design(design.values.filter { $0.name != value.name } + [value]).scenario
            let tariff = try Tariff(book: sweep.workspace.book, scenario: scenario)
            return try row.map { cell in
                let cost = try tariff.marginalCost(of: cell.usage, mails: cell.mails)
                return (scenario.response.marginUSD * (cell.total[.incrementalOutcomes] ?? 0) - cost)
                    / Double(scenario.run.campaigns)
            }
        }
    }

    private func bar(
        _ input: Named<[YAMLTree]>, _ ends: [[[Double]]], _ designs: [Design], _ recommendation: Recommendation
    ) -> Tornado.Bar {
        func net(_ rows: [[Double]]) -> Double {
            guard let row = recommendation.recommended ?? (recommendation.best > 0 ? recommendation.best : nil) else {
                return rows.map { $0.reduce(0, +) / Double($0.count) }.max() ?? 0
            }
            return rows[row - 1].reduce(0, +) / Double(rows[row - 1].count)
        }
        func choice(_ rows: [[Double]]) -> Int? {
            let means = [0] + rows.map { $0.reduce(0, +) / Double($0.count) }
            let best = means.indices.max { means[$0] < means[$1] } ?? 0
            return best == 0 ? nil : best
        }
        return Tornado.Bar(
            path: input.name, low: input.value[0].json.text(), high: input.value[1].json.text(), netAtLow: net(ends[0]),
            netAtHigh: net(ends[1]), recommendedAtLow: choice(ends[0]), recommendedAtHigh: choice(ends[1]))
    }
}
