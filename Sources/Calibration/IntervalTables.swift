import Experiments
import Foundation

/// Prints how often intervals cover the truth, how many discoveries are false, and what pooling gains.
struct IntervalTables {
    let experiments: Int
    let jobs: Int

    func print() throws {
        let tallies = try World.all.map { try Study(world: $0, experiments: experiments, jobs: jobs).run() }

        Swift.print("Coverage of 95 % intervals in percent, over \(experiments) experiments of each kind.\n")
        Markdown.row(["world", "place", "units an arm"] + Estimator.allCases.map(\.rawValue) + ["pooled"])
        Markdown.row(Array(repeating: "---", count: 4 + Estimator.allCases.count))
        for (world, tally) in zip(World.all, tallies) {
            Markdown.row(
                [world.name, "overall", String(world.unitsPerArm * world.segmentCount)]
                    + tally.overall.map { Markdown.percent($0.share) } + [""])
            Markdown.row(
                ["", "segment", String(world.unitsPerArm)] + tally.segments.map { Markdown.percent($0.share) }
                    + [
                        Markdown.percent(tally.pooled.share)
                    ])
        }

        Swift.print(
            "\nFalse discoveries among segments at 5 %, and the mean squared error of their effects.\n")
        Markdown.row([
            "world", "what it is like", "false among BH's calls, %", "any false by Holm, %",
            "sends without effect, %",
            "pooled over raw squared error", "small_sample warned, %",
        ])
        Markdown.row(Array(repeating: "---", count: 7))
        for (world, tally) in zip(World.all, tallies) {
            let count = Double(experiments)
            Markdown.row([
                world.name, world.description, Markdown.percent(tally.falseShare / count),
                Markdown.percent(Double(tally.anyFalse) / count),
                Markdown.percent(tally.falseSendShare / count),
                String(format: "%.2f", tally.squaredPooled / tally.squaredRaw),
                Markdown.percent(Double(tally.warned) / count),
            ])
        }
    }
}
