import Foundation

/// Prints what pooled intervals cover and what decisions bring, world by world.
struct ActionTables {
    let experiments: Int
    let jobs: Int
    /// Part of the name of the worlds to run; nil runs all.
    let filter: String?

    func print() throws {
        Swift.print(
            "Pooled 95 % intervals, and what acting by expected value or by evidence captures of an oracle's gain, over "
                + "\(experiments) experiments of each kind.\n")
        Markdown.header([
            "world", "what it is like", "pooled covers, %", "false among sends, %",
            "runs with a false decision (overall), %",
            "captured by `action`", "by an estimated spread", "by `send`", "loss expected over loss true",
        ])
        for world in World.decided where filter.map({ world.name.contains($0) }) ?? true {
            let tally = try ActionStudy(world: world, experiments: experiments, jobs: jobs).run()
            func share(_ value: Double) -> String {
                tally.oracle > 0 ? String(format: "%.2f", value / tally.oracle) : "-"
            }
            Markdown.row([
                world.name, world.description, Markdown.percent(Double(tally.covered) / Double(tally.count)),
                tally.sends > 0 ? Markdown.percent(Double(tally.falseSends) / Double(tally.sends)) : "-",
                tally.oracle > 0
                    ? "-"
                    : Markdown.percent(Double(tally.falseRuns) / Double(experiments)) + " ("
                        + Markdown.percent(Double(tally.falseOverall) / Double(experiments)) + ")",
                share(tally.action), share(tally.plugIn), share(tally.send),
                tally.trueLoss > 0 ? String(format: "%.2f", tally.posteriorLoss / tally.trueLoss) : "-",
            ])
            fflush(nil)
        }
    }
}
