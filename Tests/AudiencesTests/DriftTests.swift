import Audiences
import Quantities
import RandomStreams
import Testing
import Workers

@Suite struct DriftTests {
    private func audience(_ levels: [Int], count: Int) throws -> Audience {
        let attributes = levels.enumerated().map { index, count in
            Attribute(name: "a\(index)", levels: (0..<count).map { "\($0)" })
        }
        return try SyntheticAudience(
            count: count, attributes: attributes, weights: levels.map { [Double](repeating: 1, count: $0) },
            classes: 1,
            dependence: 0, seed: Seed(8)
        ).draw().audience
    }

    private func population(_ audience: Audience, _ drift: Drift, jobs: Int = 1, cut: Int = 1) throws
        -> Population
    {
        try Population(
            audience: audience,
            hierarchy: SegmentHierarchy(
                attributes: audience.attributes, dimensions: (0..<cut).map { Dimension("a\($0)") }),
            profile: ProfileLayout(attributes: audience.attributes), drift: drift, seed: Seed(4),
            workers: WorkerPool(jobs: jobs))
    }

    @Test func oneJobAndTwoJobsGiveTheSameStateAndRecords() throws {
        let audience = try audience([3, 2, 4], count: 30_000)
        let drift = Drift(kernel: .marginal, weeklyRate: 0.1, departureRate: 0.02, arrivalRate: 0.03)
        let one = try population(audience, drift, cut: 2)
        let two = try population(audience, drift, jobs: 2, cut: 2)
        for _ in 0..<4 {
            one.advance()
            two.advance()
            one.rollUp()
            two.rollUp()
            #expect(one.changes == two.changes)
            #expect(one.activeCount == two.activeCount)
            for depth in 0...2 {
                #expect(
                    Array(one.statistics(depth: depth).counts) == Array(two.statistics(depth: depth).counts))
                for node in 0..<one.hierarchy.nodeCount(depth: depth) {
                    #expect(
                        Array(one.statistics(depth: depth).histogram(node))
                            == Array(two.statistics(depth: depth).histogram(node)))
                }
            }
        }
    }

    /// A redraw from four equal levels changes the level in three cases of four.
    @Test(arguments: [0.001, 0.02, 0.5, 1])
    func redrawsHappenAtTheWeeklyRate(rate: Double) throws {
        let audience = try audience([4], count: 100_000)
        let population = try population(audience, Drift(kernel: .marginal, weeklyRate: rate))
        population.advance()
        let p = 0.75 * rate
        let deviation = (p * (1 - p) * 100_000).squareRoot()
        #expect(abs(Double(population.changes.count) - p * 100_000) < 4 * deviation)
    }

    @Test func aTransitionMatrixLeadsToItsEquilibrium() throws {
        let audience = try audience([3], count: 60_000)
        // Left eigenvector for one: (0.5, 0.3, 0.2) solves pM = p.
        let matrix = [[0.7, 0.2, 0.1], [0.3, 0.5, 0.2], [0.3, 0.25, 0.45]]
        let population = try population(audience, Drift(kernel: .transition([matrix]), weeklyRate: 0.5))
        for _ in 0..<40 { population.advance() }
        population.rollUp()
        let counts = (0..<3).map { Double(population.statistics(depth: 1).counts[$0]) / 60_000 }
        // p0 = 0.5: 0.7 p0 + 0.3 (1 - p0) = p0. p1: 0.1 + 0.5 p1 + 0.25 (0.5 - p1) = p1 gives p1 = 0.3.
        for (share, expected) in zip(counts, [0.5, 0.3, 0.2]) { #expect(abs(share - expected) < 0.008) }
    }

    @Test func departuresAndArrivalsFollowTheirRates() throws {
        let audience = try audience([2], count: 50_000)
        let population = try population(
            audience, Drift(kernel: .marginal, weeklyRate: 0, departureRate: 0.03, arrivalRate: 0.011))
        for _ in 0..<3 { population.advance() }
        #expect(population.slotCount == 50_000 + 1650)
        // Of those there at the start 0.97^3 stay; an arrival of week w may leave in the weeks after it.
        let expected = 50_000 * 0.912673 + 550 * (0.9409 + 0.97 + 1)
        #expect(abs(Double(population.activeCount) - expected) < 4 * (50_000 * 0.0873 * 0.9127).squareRoot())
    }

    @Test func anEstimateFromTwoExportsFindsRatesAndArrivals() throws {
        let audience = try audience([4, 3], count: 60_000)
        let truth = Drift(
            kernel: .marginal, weeklyRate: 0, attributeRates: [0.02, 0.05], departureRate: 0.01,
            arrivalRate: 0.02)
        let population = try population(audience, truth)
        for _ in 0..<8 { population.advance() }
        let there = (0..<population.slotCount).filter { population.leaf(of: $0) != nil }
        let new = try Audience(
            attributes: audience.attributes,
            columns: (0..<2).map { attribute in there.map { population.row(of: $0)[attribute] } })
        let estimate = try DriftEstimate(
            from: DatedExport(identifiers: (0..<60_000).map { "c\($0)" }, audience: audience),
            to: DatedExport(identifiers: there.map { "c\($0)" }, audience: new), weeks: 8)
        #expect(estimate.joined == there.count { $0 < 60_000 })
        #expect(abs(estimate.drift.rate(of: 0) - 0.02) < 0.001)
        #expect(abs(estimate.drift.rate(of: 1) - 0.05) < 0.002)
        #expect(abs(estimate.drift.departureRate - 0.01) < 0.0007)
        // Arrivals that left again before the second export are not seen: at most 4 % of them.
        #expect(abs(estimate.drift.arrivalRate - 0.02) < 0.0012)
        guard case .transition(let matrices) = estimate.drift.kernel else {
            Issue.record("the kernel is a transition")
            return
        }
        for row in matrices[0] { for share in row { #expect(abs(share - 0.25) < 0.03) } }
    }

    @Test func anEstimateNamesEveryProblem() throws {
        let audience = try audience([2], count: 3)
        let export = DatedExport(identifiers: ["a", "a"], audience: audience)
        let error = #expect(throws: FinegrainError.self) {
            try DriftEstimate(from: export, to: export, weeks: 0)
        }
        // The weeks, and of each export too few identifiers and one that recurs.
        #expect(error?.problems.count == 5)
    }
}
