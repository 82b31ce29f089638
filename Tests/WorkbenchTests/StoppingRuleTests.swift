import RandomStreams
import Testing

@testable import Workbench

@Suite struct StoppingRuleTests {
    /// Designs from fine to coarse.
    private func isEnough(_ nets: [[Double]], tolerance: Double = 0) -> Bool {
        StoppingRule.isEnough(
            nets.enumerated().map { .init(grain: Double(nets.count - $0.offset), nets: $0.element) },
            tolerance: tolerance)
    }

    /// The coarser design is 8 below the best on average, 10 are allowed: with an error of 2 the mean excess beyond
    /// the tolerance is 2·L(1) = 0.167, a sixth of a percent of 100; with an error of 6 it is 6·L(1/3) = 1.5.
    @Test func aRowIsNotTakenWhileItMayLieOutsideTheTolerance() {
        func nets(_ error: Double) -> [[Double]] {
            let best = [Double](repeating: 100, count: 16)
            // Standard deviation 4·error of 16 worlds, the mean as it is.
            let swing = 4 * error * (15.0 / 16).squareRoot()
            return [best, best.indices.map { 92 + ($0 % 2 == 0 ? swing : -swing) }]
        }
        #expect(isEnough(nets(2), tolerance: 0.1))
        #expect(!isEnough(nets(6), tolerance: 0.1))
    }

    /// L(x) against the integral of (z − x)φ(z) above x, by Simpson's rule.
    @Test(arguments: [0.0, 0.3, 1, 2, 3.5]) func theUnitNormalLossIsTheMeanExcessOfANormal(x: Double) {
        let steps = 20_000
        let width = 12.0 / Double(steps)
        var sum = 0.0
        for step in 0...steps {
            let z = x + width * Double(step)
            let weight = step == 0 || step == steps ? 1.0 : step % 2 == 1 ? 4 : 2
            sum += weight * (z - x) * Math.normalDensity(z)
        }
        #expect(abs(WorldMean.unitNormalLoss(x) - sum * width / 3) < 1e-10)
    }

    @Test func theErrorIsTheStandardErrorOfTheMean() {
        let mean = WorldMean([2, 4, 4, 4, 5, 5, 7, 9])
        // Sum of squares about 5 is 32: sd² = 32/7, over 8 worlds.
        #expect(mean.mean == 5 && abs(mean.error! - (32.0 / 7 / 8).squareRoot()) < 1e-15)
        #expect(WorldMean([3]).error == nil && !WorldMean([3]).isTold)
        #expect(WorldMean([3, 3]).isTold && WorldMean([3, 3]).opportunityCost == 0)
    }

    @Test func worldsAreEnoughWhereTheBestIsFarFromAllRivalsAndFromZero() {
        #expect(isEnough([[100, 101, 99], [10, 11, 9]]))
        #expect(!isEnough([[100, 300, -90], [10, 11, 9]]))
        // Two rows that are equal world by world cost nothing to mistake.
        #expect(isEnough([[100, 101, 99], [100, 101, 99]]))
        #expect(isEnough([]))
    }

    @Test func whereEveryDesignLosesTheLeastLossIsToldBeforeStopping() {
        #expect(isEnough([[-3, -3.1, -2.9], [-8, -8.1, -7.9]]))
        #expect(!isEnough([[-3, 3, -0.5], [-8, -8.1, -7.9]]))
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

private enum Math {
    static func normalDensity(_ z: Double) -> Double { exponential(-z * z / 2) / 2.5066282746310002 }

    /// e^x for x ≤ 0 as (e^(x/1024))^1024 with the series of the small argument.
    private static func exponential(_ x: Double) -> Double {
        let small = x / 1024
        var value = 1 + small * (1 + small / 2 * (1 + small / 3 * (1 + small / 4)))
        for _ in 0..<10 { value *= value }
        return value
    }
}
