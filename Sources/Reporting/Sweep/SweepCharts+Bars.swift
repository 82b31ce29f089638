import Campaigns
import Scenarios
import Workbench

extension SweepCharts {
    /// More bars than this are not read: then only the recommended set and the Pareto front have one.
    private static let mostBars = 24
    /// Parts with colours of their own; what is left over is the last part.
    private static let mostParts = 7

    private var barRows: [Int] {
        let rows = result.rows.indices.filter { !result.rows[$0].isBaseline }
        guard rows.count > SweepCharts.mostBars else { return rows }
        let chosen = rows.filter { place in
            result.rows[place].isPareto || result.decision.set.contains(place)
        }
        return Array(chosen.prefix(SweepCharts.mostBars))
    }

    private func bars(
        _ title: String, _ file: String, _ xLabel: String, _ reading: String,
        _ lists: [[(name: String, amount: Double)]]
    ) -> ChartFigure {
        let rows = barRows
        let (parts, amounts) = SweepCharts.stacked(lists)
        let designs = result.rows.count - 1
        let chart = BarChart(
            title: rows.count < designs ? "\(title) (\(rows.count) of \(designs) designs)" : title,
            xLabel: xLabel,
            parts: parts,
            bars: rows.indices.map { index in
                BarChart.Bar(
                    label: name(result.rows[rows[index]]), amounts: amounts[index],
                    isRecommended: result.decision.recommended == rows[index])
            })
        return ChartFigure(svg: chart.svg, reading: reading, name: file, csv: chart.csv("row"))
    }

    /// The parts that matter, the largest first, and each list's amounts in their order.
    static func stacked(_ lists: [[(name: String, amount: Double)]]) -> (parts: [String], amounts: [[Double]])
    {
        var sums: [(name: String, amount: Double)] = []
        for entry in lists.joined() where entry.amount != 0 {
            if let place = sums.firstIndex(where: { $0.name == entry.name }) {
                sums[place].amount += abs(entry.amount)
            } else {
                sums.append((entry.name, abs(entry.amount)))
            }
        }
        sums.sort { ($1.amount, $0.name) < ($0.amount, $1.name) }
        let kept = sums.prefix(sums.count > mostParts + 1 ? mostParts : mostParts + 1).map(\.name)
        let amounts = lists.map { list in
            var amounts = kept.map { name in list.reduce(0) { $0 + ($1.name == name ? $1.amount : 0) } }
            if kept.count < sums.count {
                amounts.append(list.reduce(0) { $0 + (kept.contains($1.name) ? 0 : $1.amount) })
            }
            return amounts
        }
        return (kept + (kept.count < sums.count ? ["other"] : []), amounts)
    }

    /// Costs by service over what the baseline pays for its one mail to everybody.
    var cost: ChartFigure {
        let lists = barRows.map { place -> [(name: String, amount: Double)] in
            let row = result.rows[place]
            let others = row.costByService.filter { $0.service != "marketing" }
            // Sends beyond the baseline's are what is left of the marginal cost.
            let sends = (row[.costUSD] ?? 0) - others.reduce(0) { $0 + $1.usd }
            let all =
                others.map { (name: $0.service, amount: $0.usd) } + [
                    (name: "sends beyond the baseline", amount: sends)
                ]
            return all.filter { abs($0.amount) >= 5e-5 }
        }
        return bars(
            "Cost by service, over the baseline", "cost-by-service", "USD per campaign",
            "Means of the steady state; the sum stands at the end of a bar.", lists)
    }

    /// - Parameter stage: `persona` or `copy`, with which names of causes begin.
    func misses(_ stage: String) -> ChartFigure {
        let lists = barRows.map { place in
            result.rows[place].misses.filter { $0.cause.hasPrefix(stage + ".") }.map { miss in
                let cause = String(miss.cause.dropFirst(stage.count + 1))
                return (name: cause.split(separator: "_").joined(separator: " "), amount: miss.count)
            }
        }
        return bars(
            "Misses of the \(stage) cache by cause", "misses-\(stage)", "segments missed per campaign",
            "Why segments were written anew in the steady state.", lists)
    }

