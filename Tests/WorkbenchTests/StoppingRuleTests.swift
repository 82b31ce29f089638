import RandomStreams
import Testing
import Uplift

@testable import Workbench

@Suite struct StoppingRuleTests {
    /// Designs from fine to coarse.
    private func isEnough(_ nets: [[Double]], tolerance: Double = 0) -> Bool {
        StoppingRule.isEnough(
            nets.enumerated().map { .init(grain: Double(nets.count - $0.offset), nets: $0.element) },
            tolerance: tolerance)
    }

    /// The coarser design is 8 below the best on average, 10 are allowed: with an error of 1 the mean excess beyond
    /// the tolerance is L(2) = 0.03, with L that of seven degrees of freedom, within a quarter of a percent of 100;
    /// with an error of 6 it is 6·L(1/3) = 1.6.
    @Test func aRowIsNotTakenWhileItMayLieOutsideTheTolerance() {
        func nets(_ error: Double) -> [[Double]] {
            let best = [Double](repeating: 100, count: 16)
            // Eight pairs that lie `swing` above and below in turn: the error is swing/√7.
            let swing = error * 7.0.squareRoot()
            return [best, best.indices.map { 92 + ($0 / 2 % 2 == 0 ? swing : -swing) }]
        }
        #expect(isEnough(nets(1), tolerance: 0.1))
        #expect(!isEnough(nets(6), tolerance: 0.1))
    }

    /// L(x) against the integral of (z − x) f(z) above x, by Simpson's rule in u with z = x + u/(1 − u).
    @Test(arguments: [0.0, 0.3, 1, 2, 3.5], [3.0, 9, 40, .infinity])
    func theUnitLossIsTheMeanExcess(x: Double, degreesOfFreedom: Double) {
        let law = StudentT(degreesOfFreedom: degreesOfFreedom)
        let steps = 20_000
        var sum = 0.0
        for step in 0..<steps {
            let u = Double(step) / Double(steps)
            let excess = u / (1 - u)
            let weight = step == 0 ? 1.0 : step % 2 == 1 ? 4 : 2
            sum += weight * excess * law.density(x + excess) / ((1 - u) * (1 - u))
        }
        let integral = sum / Double(3 * steps)
        #expect(abs(WorldMean.unitLoss(x, degreesOfFreedom) - integral) < 1e-8)
    }

    @Test func theUnitLossOfOneDegreeOfFreedomIsInfinite() {
        #expect(WorldMean.unitLoss(2, 1) == .infinity)
        #expect(WorldMean([1, 3]).opportunityCost == .infinity)
    }

    @Test func theErrorIsThatOfPairs() {
        let mean = WorldMean([2, 4, 4, 4, 5, 5, 7, 9])
        // Means of pairs 3, 4, 5, 8 about 5: sum of squares 14, sd² = 14/3, over 4 pairs.
        #expect(mean.mean == 5 && abs(mean.error! - (14.0 / 3 / 4).squareRoot()) < 1e-15)
        // Pairs that mirror each other leave no error.
        #expect(WorldMean([1, 9, 3, 7, 6, 4]).error == 0)
        // The last world is a pair by itself: deviations of the sums 2 and -2 about 4, 2/1·8/9.
        #expect(abs(WorldMean([4, 6, 2]).error! - (2.0 * 8 / 9).squareRoot()) < 1e-15)
    }

    @Test func twoWorldsCountAsTwoAndOneTellsNothing() {
        // sd² = 2 over 2 worlds.
        #expect(abs(WorldMean([3, 5]).error! - 1) < 1e-15)
        #expect(WorldMean([3]).error == nil && !WorldMean([3]).isTold)
        #expect(WorldMean([3, 3]).isTold && WorldMean([3, 3]).opportunityCost == 0)
    }

    @Test func worldsAreEnoughWhereTheBestIsFarFromAllRivalsAndFromZero() {
        #expect(isEnough([[100, 101, 99, 100, 101, 99], [10, 11, 9, 10, 11, 9]]))
        #expect(!isEnough([[100, 300, -90, 100, 300, -90], [10, 11, 9, 10, 11, 9]]))
        // Two rows that are equal world by world cost nothing to mistake.
        #expect(isEnough([[100, 101, 99, 100, 101, 99], [100, 101, 99, 100, 101, 99]]))
        #expect(isEnough([]))
    }

    @Test func whereEveryDesignLosesTheLeastLossIsToldBeforeStopping() {
        #expect(isEnough([[-3, -3.1, -2.9, -3, -3.1, -2.9], [-8, -8.1, -7.9, -8, -8.1, -7.9]]))
        #expect(!isEnough([[-3, 3, -0.5, 3, -3, -0.5], [-8, -8.1, -7.9, -8, -8.1, -7.9]]))
    }

    /// What the rule promises: the mean net value given away by stopping, over many tries, is about 2 % at most.
    @Test func theMeanLossOfStoppingIsWithinItsBound() {
        let truth = [206.0, 180, 150, 40]
        let streams = Seed(5).streams("stopping")
        var (lost, worlds) = (0.0, 0)
        let tries = 400
        for number in 0..<tries {
            var nets = truth.map { _ in [Double]() }
            func add(_ count: Int) {
                for _ in 0..<count {
                    let world = nets[0].count
                    var stream = streams.stream(entity: number, step: world)
                    let shared = 300 * stream.normal()
                    for row in truth.indices { nets[row].append(truth[row] + shared + 80 * stream.normal()) }
                }
            }
            add(StoppingRule.firstWorlds)
            while !isEnough(nets), nets[0].count < 200 { add(StoppingRule.step) }
            let means = nets.map { $0.reduce(0, +) / Double($0.count) }
            let best = means.indices.max { means[$0] < means[$1] }!
            lost += truth[0] - max(0, truth[best])
            worlds += nets[0].count
        }
        #expect(lost / Double(tries) < 0.02 * truth[0])
        #expect(worlds / tries < 120)
    }
}
