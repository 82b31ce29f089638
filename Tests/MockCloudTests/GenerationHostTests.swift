import Quantities
import RandomStreams
import Testing

@testable import ServiceModels

@Suite struct GenerationHostTests {
    /// A generation of 0.5 s to its first token and 1.5 s more.
    private static func host(places: Int?, first: SimulatedDuration = .milliseconds(500)) -> GenerationHost {
        GenerationHost(
            GenerationLatency(firstToken: .fixed(first), tokensPerSecond: 100, concurrency: places))
    }

    private static func run(_ host: inout GenerationHost, at seconds: Double) -> GenerationLatency.Sample {
        var stream = TestWorld.stream(1)
        return host.run(
            inputTokens: 0, outputTokens: 150, at: .start + SimulatedDuration(seconds: seconds),
            using: &stream)
    }

    @Test func laterGenerationsWaitForAPlaceInTheirOrder() {
        var host = GenerationHostTests.host(places: 2)
        let totals = [0.0, 0, 0, 0.5, 1, 10].map { GenerationHostTests.run(&host, at: $0).total.inSeconds }
        // Ends: 2, 2, then 4, 4 (from 2 on), 6, and at 10 nobody is there.
        #expect(totals == [2, 2, 4, 3.5, 5, 2])
    }

    @Test func theWaitComesBeforeTheFirstToken() {
        var host = GenerationHostTests.host(places: 1)
        _ = GenerationHostTests.run(&host, at: 0)
        #expect(GenerationHostTests.run(&host, at: 0.5).firstToken.inSeconds == 2)
    }

    @Test func withoutALimitNobodyWaits() {
        var host = GenerationHostTests.host(places: nil)
        for _ in 0..<50 { #expect(GenerationHostTests.run(&host, at: 0).total.inSeconds == 2) }
    }

    /// Pollaczek and Khinchine: arrivals at random, equal service times s, one place: the mean wait is ρs / 2(1 − ρ).
    @Test(arguments: [0.3, 0.7]) func theMeanWaitIsThatOfTheClosedForm(load: Double) {
        var host = GenerationHostTests.host(places: 1)
        var arrivals = TestWorld.stream(Int(load * 10))
        var now = 0.0
        var waits = 0.0
        let count = 100_000
        for _ in 0..<count {
            now += arrivals.exponential(mean: 2 / load)
            waits += GenerationHostTests.run(&host, at: now).total.inSeconds - 2
        }
        let expected = load * 2 / (2 * (1 - load))
        #expect(abs(waits / Double(count) / expected - 1) < 0.04)
    }
}
