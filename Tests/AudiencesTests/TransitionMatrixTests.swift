import RandomStreams
import Testing

@testable import Audiences

/// Drift over steps that are no week, against weekly steps.
@Suite struct TransitionMatrixTests {
    private let chain = TransitionMatrix(rows: [[0.9, 0.08, 0.02], [0.05, 0.85, 0.1], [0.01, 0.04, 0.95]])

    private func distance(_ a: TransitionMatrix, _ b: TransitionMatrix) -> Double {
        zip(a.rows, b.rows).flatMap { zip($0, $1).map { abs($0 - $1) } }.max() ?? 0
    }

    @Test func wholeStepsAreProducts() throws {
        var product = TransitionMatrix.identity(3)
        for steps in 1...9 {
            product = product.multiplied(by: chain)
            #expect(distance(try #require(chain.power(Double(steps))), product) < 1e-14)
        }
    }

    /// A chain of two levels has a closed form: its powers mix the equilibrium and (1 - a - b)^t.
    @Test(arguments: [0.1, 0.5, 2.75, 720.0 / 168]) func partsOfAStepAreThoseOfTheClosedForm(_ steps: Double)
        throws
    {
        let (a, b) = (0.12, 0.3)
        let power = try #require(TransitionMatrix(rows: [[1 - a, a], [b, 1 - b]]).power(steps))
        let left = b / (a + b)
        var decay = 1.0
        // (1 - a - b)^t by halves: no logarithm shared with the code.
        var (base, rest, bit) = (1 - a - b, steps, 1.0)
        for _ in 0..<Int(rest.rounded(.down)) { decay *= base }
        rest -= rest.rounded(.down)
        for _ in 0..<52 {
            base = base.squareRoot()
            bit /= 2
            if rest >= bit {
                decay *= base
                rest -= bit
            }
        }
        #expect(abs(power.rows[0][0] - (left + (1 - left) * decay)) < 1e-12)
        #expect(abs(power.rows[1][1] - (1 - left + left * decay)) < 1e-12)
    }

    @Test func twoHalvesAreAWholeWhereTheChainHasAGenerator() throws {
        // exp(Q) of a generator, by many small steps.
        let q = [[-0.3, 0.2, 0.1], [0.15, -0.2, 0.05], [0.02, 0.18, -0.2]]
        var whole = TransitionMatrix(
            rows: q.indices.map { i in q.indices.map { q[i][$0] / 1_048_576 + (i == $0 ? 1 : 0) } })
        for _ in 0..<20 { whole = whole.multiplied(by: whole) }
        let half = try #require(whole.power(0.5))
        // A million roundings lie in `whole` itself.
        #expect(distance(half.multiplied(by: half), whole) < 1e-9)
    }

    /// From A to C only through B: no chain in continuous time does that in one step, so the nearest is taken.
    @Test func aLifeCycleIsDividedNearly() throws {
        let cycle = TransitionMatrix(rows: [[0.95, 0.05, 0], [0, 0.9, 0.1], [0, 0, 1]])
        let half = try #require(cycle.power(0.5))
        #expect(half.rows.allSatisfy { $0.allSatisfy { $0 >= 0 } && abs($0.reduce(0, +) - 1) < 1e-14 })
        #expect(distance(half.multiplied(by: half), cycle) < 0.003)
    }

    @Test func whatChangesTooFastIsNotDivided() {
        #expect(TransitionMatrix(rows: [[0.5, 0.5], [0.1, 0.9]]).power(1.5) == nil)
        #expect(TransitionMatrix(rows: [[0, 1], [1, 0]]).power(0.5) == nil)
        #expect(TransitionMatrix(rows: [[0, 1], [1, 0]]).power(2)?.rows == [[1, 0], [0, 1]])
    }

    @Test func redrawsGiveTheMatrixBack() {
        let (rate, matrix) = chain.redrawn
        #expect(distance(TransitionMatrix(rate: rate, redraw: matrix), chain) < 1e-15)
        #expect(abs(rate - 0.15) < 1e-15)
    }
}
