import Campaigns
import Encodings
import Scenarios
import Workbench

/// The three things that a reader must confirm before relying on the answer.
///
/// Inputs that were shown to turn the answer come first, then those that move it most, then drift, the writer's
/// knowledge and the margin; what was shown to have no effect comes last.
struct KeyAssumptions {
    struct Entry {
        var path: String
        /// The assumption with its value.
        var text: String
        /// What hangs on it.
        var why: String
        /// How to find out.
        var how: String
    }

    let list: [Entry]

    private static let shown = 3

    init(_ result: SweepResult) {
        let all = (KeyAssumptions.known(result.scenario) + KeyAssumptions.others(result)).filter { entry in
            !result.inertFields.contains { $0.path == entry.path }
        }
        let bars = result.tornado.bars
        func rank(_ place: Int) -> (Int, Double, Int) {
            guard let bar = bars.first(where: { $0.path == all[place].path }) else { return (2, 0, place) }
            if bar.swing == 0 { return (3, 0, place) }
            return (bar.low.isFlipTold || bar.high.isFlipTold ? 0 : 1, -bar.swing, place)
        }
        list = all.indices.sorted { rank($0) < rank($1) }.prefix(KeyAssumptions.shown).map { place in
            var entry = all[place]
            if let bar = bars.first(where: { $0.path == entry.path }) {
                entry.why += " " + KeyAssumptions.effect(bar, result)
            }
            return entry
        }
    }

    /// What the side worlds say of an input.
    private static func effect(_ bar: Tornado.Bar, _ result: SweepResult) -> String {
        guard bar.swing > 0 else { return "Here it has no effect." }
        let flips = [bar.low, bar.high].filter(\.isFlipTold).map { end in
            " At \(end.value) the answer turns to "
                + (end.choice.map { RowName.long(result.rows[$0]) } ?? "the generic copy") + "."
        }
        let changes = [bar.low.change.mean, bar.high.change.mean]
        if changes.allSatisfy({ abs($0) < 0.005 }) {
            return "From \(bar.low.value) to \(bar.high.value) it moves net value by less than a cent." + flips.joined()
        }
        return "From \(bar.low.value) to \(bar.high.value) it moves net value by "
            + "\(Digits.signedUSD(bar.low.change.mean)) to \(Digits.signedUSD(bar.high.change.mean)) per campaign."
            + flips.joined()
    }

    private static func known(_ scenario: Scenario) -> [Entry] {
        let (drift, response, review) = (scenario.drift, scenario.response, scenario.review)
        var list: [Entry] = []
        if drift.from.isEmpty {
            list.append(
                Entry(
                    path: "drift.weekly_rate",
                    text: "drift of \(Digits.percent(drift.weeklyRate)) per week and attribute "
                        + "(\(drift.kernel.rawValue))",
                    why: "It sets how often profiles change and copy is written and reviewed anew.",
                    how:
                        "Export the customers twice, some weeks apart, and name both files in drift.from: the "
                        + "rates are then fitted."))
        }
        list += [
            Entry(
                path: "response.knowledge", text: "writer's knowledge \(Digits.plain(response.knowledge))",
                why: "Copy for a segment is worth only what the writer model knows about the segment.",
                how:
                    "Send copy by segment to a random half for some campaigns, the generic copy to the rest, and "
                    + "read the difference with finegrain uplift."),
            Entry(
                path: "response.margin_usd",
                text: "margin \(Digits.usd(response.marginUSD)) per outcome",
                why: "Net value is margin × incremental outcomes − cost.",
                how:
                    "Ask finance for the contribution of one outcome: order value × margin × share of outcomes "
                    + "that end in an order."),
        ]
        if response.from == .synthetic {
            list.append(
                Entry(
                    path: "response.lift",
                    text: "lift of \(Digits.percent(response.lift)) at full personalisation",
                    why: "It is the most that better copy can bring.",
                    how:
                        "Test personalised against generic copy once and read the effect with finegrain uplift."
                ))
        }
        list.append(
            Entry(
                path: "review.wage_usd_per_hour",
                text: "reviewers' wage \(Digits.usd(review.wageUSDPerHour)) per hour",
                why: "Review is the part of the cost that grows with segments.",
                how: "Ask for the loaded hourly cost of those who approve copy."))
        return list
    }

    /// Uncertain inputs of the scenario that are not among the known.
    private static func others(_ result: SweepResult) -> [Entry] {
        let known = Set(known(result.scenario).map(\.path))
        let fields = ScenarioFields.entries(of: result.scenario)
        return result.scenario.uncertainty.map(\.name).filter { !known.contains($0) }.map { path in
            let field = fields.first { $0.path == path }
            let value = field.map { $0.value.string ?? $0.value.text() } ?? ""
            return Entry(
                path: path, text: "\(path) \(value)".trimmed,
                why: field?.documentation ?? "",
                how: "Measure it, or ask who owns it, and set \(path).")
        }
    }
}

extension String {
    fileprivate var trimmed: String { hasSuffix(" ") ? String(dropLast()) : self }
}
