import Foundation
import Quantities
import RandomStreams
import Testing
import Uplift

/// A hierarchical truth and one experiment on it: three arms, arm 1 the reference.
private struct Simulated {
    var cells: CellTable
    /// By cell: base logit, effect of arm 0, effect of arm 2.
    var truth: [[Double]] = []

    init(
        seed: Int, base: Double = -2, units: Double = 80, baseSpread: Double = 0.3,
        effectSpread: Double = 0.15
    ) {
        cells = CellTable(attributeCount: 3, armCount: 3)
        var stream = Seed(UInt64(seed)).streams("test.cells").stream(entity: 0)
        func step(_ state: [Double]) -> [Double] {
            [
                state[0] + baseSpread * stream.normal(), state[1] + effectSpread * stream.normal(),
                state[2] + effectSpread * stream.normal(),
            ]
        }
        for a in 0..<4 {
            let first = step([base, 0.4, 0.2])
            for b in 0..<4 {
                let second = step(first)
                for c in 0..<5 {
                    let state = step(second)
                    let size = units * exp(stream.normal() - 0.5)
                    let logits = [state[0] + state[1], state[0], state[0] + state[2]]
                    for arm in 0..<3 {
                        let count = Int(size)
                        let hits = stream.binomial(trials: count, probability: 1 / (1 + exp(-logits[arm])))
                        cells.add([UInt8(a), UInt8(b), UInt8(c)], arm: arm, count: count, successes: hits)
                    }
                    truth.append(state)
                }
            }
        }
    }
}

@Suite struct CellPosteriorTests {
    @Test func intervalsCoverAndErrorsBeatRawCells() throws {
        var covered = [0.0, 0, 0]
        var pooled = [0.0, 0, 0]
        var raw = [0.0, 0, 0]
        var cellCount = 0.0
        for seed in 0..<12 {
            let simulated = Simulated(seed: seed)
            let posterior = try CellPosterior(simulated.cells, nesting: [0, 1, 2], referenceArm: 1)
            func rawLogit(_ cell: Int, _ arm: Int) -> Double {
                let arm = simulated.cells.summary(cell: cell, arm: arm)
                return log((arm.sum + 0.5) / (Double(arm.count) - arm.sum + 0.5))
            }
            for cell in 0..<80 {
                let beliefs = [
                    posterior.base(cell: cell), posterior.effect(cell: cell, arm: 0),
                    posterior.effect(cell: cell, arm: 2),
                ]
                let base = rawLogit(cell, 1)
                let estimates = [base, rawLogit(cell, 0) - base, rawLogit(cell, 2) - base]
                for part in 0..<3 {
                    let truth = simulated.truth[cell][part]
                    if beliefs[part].interval(confidence: 0.9).contains(truth) { covered[part] += 1 }
                    pooled[part] += (beliefs[part].mean - truth) * (beliefs[part].mean - truth)
                    raw[part] += (estimates[part] - truth) * (estimates[part] - truth)
                }
                cellCount += 1
            }
        }
        for part in 0..<3 {
            let share = covered[part] / cellCount
            #expect(share > 0.85 && share < 0.96, "part \(part) covers \(share)")
            #expect(pooled[part] < 0.3 * raw[part], "part \(part): \(pooled[part]) against \(raw[part])")
        }
    }

    @Test func expectedSuccessesOfEachArmAddUpToTheObserved() throws {
        let simulated = Simulated(seed: 40, base: -3.5)
        let posterior = try CellPosterior(simulated.cells, nesting: [0, 1, 2], referenceArm: 1)
        for arm in 0..<3 {
            var expected = 0.0
            var observed = 0.0
            for cell in 0..<80 {
                let summary = simulated.cells.summary(cell: cell, arm: arm)
                expected += Double(summary.count) / (1 + exp(-posterior.logit(cell: cell, arm: arm).mean))
                observed += summary.sum
            }
            #expect(abs(expected / observed - 1) < 1e-4, "arm \(arm): \(expected) of \(observed)")
        }
    }

    @Test func largeCellsKeepTheirOwnRates() throws {
        var cells = CellTable(attributeCount: 1, armCount: 2)
        let rates: [(Int, Int)] = [(100_000, 130_000), (400_000, 300_000), (250_000, 260_000)]
        for (code, hits) in rates.enumerated() {
            cells.add([UInt8(code)], arm: 0, count: 1_000_000, successes: hits.0)
            cells.add([UInt8(code)], arm: 1, count: 1_000_000, successes: hits.1)
        }
        let posterior = try CellPosterior(cells, nesting: [0], referenceArm: 0)
        for (cell, hits) in rates.enumerated() {
            let base = log(Double(hits.0) / Double(1_000_000 - hits.0))
            let other = log(Double(hits.1) / Double(1_000_000 - hits.1))
            #expect(abs(posterior.base(cell: cell).mean - base) < 1e-3)
            #expect(abs(posterior.effect(cell: cell, arm: 1).mean - (other - base)) < 1e-3)
            let exact = (1 / Double(hits.0) + 1 / Double(1_000_000 - hits.0)).squareRoot()
            #expect(abs(posterior.base(cell: cell).standardDeviation / exact - 1) < 0.01)
        }
        #expect(posterior.effect(cell: 0, arm: 0).mean == 0)
        #expect(posterior.effect(cell: 0, arm: 0).standardDeviation == 0)
    }

