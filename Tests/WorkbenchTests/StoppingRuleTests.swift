import RandomStreams
import Testing

@testable import Workbench

@Suite struct StoppingRuleTests {
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
        #expect(StoppingRule.isEnough([[100, 101, 99], [10, 11, 9]]))
        #expect(!StoppingRule.isEnough([[100, 300, -90], [10, 11, 9]]))
        // Two rows that are equal world by world cost nothing to mistake.
        #expect(StoppingRule.isEnough([[100, 101, 99], [100, 101, 99]]))
        #expect(StoppingRule.isEnough([]))
    }

    @Test func whereEveryDesignLosesTheLeastLossIsToldBeforeStopping() {
        #expect(StoppingRule.isEnough([[-3, -3.1, -2.9], [-8, -8.1, -7.9]]))
        #expect(!StoppingRule.isEnough([[-3, 3, -0.5], [-8, -8.1, -7.9]]))
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
            while !StoppingRule.isEnough(nets), nets[0].count < 200 { add(StoppingRule.step) }
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
