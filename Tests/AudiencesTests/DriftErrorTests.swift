import RandomStreams
import Testing

@testable import Audiences

/// Errors of a fitted drift, on simulated exports of known truth.
@Suite struct DriftErrorTests {
    private static let truth = Drift(
        kernel: .marginal, weeklyRate: 0, attributeRates: [0.02, 0.08, 0.3], departureRate: 0.01,
        arrivalRate: 0.03)
    private static let weeks = 3

    private func exports(_ seed: UInt64) throws -> JoinedExports {
        let levels = [[0.4, 0.3, 0.2, 0.1], [0.7, 0.3], [0.5, 0.25, 0.25]]
        let (audience, _) = try SyntheticAudience(
            count: 800,
            attributes: levels.enumerated().map { j, weights in
                Attribute(name: "a\(j)", levels: weights.indices.map { "\($0)" })
            },
            weights: levels, classes: 1, dependence: 0, seed: Seed(seed)
        ).draw()
        let population = try Population(
            audience: audience,
            hierarchy: SegmentHierarchy(attributes: audience.attributes, dimensions: [Dimension("a1")]),
            profile: ProfileLayout(attributes: audience.attributes), drift: DriftErrorTests.truth,
            seed: Seed(seed))
        for _ in 0..<DriftErrorTests.weeks { population.advance() }
        let there = (0..<population.slotCount).filter { population.leaf(of: $0) != nil }
        let rows = there.map { population.row(of: $0) }
        return try JoinedExports(
            from: DatedExport(identifiers: (0..<audience.count).map { "\($0)" }, audience: audience),
            to: DatedExport(
                identifiers: there.map { "\($0)" },
                audience: Audience(
                    attributes: audience.attributes, columns: levels.indices.map { j in rows.map { $0[j] } })),
            weeks: Double(DriftErrorTests.weeks))
    }

    /// Of 200 fits 95 % intervals hold the truth in 177 to 199, but for one time in ten thousand or so.
    @Test func intervalsCoverTheTruth() throws {
        let truth = DriftErrorTests.truth
        var hits = [Int](repeating: 0, count: 5)
        for seed in 0..<200 {
            let estimate = try exports(UInt64(seed)).estimate()
            for j in 0..<3 {
                let error = try #require(estimate.rateErrors[j])
                if abs(estimate.drift.rate(of: j) - truth.rate(of: j)) < 1.96 * error { hits[j] += 1 }
            }
            let departures = abs(estimate.drift.departureRate - truth.departureRate)
            if departures < 1.96 * (try #require(estimate.departureError)) { hits[3] += 1 }
            // As many come each week; of those who came before the last one some have left, 0.04 of the error on average.
            let arrivals = abs(estimate.drift.arrivalRate - truth.arrivalRate)
            if arrivals < 1.96 * (try #require(estimate.arrivalError)) { hits[4] += 1 }
        }
        for j in 0..<4 { #expect((177...199).contains(hits[j]), "\(hits)") }
        // The number that comes is fixed, not drawn, so that its interval is wide enough and more.
        #expect(hits[4] > 192)
    }

    @Test func theBootstrapSpreadsAsTheErrorsSay() throws {
        let joined = try exports(1_000)
        let estimate = joined.estimate()
        let draws = (0..<400).map { joined.resampled(Seed(UInt64($0))).drift }
        func deviation(_ values: [Double]) -> Double {
            let mean = values.reduce(0, +) / Double(values.count)
            return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1))
                .squareRoot()
        }
        let pairs: [(Double, Double?)] =
            (0..<3).map { j in (deviation(draws.map { $0.rate(of: j) }), estimate.rateErrors[j]) } + [
                (deviation(draws.map(\.departureRate)), estimate.departureError),
                (deviation(draws.map(\.arrivalRate)), estimate.arrivalError),
            ]
        for (spread, error) in pairs { #expect(abs(spread / (try #require(error)) - 1) < 0.15) }
    }

    @Test func wherePaceCannotBeToldThereIsNoError() throws {
        let audience = try Audience(
            attributes: [
                Attribute(name: "a", levels: ["0", "1"]), Attribute(name: "b", levels: ["0", "1"]),
            ],
            columns: [[0, 1, 0, 1], [0, 0, 1, 1]])
        let turned = try Audience(
            attributes: audience.attributes, columns: [[1, 0, 1, 0], [0, 0, 1, 1]])
        let names = ["a", "b", "c", "d"]
        let estimate = try DriftEstimate(
            from: DatedExport(identifiers: names, audience: audience),
            to: DatedExport(identifiers: names, audience: turned), weeks: 0.5)
        // All changed, more than redraws from two equal levels explain; and nobody changed.
        #expect(estimate.drift.attributeRates == [1, 0])
        #expect(estimate.rateErrors == [nil, nil])
        #expect(estimate.departureError == nil && estimate.arrivalError == nil)
    }
}
