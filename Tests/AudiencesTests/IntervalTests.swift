import Quantities
import RandomStreams
import Testing

@testable import Audiences

/// One step of four weeks is four weekly steps without looking.
@Suite struct IntervalTests {
    private static let levels = [4, 3]

    private func audience(_ count: Int) throws -> (Audience, LatentClasses) {
        try SyntheticAudience(
            count: count,
            attributes: IntervalTests.levels.enumerated().map { index, levels in
                Attribute(name: "a\(index)", levels: (0..<levels).map { "\($0)" })
            },
            weights: [[0.4, 0.3, 0.2, 0.1], [0.5, 0.3, 0.2]], classes: 3, dependence: 0.6, seed: Seed(8)
        ).draw()
    }

    /// How many customers went from each row to each other one, who left, and who is there that was not.
    private func flows(_ audience: Audience, _ drift: Drift, steps: Int, seed: UInt64) throws -> [Double] {
        let population = try Population(
            audience: audience,
            hierarchy: SegmentHierarchy(attributes: audience.attributes, dimensions: [Dimension("a0")]),
            profile: ProfileLayout(attributes: audience.attributes), drift: drift, seed: Seed(seed))
        for _ in 0..<steps { population.advance() }
        var table = [Double](repeating: 0, count: 12 * 12 + 2)
        for customer in 0..<population.slotCount {
            let isThere = population.leaf(of: customer) != nil
            if customer >= audience.count {
                if isThere { table[145] += 1 }
            } else if isThere {
                let row = population.row(of: customer)
                let before = Int(audience.columns[0][customer]) * 3 + Int(audience.columns[1][customer])
                table[before * 12 + Int(row[0]) * 3 + Int(row[1])] += 1
            } else {
                table[144] += 1
            }
        }
        return table
    }

    /// Chi-squared of two samples of counts, its degrees of freedom, by cells with at least ten in all.
    private func chiSquared(_ a: [Double], _ b: [Double]) -> (value: Double, cells: Int) {
        var (value, cells) = (0.0, 0)
        for (x, y) in zip(a, b) where x + y >= 10 {
            value += (x - y) * (x - y) / (x + y)
            cells += 1
        }
        return (value, cells)
    }

    @Test(arguments: ["marginal", "within_class", "transition"])
    func fourWeeksInOneStepMoveCustomersAsFourWeeksDo(_ kernel: String) throws {
        let (audience, classes) = try audience(150_000)
        let matrices = [
            [[0.9, 0.1, 0, 0], [0, 0.9, 0.1, 0], [0.05, 0, 0.8, 0.15], [0, 0, 0.2, 0.8]],
            [[0.7, 0.2, 0.1], [0.3, 0.5, 0.2], [0.3, 0.25, 0.45]],
        ]
        let kernels: [String: DriftKernel] = [
            "marginal": .marginal, "within_class": .withinClass(classes), "transition": .transition(matrices),
        ]
        let weekly = Drift(
            kernel: try #require(kernels[kernel]), weeklyRate: 0, attributeRates: [0.05, 0.3],
            departureRate: 0.02, arrivalRate: 0.03)
        let step = try weekly.lasting(weeks: 4, attributes: audience.attributes)
        let four = try flows(audience, weekly, steps: 4, seed: 1)
        let one = try flows(audience, step, steps: 1, seed: 2)
        let (value, cells) = chiSquared(four, one)
        #expect(abs(value - Double(cells)) < 4 * (2 * Double(cells)).squareRoot(), "\(value) over \(cells)")
        // The same with a wrong step is told.
        let wrong = chiSquared(four, try flows(audience, weekly, steps: 1, seed: 2))
        #expect(wrong.value > 20 * Double(wrong.cells))
    }

    @Test func aWeekIsExactlyTheWeeklyDrift() throws {
        let (audience, classes) = try audience(100)
        let drift = Drift(
            kernel: .withinClass(classes), weeklyRate: 0.02, departureRate: 0.01, arrivalRate: 0.03)
        let same = try drift.lasting(weeks: 168 / 168, attributes: audience.attributes)
        #expect(
            same.weeklyRate == 0.02 && same.departureRate == 0.01 && same.arrivalRate == 0.03
                && same.attributeRates == nil)
    }

    @Test func ratesFollowTheClosedForms() throws {
        let (audience, _) = try audience(10)
        let drift = Drift(kernel: .marginal, weeklyRate: 0.02, departureRate: 0.1, arrivalRate: 0.1)
        let step = try drift.lasting(weeks: 4, attributes: audience.attributes)
        #expect(abs(step.weeklyRate - (1 - 0.98 * 0.98 * 0.98 * 0.98)) < 1e-15)
        #expect(abs(step.departureRate - 0.3439) < 1e-15)
        // As many arrive as leave: 1 - 0.9^4 of the audience is new.
        #expect(abs(step.arrivalRate - 0.3439) < 1e-15)
        let half = try drift.lasting(weeks: 0.5, attributes: audience.attributes)
        #expect(abs((1 - half.weeklyRate) * (1 - half.weeklyRate) - 0.98) < 1e-15)
        var growing = drift
        growing.departureRate = 0
        #expect(try growing.lasting(weeks: 4, attributes: audience.attributes).arrivalRate == 0.4)
        var all = drift
        all.weeklyRate = 1
        #expect(try all.lasting(weeks: 0.25, attributes: audience.attributes).weeklyRate == 1)
    }

    @Test func transitionsThatCannotBeDividedAreNamed() throws {
        let (audience, _) = try audience(10)
        let flip = [
            [[0.0, 1, 0, 0], [1, 0, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]], [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
        ]
        let drift = Drift(kernel: .transition(flip), weeklyRate: 1)
        #expect(try drift.lasting(weeks: 2, attributes: audience.attributes).rate(of: 0) == 0)
        let error = #expect(throws: FinegrainError.self) {
            try drift.lasting(weeks: 1.5, attributes: audience.attributes)
        }
        #expect(error?.problems.map(\.field) == ["run.interval_hours"])
        #expect(error?.description.contains("a0") == true && error?.description.contains("336") == true)
    }
}
