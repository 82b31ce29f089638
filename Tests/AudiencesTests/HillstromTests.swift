import Audiences
import Foundation
import Quantities
import RandomStreams
import Testing

@Suite struct HillstromTests {
    @Test(.enabled(if: Hillstrom.file != nil, "the e-mail campaign file is not there"))
    func missesByDepthFollowTheFacts() throws {
        let data = try Hillstrom(file: Hillstrom.file!)
        let seeds = Int(ProcessInfo.processInfo.environment["FINEGRAIN_SEEDS"] ?? "") ?? 2
        var tables: [WeeklyTable] = []
        for index in 0..<seeds {
            let seed = Seed(2008).replication(index)
            let classes = LatentClasses.fit(data.audience, seed: seed)
            print("EM", classes.logLikelihoods.count, classes.logLikelihoods.last!)
            tables.append(
                try WeeklyTable(
                    data.audience, dimensions: data.dimensions,
                    drift: Drift(kernel: .withinClass(classes), weeklyRate: 0.02), seed: seed))
        }
        for depth in 0...7 {
            func stat(_ value: (DepthResult) -> Double) -> String {
                let values = tables.map { value($0.results[depth]) }
                let mean = values.reduce(0, +) / Double(values.count)
                let sq = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
                let se = (sq / Double(max(1, values.count - 1)) / Double(values.count)).squareRoot()
                return String(format: "%.1f ±%.1f", mean, se)
            }
            print(
                "|", depth, "|", stat(\.segments), "|", stat(\.restSegments), "|", stat { $0.restShare * 100 }, "|",
                stat(\.medianCount), "|", stat { $0.turnover * 100 }, "|",
                (0..<5).map { policy in stat { $0.misses[policy] * 100 } }.joined(separator: " | "), "|")
        }
    }
}
