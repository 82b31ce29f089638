import Campaigns
import Scenarios
public import Workbench

/// The decision in words: what to build, how sure that is, what limits it, and what would change it.
public struct DecisionText {
    let result: SweepResult

    public init(_ result: SweepResult) { self.result = result }

    var rows: [SweepRow] { result.rows }
    var decision: Decision { result.decision }

    /// All in one.
    public var sentence: String { sentences.joined(separator: " ") }

    /// The answer first; every number in it is in the JSON document.
    public var sentences: [String] {
        if let failure = decision.failure { return FailureText(failure, result.scenario).sentences }
        return [
            answer, odds, tied, DecisionLimitsText(result).sentence, whatTurnsIt, extremes, staleness, reach,
            power, drift, assumptions, notes,
        ].compactMap { $0 }
    }

    /// What the first screen of a report says; limits and assumptions have tables of their own there.
    var firstSentences: [String] {
        if let failure = decision.failure { return FailureText(failure, result.scenario).sentences }
        return [answer, odds, tied, whatTurnsIt, reach].compactMap { $0 }
    }

    /// What stands further down in a report.
    var furtherSentences: [String] {
        decision.isConclusive
            ? [extremes, staleness, power, drift, assumptions, notes].compactMap { $0 } : []
    }

    /// Which designs the limits keep out; nil where there is nothing to say.
    var limits: String? { decision.isConclusive ? DecisionLimitsText(result).sentence : nil }

    /// What to build, in one sentence: the first of `sentences`.
    public var answer: String {
        guard let row = decision.recommended else { return generic }
        return
            "Best bet: \(RowName.long(rows[row])) (\(segments(row))), \(Digits.signedUSD(net(row).mean)) per "
            + "campaign (\(error(row))), at a cost of \(Digits.usd(rows[row][.costUSD])) and "
            + "\(Digits.significant(rows[row][.reviewHours])) h of review."
    }

    private var generic: String {
        let keep = "Keep one generic copy for everybody: "
        guard let row = decision.subject else { return keep + "the sweep has no other design." }
        let design =
            "\(RowName.long(rows[row])), \(Digits.signedUSD(net(row).mean)) per campaign (\(error(row)))"
        if !decision.standings[row].isFeasible {
            return keep + "no design is within the limits. The best of them is \(design); it breaks "
                + DecisionLimitsText(result).violations(row) + "."
        }
        if decision.risk == .cautious, !decision.candidates.contains(row) {
            let share = Digits.percent(result.scenario.decision.lossShare, 0)
            return keep + "no design loses in at most \(share) of worlds. The best is \(design)."
        }
        return keep
            + (net(row).mean > 0
                ? "no design's net value is distinguishable from zero. The best is \(design)."
                : "every design costs more than it brings. The least loss is \(design).")
    }

    private func net(_ row: Int) -> WorldMean { decision.standings[row].net }

    private func segments(_ row: Int) -> String {
        let count = (rows[row][.segments] ?? 0).rounded()
        return count == 1 ? "1 segment" : "\(Digits.plain(count)) segments"
    }

    private func error(_ row: Int) -> String {
        guard let error = net(row).error else { return "one world, simulation error unknown" }
        return "± \(Digits.usd(error)) simulation error, \(decision.worlds) worlds"
    }

    private var odds: String? {
        guard decision.worlds > 1 else {
            return "One world only: run more replications before you rely on this."
        }
        guard let row = decision.subject else { return nil }
        let standing = decision.standings[row]
        let wins = rows[row].netValues.count { $0 > 0 }
        let subject = decision.recommended == nil ? "That design" : "It"
        var text = "\(subject) beats the generic copy in \(wins) of \(decision.worlds) worlds"
        if let p5 = standing.p5 {
            text +=
                p5 < 0
                ? "; one world in twenty loses over \(Digits.usd(-p5))"
                : "; one world in twenty brings less than \(Digits.usd(p5))"
        }
        if decision.recommended != nil {
            text += ". Staying generic forgoes \(Digits.usd(decision.forgoneUSD))"
        }
        guard decision.standings[row].isFeasible else { return text + "." }
        return text + ". Knowing the truth beforehand would be worth at most "
            + "\(Digits.usd(decision.valueOfInformationUSD)) per campaign."
    }

    private var tied: String? {
        guard let chosen = decision.recommended, chosen != decision.best else { return nil }
        return
            "The highest mean is \(RowName.long(rows[decision.best])), "
            + "\(Digits.signedUSD(net(decision.best).mean)); \(RowName.long(rows[chosen])) is the coarsest within "
            + "\(Digits.percent(decision.tolerance, 0)) of it (decision.tolerance)."
    }

