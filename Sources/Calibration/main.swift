import Experiments
import Foundation
import Regression

// Usage: Calibration [EXPERIMENTS]: prints how often 95 % intervals cover the truth, how many discoveries are false, and what
// pooling gains, over that many experiments (2,000 by default) of each kind. Kept in docs/calibration.md.
BLASThreads.useOne()
let experiments = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 2000
let jobs = ProcessInfo.processInfo.activeProcessorCount

func percent(_ value: Double) -> String { value.isNaN ? "-" : String(format: "%.1f", 100 * value) }

func row(_ cells: [String]) { print("| " + cells.joined(separator: " | ") + " |") }

let tallies = try World.all.map { try Study(world: $0, experiments: experiments, jobs: jobs).run() }

print("Coverage of 95 % intervals in percent, over \(experiments) experiments of each kind.\n")
row(["world", "place", "units an arm"] + Estimator.allCases.map(\.rawValue) + ["pooled"])
row(Array(repeating: "---", count: 4 + Estimator.allCases.count))
for (world, tally) in zip(World.all, tallies) {
    row(
        [world.name, "overall", String(world.unitsPerArm * world.segmentCount)]
            + tally.overall.map { percent($0.share) } + [""])
    row(
        ["", "segment", String(world.unitsPerArm)] + tally.segments.map { percent($0.share) } + [
            percent(tally.pooled.share)
        ])
}

print("\nFalse discoveries among segments at 5 %, and the mean squared error of their effects.\n")
row([
    "world", "what it is like", "false among BH's calls, %", "any false by Holm, %",
    "sends without effect, %",
    "pooled over raw squared error", "small_sample warned, %",
])
row(Array(repeating: "---", count: 7))
for (world, tally) in zip(World.all, tallies) {
    let count = Double(experiments)
    row([
        world.name, world.description, percent(tally.falseShare / count),
        percent(Double(tally.anyFalse) / count),
        percent(tally.falseSendShare / count), String(format: "%.2f", tally.squaredPooled / tally.squaredRaw),
        percent(Double(tally.warned) / count),
    ])
}
