import Campaigns
import Quantities
import Scenarios
public import Workbench

/// The recommendation in words: what to build, what it would cost to be wrong, what would change it.
public struct RecommendationText {
    private let result: SweepResult

    public init(_ result: SweepResult) { self.result = result }

    private var rows: [SweepRow] { result.rows }
    private var choice: Recommendation { result.recommendation }

    /// All in one.
    public var sentence: String { sentences.joined(separator: " ") }

    public var sentences: [String] {
        [whatToBuild, costOfBeingWrong, shape, whatChangesIt, worlds, power, assumptions].compactMap { $0 }
    }

    private func net(_ row: Int) -> Double {
        rows[row].netValues.reduce(0, +) / Double(rows[row].netValues.count)
    }

    private var whatToBuild: String {
        guard let row = choice.recommended else {
            let best =
                choice.best == 0
                ? "every design costs more than it brings"
                : "\(RowName.long(rows[choice.best])) brings \(Digits.usd(net(choice.best))) a campaign on average, "
                    + "but in these worlds that cannot be told from nothing"
            return "Build nothing finer: send the generic copy to all; \(best)."
        }
        let segments = Digits.plain(rows[row][.segments])
        return
            "Build \(RowName.long(rows[row])) (\(segments) segments): net value \(Digits.usd(net(row))) a campaign "
            + "over the generic copy, at a cost of \(Digits.usd(rows[row][.costUSD])) "
            + "and \(Digits.plain(rows[row][.reviewHours])) review hours a campaign."
    }

    private var costOfBeingWrong: String? {
        guard result.replications > 1 else {
            return "One world only: run more replications before you rely on this."
        }
        let chosen = choice.recommended ?? 0
        var text =
            "If the world is another than assumed on average, that choice gives away "
            + "\(Digits.usd(choice.regrets[chosen])) a campaign (expected regret)"
        if choice.best != chosen {
            text +=
                "; the highest mean, \(RowName.long(rows[choice.best])), gives away \(Digits.usd(choice.regrets[choice.best]))"
        }
        return text + "."
    }

    private var shape: String? {
        let others = choice.set.count - 1
        guard others > 0 else { return nil }
        let names = choice.set.map { RowName.short(rows[$0.row]) }.joined(separator: "; ")
        return
            "Net value is flat around its top: \(choice.set.count) rows cannot be told apart (\(names)); the coarsest is recommended."
    }

    private var whatChangesIt: String? {
        let bars = result.tornado.bars
        guard !bars.isEmpty else { return nil }
        func name(_ row: Int?) -> String { row.map { RowName.short(rows[$0]) } ?? "the generic copy" }
        let deciding = bars.filter { $0.recommendedAtLow != $0.recommendedAtHigh }
        let idle = bars.filter { $0.swing < 0.005 }.map(\.path)
        var parts: [String] = deciding.map {
            "\($0.path) (best is \(name($0.recommendedAtLow)) at \($0.low), \(name($0.recommendedAtHigh)) at \($0.high))"
        }
        if parts.isEmpty, let widest = bars.first {
            parts = [
                "no listed input alone; the widest is \(widest.path), \(Digits.usd(widest.netAtLow)) at \(widest.low) "
                    + "to \(Digits.usd(widest.netAtHigh)) at \(widest.high)"
            ]
        }
        let without = idle.isEmpty ? "" : " No effect: \(idle.joined(separator: ", "))."
        return "What would change it: \(parts.joined(separator: "; "))." + without
    }

    private var worlds: String? {
        let row = choice.recommended ?? choice.best
        guard row > 0 else { return nil }
        return
            "If copy does nothing, \(RowName.long(rows[row])) loses \(Digits.usd(-result.tornado.netWithoutEffect[row])) a campaign; "
            + "if the writer knows nothing about the segments, its net value is "
            + "\(Digits.usd(result.tornado.netWithoutKnowledge[row]))."
    }

    private var power: String? {
        let row = choice.recommended ?? choice.best
        guard row > 0, (rows[row][.poweredSegments] ?? 0) < 0.5 else { return nil }
        return
            "No segment of it can show a lift of \(Digits.percent(result.scenario.experiment.targetLift, 0)) within the run: "
            + "judge the program as a whole."
    }

    private var assumptions: String {
        var parts = [
            "drift of \(Digits.percent(result.scenario.drift.weeklyRate)) a week (\(result.scenario.drift.kernel.rawValue))"
        ]
        parts.append("knowledge \(Digits.plain(result.scenario.response.knowledge))")
        parts.append("margin \(Digits.usd(result.scenario.response.marginUSD)) an outcome")
        return "It rests on assumptions of grade C that you must confirm: \(parts.joined(separator: ", "))."
    }
}