    /// What failed, where nothing can be concluded.
    var failures: ChartFigure {
        let lists = barRows.map { place -> [(name: String, amount: Double)] in
            let tally = result.rows[place].failures
            return FailureTally.Reason.allCases.filter { tally[$0] > 0 }.map {
                (name: $0.rawValue, amount: Double(tally[$0]))
            } + [(name: "worked", amount: Double(tally.needed - tally.failed))]
        }
        return bars(
            "What became of the generations", "failures", "generations, all worlds and campaigns",
            "Personas and copy that were needed, by what became of them.", lists)
    }

    var tornado: ChartFigure {
        func name(_ row: Int?) -> String { row.map { RowName.long(result.rows[$0]) } ?? "the generic copy" }
        func short(_ text: String) -> String { text.count <= 10 ? text : text.prefix(9) + "…" }
        func end(_ end: Tornado.End) -> TornadoChart.End {
            TornadoChart.End(value: short(end.value), change: end.change.mean, error: end.change.error)
        }
        let (tornado, base) = (result.tornado, name(result.decision.recommended))
        let chart = TornadoChart(
            title: "What would change it",
            xLabel: "change of the net value of \(name(tornado.subject)) from its base, USD per campaign",
            bars: tornado.bars.map { bar in
                TornadoChart.Bar(
                    name: RowName.last(bar.path).split(separator: "_").joined(separator: " "),
                    low: end(bar.low), high: end(bar.high),
                    flips: [bar.low, bar.high].filter(\.isFlipTold).map {
                        "\(name($0.choice)) instead of \(base) at \($0.value)"
                    })
            })
        let reading =
            "Each uncertain input at its low and its high value, on the base's own worlds: changes from the base of "
            + "\(Digits.usd(tornado.baseNetUSD)). A turn of the answer is named only where it is more than simulation error."
        return ChartFigure(svg: chart.svg, reading: reading, name: "tornado", csv: tornadoCSV)
    }

    private var tornadoCSV: String {
        var csv = CSVText()
        csv.row(["path", "end", "value", "change_usd", "error", "turns_to_row", "worlds"])
        for bar in result.tornado.bars {
            for (side, end) in [("low", bar.low), ("high", bar.high)] {
                csv.row([
                    bar.path, side, end.value, CSVText.number(end.change.mean),
                    CSVText.number(end.change.error),
                    end.isFlipTold ? String(end.choice ?? 0) : "", String(end.worlds),
                ])
            }
        }
        return csv.text
    }

    /// One campaign in which everything is written, and one of the steady state.
    var timeline: ChartFigure {
        let names = [
            "export": "export", "personas": "personas", "copy_calls": "copy calls", "throttles": "throttled",
            "review_queue": "review queue", "review": "review",
        ]
        let units = [
            "export": "rows", "personas": "calls", "copy_calls": "calls", "throttles": "calls",
            "review_queue": "cases", "review": "cases",
        ]
        let campaigns = TimelineDocument(result).campaigns
        let chart = TimelineChart(
            title: "A campaign in virtual time", xLabel: "hours after the start of the campaign",
            groups: campaigns.map { campaign in
                TimelineChart.Group(
                    name: "campaign \(campaign.index)",
                    bars: campaign.stages.map { stage in
                        TimelineChart.Bar(
                            label: names[stage.name] ?? stage.name, begin: stage.begin, end: stage.end,
                            note: "\(Digits.grouped(Double(stage.count), 0)) \(units[stage.name] ?? ""), "
                                + TimelineChart.span(stage.begin, stage.end))
                    }, line: (campaign.sendHours, "send"))
            })
        var csv = CSVText()
        csv.row(["campaign", "stage", "begin_hours", "end_hours", "events"])
        for campaign in campaigns {
            for stage in campaign.stages {
                csv.row([
                    String(campaign.index), stage.name, CSVText.number(stage.begin),
                    CSVText.number(stage.end), String(stage.count),
                ])
            }
            csv.row([
                String(campaign.index), "send", CSVText.number(campaign.sendHours),
                CSVText.number(campaign.sendHours), "1",
            ])
        }
        let subject = result.decision.subject.map { RowName.long(result.rows[$0]) } ?? ""
        return ChartFigure(
            svg: chart.svg,
            reading:
                "The first and the last campaign of \(subject) in the first world. Reviewers work in office hours; "
                + "what is decided after the send is late.",
            name: "timeline", csv: csv.text)
    }
}
