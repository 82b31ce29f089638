import Experiments
import Foundation
import Regression

// Usage: Calibration intervals [EXPERIMENTS] | actions [EXPERIMENTS [WORLD]] | decisions [SEEDS [WORLD]]
//   intervals  how often 95 % intervals cover the truth, how many discoveries are false, and what pooling gains, over that
//              many experiments (2,000 by default) of each kind
//   actions    what pooled intervals cover and what acting on them captures, over 1,000 experiments of each kind
//   decisions  what the rule of a sweep's decision gives away, over that many seeds (30 by default) of each world
// All are kept in docs/calibration.md.
BLASThreads.useOne()
let arguments = CommandLine.arguments.dropFirst()
let count = arguments.dropFirst().first.flatMap { Int($0) }
let jobs = ProcessInfo.processInfo.activeProcessorCount
switch arguments.first {
case "intervals": try IntervalTables(experiments: count ?? 2000, jobs: jobs).print()
case "actions":
    try ActionTables(experiments: count ?? 1000, jobs: jobs, filter: arguments.dropFirst(2).first).print()
case "decisions":
    try DecisionTables(seeds: count ?? 30, jobs: jobs, filter: arguments.dropFirst(2).first).print()
default:
    FileHandle.standardError.write(
        Data(
            "usage: Calibration intervals [EXPERIMENTS] | actions [EXPERIMENTS [WORLD]] | decisions [SEEDS [WORLD]]\n"
                .utf8))
    exit(2)
}
