import Campaigns
import Encodings
import Pricing
import Scenarios
import YAMLReading

/// The runs beside a sweep: the writer knows nothing, and each uncertain input at its two ends.
///
/// Every case runs on the base's own worlds, from the first on, as many as are needed to tell whether it turns
/// the answer: all rows on a few, the rows that the choice can be between on more. A design that equals one of the
/// base is not run again, so that a value that changes nothing gives a change of exactly zero.
struct SideWorlds {
    private let workspace: Workspace
    /// The cases that must be run; the first is no knowledge.
    private(set) var cases: [SideCase]

    /// Worlds that all rows of a case are run on; then rows that cannot matter to the choice are left.
    static let firstWorlds = 6
    /// Worlds that the rows which matter are run on at least.
    static let leastWorlds = 10

    /// - Parameter rows: the values of each row of the sweep.
    init(workspace: Workspace, rows: [[Named<YAMLTree>]]) throws {
        self.workspace = workspace
        let values =
            [Named("response.knowledge", YAMLTree.scalar("0", line: nil))]
            + workspace.scenario.uncertainty.filter { !SideWorlds.isPriceOnly($0.name) }
            .flatMap { input in input.value.map { Named(input.name, $0) } }
        cases = try values.map { value in
            SideCase(
                value,
                designs: try workspace.designs(
                    rows.map { row in row.filter { $0.name != value.name } + [value] }))
        }
    }

    /// Inputs that change prices only: known usage is priced anew instead of run anew.
    static func isPriceOnly(_ path: String) -> Bool {
        path == "review.wage_usd_per_hour" || path == "response.margin_usd"
            || (path.hasPrefix("prices.") && path != "prices.book")
    }

    /// Runs the cases until each tells whether it turns the answer, or `most` worlds are used up.
    mutating func run(base: [SweepRow], decision: Decision, most: Int, _ source: CellSource) throws {
        try extend(
            cases.indices.map { ($0, Array(cases[$0].designs.indices)) },
            to: min(SideWorlds.firstWorlds, most), source)
        let verdicts = cases.map { $0.verdict(base: base, decision: decision) }
        let relevant = verdicts.map { verdict in
            Set([verdict.best, verdict.choice ?? 0, decision.recommended ?? 0, decision.subject ?? 0])
                .filter { $0 > 0 }.map { $0 - 1 }.sorted()
        }
        var worlds = min(SideWorlds.leastWorlds, most)
        var open = Array(cases.indices)
        while !open.isEmpty {
            try extend(open.map { ($0, relevant[$0]) }, to: worlds, source)
            guard worlds < most, !source.isOutOfTime else { return }
            worlds = min(most, worlds + StoppingRule.step)
            // No knowledge is shown with its error and needs no verdict.
            open = cases.indices.dropFirst().filter {
                cases[$0].verdict(base: base, decision: decision).isOpen
            }
        }
    }

    /// Runs rows of cases on further worlds; all of them have the same number so far.
    private mutating func extend(_ rows: [(place: Int, rows: [Int])], to worlds: Int, _ source: CellSource)
        throws
    {
        let list = rows.flatMap { place, rows in rows.map { (place: place, row: $0) } }
        guard let first = list.first else { return }
        let from = cases[first.place].cells[first.row].count
        guard from < worlds else { return }
        let cells = try source.cells(
            list.map { cases[$0.place].designs[$0.row] }, worlds: from..<worlds)
        for (item, cells) in zip(list, cells) { cases[item.place].cells[item.row] += cells }
    }

    func tornado(designs: [Design], cells: [[CellResult]], base: [SweepRow], decision: Decision) throws
        -> Tornado
    {
        var next = 1
        var bars: [Tornado.Bar] = []
        let subject = decision.subject
        for input in workspace.scenario.uncertainty {
            var ends: [Tornado.End] = []
            for value in input.value {
                if SideWorlds.isPriceOnly(input.name) {
                    ends.append(
                        try repricedEnd(Named(input.name, value), designs, cells, base, decision))
                } else {
                    ends.append(end(cases[next], base, decision))
                    next += 1
                }
            }
            bars.append(Tornado.Bar(path: input.name, low: ends[0], high: ends[1]))
        }
        bars.sort { ($1.swing, $0.path) < ($0.swing, $1.path) }
        let campaigns = Double(workspace.scenario.run.campaigns)
        let costs = cells.map { row in
            row.reduce(0) { $0 + ($1.total[.costUSD] ?? 0) } / Double(row.count) / campaigns
        }
        let ignorant = cases[0].designs.indices.map { place in
            let change = cases[0].change(place, base)
            return WorldMean(
                mean: decision.standings[place + 1].net.mean + change.mean,
                error: WorldMean(cases[0].netValues(place)).error)
        }
        return Tornado(
            subject: subject, baseNetUSD: subject.map { decision.standings[$0].net.mean } ?? 0, bars: bars,
            netWithoutEffect: [0] + costs.map { -$0 },
            netWithoutKnowledge: [WorldMean(mean: 0, error: 0)] + ignorant,
            worlds: subject.map { cases[0].cells[$0 - 1].count } ?? 0)
    }

    private func end(_ side: SideCase, _ base: [SweepRow], _ decision: Decision) -> Tornado.End {
        let verdict = side.verdict(base: base, decision: decision)
        return Tornado.End(
            value: side.value.value.json.text(),
            change: decision.subject.map { side.change($0 - 1, base) } ?? WorldMean(mean: 0, error: 0),
            choice: verdict.choice, isFlipTold: verdict.isFlipTold,
            worlds: decision.subject.map { side.cells[$0 - 1].count } ?? 0)
    }

    /// The same usage and outcomes at other prices: no world is run again. Changes are taken against the same sum
    /// at the base's prices, so that equal prices give exactly zero.
    private func repricedEnd(
        _ value: Named<YAMLTree>, _ designs: [Design], _ cells: [[CellResult]], _ base: [SweepRow],
        _ decision: Decision
    ) throws -> Tornado.End {
        var side = SideCase(
            value,
            designs: try workspace.designs(
                designs.map { design in design.values.filter { $0.name != value.name } + [value] }))
        for place in designs.indices {
            let change = try zip(
                repriced(cells[place], at: side.designs[place].scenario),
                repriced(cells[place], at: designs[place].scenario)
            ).map { $0 - $1 }
            side.cells[place] = zip(cells[place], change).map { cell, change in
                var cell = cell
                cell.total[.netValueUSD] = (cell.total[.netValueUSD] ?? 0) + change
                return cell
            }
        }
        return end(side, base, decision)
    }

    /// Net value of each cell's whole run at a scenario's prices.
    private func repriced(_ cells: [CellResult], at scenario: Scenario) throws -> [Double] {
        let tariff = try Tariff(book: try workspace.book(for: scenario), scenario: scenario)
        return try cells.map { cell in
            scenario.response.marginUSD * (cell.total[.incrementalOutcomes] ?? 0)
                - (try tariff.marginalCost(of: cell.usage, mails: cell.mails))
        }
    }
}