    /// Inputs that turn the answer by more than simulation error, else the one that moves it most.
    private var whatTurnsIt: String? {
        let bars = result.tornado.bars
        guard !bars.isEmpty else { return nil }
        func name(_ row: Int?) -> String { row.map { RowName.long(rows[$0]) } ?? "the generic copy" }
        let flips = bars.flatMap { bar in
            [bar.low, bar.high].filter(\.isFlipTold).map {
                "to \(name($0.choice)) where \(bar.path) is near \($0.value)"
            }
        }
        let idle = bars.filter { $0.swing == 0 }.map(\.path)
        let without = idle.isEmpty ? "" : " Without effect: \(idle.joined(separator: ", "))."
        if !flips.isEmpty {
            return "It turns " + flips.joined(separator: "; ") + ": test that first." + without
        }
        guard let widest = bars.first, widest.swing > 0 else {
            return "No listed input turns the answer." + without
        }
        return "No listed input alone is shown to turn the answer; \(widest.path) moves it most, "
            + "\(Digits.signedUSD(widest.low.change.mean)) at \(widest.low.value) to "
            + "\(Digits.signedUSD(widest.high.change.mean)) at \(widest.high.value)." + without
    }

    private var extremes: String? {
        guard let row = decision.subject else { return nil }
        let ignorant = result.tornado.netWithoutKnowledge[row]
        return "If copy does nothing, \(RowName.long(rows[row])) brings "
            + "\(Digits.signedUSD(result.tornado.netWithoutEffect[row])) per campaign; if the writer knows nothing "
            + "about the segments, \(Digits.signedUSD(ignorant.mean))."
    }

    /// Whether refreshing is worth anything.
    var staleness: String? {
        guard let never = result.neverRefresh, let row = decision.subject else { return nil }
        let change = WorldMean(zip(never.netValues, rows[row].netValues).map { $0 - $1 })
        let calls = (never[.personaCalls] ?? 0) + (never[.copyCalls] ?? 0)
        let start =
            "Never refreshing it (\(Digits.plain(calls)) model calls per campaign) changes net value by "
        let amount = "\(Digits.signedUSD(change.mean)) (± \(Digits.usd(change.error)))"
        return start + amount
            + (change.mean + 2 * (change.error ?? 0) >= 0
                ? ": staleness costs nothing measurable here." : ".")
    }

    /// When most customers get no copy of their own segment, net value tells of that.
    private var reach: String? {
        guard let row = decision.subject, let share = rows[row][.reachedShare], share < 0.5 else {
            return nil
        }
        return "Only \(Digits.percent(share, 0)) of the audience gets copy of its own segment "
            + "(\(Digits.percent(rows[row][.onTimeShare], 0)) of drafts are decided on time, "
            + "\(Digits.percent(rows[row][.heldShare], 0)) of segments are held)."
    }

    private var power: String? {
        guard let row = decision.subject, (rows[row][.poweredSegments] ?? 0) < 0.5 else { return nil }
        return
            "No segment of it can show a lift of \(Digits.percent(result.scenario.experiment.targetLift, 0)) within "
            + "the run: judge the program as a whole."
    }

    private var assumptions: String {
        "Confirm these assumptions of grade C: "
            + KeyAssumptions(result).list.map(\.text).joined(separator: ", ") + "."
    }

    /// Drift that was fitted to exports, attribute by attribute with its error.
    private var drift: String? {
        let drift = result.drift
        guard let exports = drift.exports else { return nil }
        let rates = drift.attributes.map { attribute in
            let rate = attribute.redrawn
            let error = rate?.standardError.map { " ± \(Digits.percent($0, 2))" } ?? ""
            return "\(attribute.name) \(Digits.percent(rate?.value ?? attribute.changed, 2))\(error)"
        }
        return
            "Drift is fitted to \(Digits.plain(Double(exports.joined))) customers in both exports, redrawn per "
            + "week: \(rates.joined(separator: ", ")); departures \(Digits.percent(drift.departures.value, 2)), "
            + "arrivals \(Digits.percent(drift.arrivals.value, 2)) per week."
    }

    /// What the inputs made the program note, and fields without effect.
    private var notes: String? {
        let notes = result.workspace.notes + [result.inertFields.note].compactMap { $0 }
        return notes.isEmpty ? nil : notes.joined(separator: " ")
    }
}
