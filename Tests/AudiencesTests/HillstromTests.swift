import Audiences
import Foundation
import RandomStreams
import Testing

/// The table of the model's facts, section 2, audience A: percent, and its standard error where it has one.
private struct Fact {
    let segments: Double
    let restSegments: Double
    let medianCount: Double
    let turnover: Double
    /// Plain, store, hysteresis of one bucket, moving average; publication rule last.
    let misses: [(mean: Double, error: Double)]
}

private let facts = [
    Fact(
        segments: 7, restSegments: 0, medianCount: 6409, turnover: 1.1,
        misses: [(13.6, 1.5), (9.1, 0.9), (0.6, 0.0), (7.9, 0.5), (13.0, 1.1)]),
    Fact(
        segments: 14, restSegments: 0, medianCount: 3542, turnover: 1.2,
        misses: [(26.6, 1.6), (16.8, 1.5), (1.0, 0.2), (12.1, 1.2), (22.3, 1.5)]),
    Fact(
        segments: 19.9, restSegments: 0.1, medianCount: 1763, turnover: 1.4,
        misses: [(33.3, 2.7), (23.4, 2.5), (1.9, 0.8), (16.7, 2.4), (24.0, 1.8)]),
    Fact(
        segments: 57.9, restSegments: 0.8, medianCount: 653, turnover: 2.6,
        misses: [(51.1, 1.2), (37.4, 1.2), (3.3, 0.5), (24.6, 1.1), (27.3, 0.8)]),
    Fact(
        segments: 87.8, restSegments: 1.2, medianCount: 502, turnover: 3.2,
        misses: [(52.3, 1.1), (37.4, 0.9), (3.4, 0.4), (25.2, 0.9), (27.8, 0.7)]),
    Fact(
        segments: 212.2, restSegments: 15.6, medianCount: 185, turnover: 4.4,
        misses: [(54.2, 0.6), (35.7, 0.4), (5.7, 0.2), (25.3, 0.3), (22.9, 0.2)]),
    Fact(
        segments: 506, restSegments: 129.4, medianCount: 96, turnover: 6.5,
        misses: [(17.5, 0.4), (13.4, 0.3), (4.8, 0.1), (11.6, 0.3), (6.1, 0.2)]),
]

@Suite struct HillstromTests {
    /// Two worlds against means over several: a miss rate may be off by four of the facts' standard
    /// errors and a point. Counts of segments depend on the fitted classes, which put a few customers
    /// into cells that are empty at the start: over eight fits rests at depths 4 and 5 had a standard
    /// deviation of 2, so that the mean of two may be off by 4. The finest depths may be off by four
    /// per cent in segments and a fifth in rests: a pool below k here takes in a sibling, where the
    /// prototype sent it up.
    @Test(.enabled(if: Hillstrom.file != nil, "fixtures/email-campaign-2008.csv is not there"))
    func missesByDepthAndPolicyFollowThePrototype() throws {
        let data = try Hillstrom(file: #require(Hillstrom.file))
        let tables = try (0..<2).map { index in
            let seed = Seed(2008).replication(index)
            let classes = LatentClasses.fit(data.audience, seed: seed)
            return try WeeklyTable(
                data.audience, dimensions: data.dimensions,
                drift: Drift(kernel: .withinClass(classes), weeklyRate: 0.02), seed: seed)
        }
        for (depth, fact) in zip(1..., facts) {
            func mean(_ value: (DepthResult) -> Double) -> Double {
                tables.reduce(0) { $0 + value($1.results[depth]) } / Double(tables.count)
            }
            let note: Comment = "depth \(depth)"
            #expect(abs(mean(\.segments) - fact.segments) <= 0.04 * fact.segments + 0.5, note)
            #expect(abs(mean(\.restSegments) - fact.restSegments) <= 0.2 * fact.restSegments + 4, note)
            #expect(abs(mean(\.medianCount) - fact.medianCount) <= 0.08 * fact.medianCount, note)
            #expect(abs(mean { $0.turnover * 100 } - fact.turnover) <= 0.6, note)
            for policy in 0..<4 {
                let percent = mean { $0.misses[policy] * 100 }
                let tolerance = 4 * fact.misses[policy].error + 1
                #expect(
                    abs(percent - fact.misses[policy].mean) <= tolerance, "depth \(depth), policy \(policy)")
            }
            // The prototype added up moves; here distinct customers count, changed attributes among them.
            let ruled = mean { $0.misses[4] * 100 }
            #expect(ruled <= mean { $0.misses[0] * 100 } + 0.001, note)
            #expect(abs(ruled - fact.misses[4].mean) <= 4 * fact.misses[4].error + 4, note)
        }
    }
}