    @Test func emptyCellsTakeTheirParentsPosterior() throws {
        var simulated = Simulated(seed: 3)
        let empty = simulated.cells.add([2, 1, 9], arm: 0, count: 0, successes: 0)
        let fine = try CellPosterior(simulated.cells, nesting: [0, 1, 2], referenceArm: 1)
        let without = try CellPosterior(Simulated(seed: 3).cells, nesting: [0, 1, 2], referenceArm: 1)
        let first = try #require(simulated.cells.cell([2, 1, 0]))
        // Nothing else moves.
        #expect(abs(fine.base(cell: first).mean - without.base(cell: first).mean) < 1e-12)
        // Between its siblings, and less certain than any of them.
        let siblings = (0..<5).map { fine.base(cell: first + $0) }
        let own = fine.base(cell: empty)
        #expect(own.mean > siblings.map(\.mean).min()! && own.mean < siblings.map(\.mean).max()!)
        #expect(own.standardDeviation > siblings.map(\.standardDeviation).max()!)
        #expect(own.standardDeviation > fine.levelVariances[3][0].squareRoot())
    }

    @Test func cellsThatAgreeInTheNestingShareOnePosterior() throws {
        let simulated = Simulated(seed: 9)
        let coarse = try CellPosterior(simulated.cells, nesting: [1], referenceArm: 1)
        let (a, b) = (simulated.cells.cell([0, 2, 3])!, simulated.cells.cell([3, 2, 1])!)
        #expect(coarse.base(cell: a) == coarse.base(cell: b))
        let world = coarse.draw(using: Seed(1).streams("world"))
        #expect(world.baseLogits[a] == world.baseLogits[b])
        #expect(world.baseLogits.count == 80)
    }

    @Test func drawsHaveThePosteriorsMomentsAndShareTheRootsUncertainty() throws {
        let simulated = Simulated(seed: 21, units: 40)
        let posterior = try CellPosterior(simulated.cells, nesting: [0, 1, 2], referenceArm: 1)
        let count = 600
        var sums = Array(repeating: 0.0, count: 80)
        var squares = sums
        var armSquares = sums
        var meanSquares = 0.0
        let meanLogit = (0..<80).reduce(0) { $0 + posterior.effect(cell: $1, arm: 2).mean } / 80
        for replication in 0..<count {
            let world = posterior.draw(using: Seed(17).replication(replication).streams("world"))
            var mean = 0.0
            for cell in 0..<80 {
                let gap = world.effects[cell * 3 + 2] - posterior.effect(cell: cell, arm: 2).mean
                sums[cell] += gap
                squares[cell] += gap * gap
                let arm = world.logit(cell: cell, arm: 2) - posterior.logit(cell: cell, arm: 2).mean
                armSquares[cell] += arm * arm
                mean += world.effects[cell * 3 + 2] / 80
                #expect(world.effects[cell * 3 + 1] == 0)
            }
            meanSquares += (mean - meanLogit) * (mean - meanLogit)
        }
        var ratio = 0.0
        var armRatio = 0.0
        var independent = 0.0
        for cell in 0..<80 {
            let deviation = posterior.effect(cell: cell, arm: 2).standardDeviation
            #expect(abs(sums[cell] / Double(count)) < 4.5 * deviation / Double(count).squareRoot())
            ratio += squares[cell] / Double(count) / (deviation * deviation) / 80
            let arm = posterior.logit(cell: cell, arm: 2).standardDeviation
            armRatio += armSquares[cell] / Double(count) / (arm * arm) / 80
            independent += deviation * deviation / 6400
        }
        #expect(abs(ratio - 1) < 0.06, "\(ratio)")
        #expect(abs(armRatio - 1) < 0.06, "\(armRatio)")
        // Cells drawn by themselves would make the audience's mean effect far too certain.
        #expect(meanSquares / Double(count) > 3 * independent)
    }

    @Test func drawsAreKeyedAndRepeatable() throws {
        let simulated = Simulated(seed: 2)
        let posterior = try CellPosterior(simulated.cells, nesting: [0, 1, 2], referenceArm: 1)
        let again = try CellPosterior(simulated.cells, nesting: [0, 1, 2], referenceArm: 1)
        let family = Seed(99).streams("world")
        #expect(posterior.draw(using: family) == again.draw(using: family))
        #expect(posterior.draw(using: family) != posterior.draw(using: Seed(100).streams("world")))
        let world = posterior.draw(using: family)
        #expect(abs(world.rate(cell: 4, arm: 0) - 1 / (1 + exp(-world.logit(cell: 4, arm: 0)))) < 1e-16)
    }

    @Test func armsWithoutSuccessesAreRefused() throws {
        var cells = CellTable(attributeCount: 1, armCount: 2)
        cells.add([0], arm: 0, count: 10, successes: 0)
        cells.add([0], arm: 1, count: 10, successes: 10)
        let error = try #require(throws: FinegrainError.self) {
            try CellPosterior(cells, nesting: [0], referenceArm: 0)
        }
        #expect(error.problems.count == 2)
        #expect(throws: FinegrainError.self) {
            try CellPosterior(CellTable(attributeCount: 1, armCount: 2), nesting: [0], referenceArm: 0)
        }
    }
}
