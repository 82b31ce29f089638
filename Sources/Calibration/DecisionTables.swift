import Foundation
import Workbench

/// Prints what each rule gives away on worlds that did not choose, and which rows it takes.
struct DecisionTables {
    let seeds: Int
    let jobs: Int
    /// Worlds that score and do not choose.
    private let freshWorlds = 400
    /// Part of the name of the worlds to run; nil runs all.
    let filter: String?

    func print() throws {
        Swift.print(
            "Mean regret in USD per campaign on \(freshWorlds) worlds that did not choose, over \(seeds) seeds; "
                + "± standard error over seeds.\n")
        let rules = DecisionStudy.Rule.allCases
        Markdown.header(["world", "best row, USD"] + rules.map(\.rawValue) + ["taken by default", "worlds"])
        for scene in DecisionStudy.scenes where filter.map({ scene.name.contains($0) }) ?? true {
            let study = DecisionStudy(seeds: seeds, freshWorlds: freshWorlds, jobs: jobs)
            let outcome = try study.run(scene)
            Markdown.row(
                [scene.name, best(outcome)]
                    + outcome.scores.map { score in
                        let mean = score.score.mean
                        return String(format: "%.1f ± %.1f", mean.mean, mean.error ?? 0)
                    } + [taken(outcome), worlds(outcome)])
            fflush(nil)
        }
    }

    private func best(_ outcome: DecisionStudy.Outcome) -> String {
        let place = outcome.means.indices.max { outcome.means[$0].mean < outcome.means[$1].mean } ?? 0
        let mean = outcome.means[place]
        return "\(outcome.names[place]): " + String(format: "%.0f ± %.0f", mean.mean, mean.error ?? 0)
    }

    private func taken(_ outcome: DecisionStudy.Outcome) -> String {
        let counts = outcome.scores[0].score.counts
        return outcome.names.indices.compactMap { row in
            counts[row].map { "\(outcome.names[row]) × \($0)" }
        }.joined(separator: ", ")
    }

    private func worlds(_ outcome: DecisionStudy.Outcome) -> String {
        let list = outcome.worlds
        let mean = Double(list.reduce(0, +)) / Double(max(1, list.count))
        return String(format: "%.0f (%d to %d)", mean, list.min() ?? 0, list.max() ?? 0)
    }
}
