import Quantities
import Regression
import Testing

@Suite struct RedundantColumnTests {
    private let women: [Double] = [0, 1, 0, 1, 1, 0, 1, 0]
    private let age: [Double] = [31, 44, 27, 63, 52, 38, 41, 70]
    private let outcome: [Double] = [1, 4, 2, 6, 5, 2, 4, 5]

    @Test func theLaterOfTwoEqualColumnsIsDroppedAndNamed() throws {
        // 1 − women repeats what the constant and women say; it is the longest column once scaled by 1000.
        let design = Matrix(columns: [
            Array(repeating: 1, count: 8), women, women.map { 1000 * (1 - $0) }, age,
        ])
        let fit = try LeastSquares(
            RegressionRows(names: ["constant", "women", "men", "age"], design: design, outcomes: outcome))
        #expect(fit.dropped == ["men"])
        #expect(fit.names == ["constant", "women", "age"])
        #expect(fit.coefficient("men") == nil)
        let clean = try LeastSquares(
            RegressionRows(
                names: ["constant", "women", "age"],
                design: Matrix(columns: [Array(repeating: 1, count: 8), women, age]), outcomes: outcome))
        #expect(fit.coefficients == clean.coefficients)
        #expect(try fit.standardErrors(.hc3) == clean.standardErrors(.hc3))
    }

    @Test func zeroColumnsAndMoreColumnsThanDistinctRowsAreDropped() throws {
        let design = Matrix(columns: [[1, 1], [0, 0], [0, 1], [2, 5]])
        let fit = try LeastSquares(
            RegressionRows(
                names: ["constant", "nothing", "arm", "other"], design: design, counts: [10, 10],
                sums: [3, 5],
                sumSquares: [3, 5]))
        #expect(fit.names == ["constant", "arm"])
        #expect(fit.dropped == ["nothing", "other"])
        #expect(abs(fit.coefficients[1] - 0.2) < 1e-14)
    }

    @Test func aSmallButRealDifferenceIsKept() throws {
        // A year beside the constant: all of it but a thousandth is in the constant's span.
        let years: [Double] = [2020, 2021, 2022, 2023, 2024, 2025, 2026, 2027]
        let design = Matrix(columns: [Array(repeating: 1, count: 8), years])
        let fit = try LeastSquares(
            RegressionRows(
                names: ["constant", "year"], design: design, outcomes: years.map { 0.25 * ($0 - 2020) }))
        #expect(fit.dropped.isEmpty)
        #expect(abs(fit.coefficients[1] - 0.25) < 1e-11)
    }

    @Test func aRowFittedExactlyIsLeftOutOfHC3AndNamed() throws {
        // The last row alone has the second column, so its residual is zero whatever its outcome.
        let design = Matrix(columns: [[1, 1, 1, 1], [0, 0, 0, 1]])
        let fit = try LeastSquares(
            RegressionRows(names: ["constant", "alone"], design: design, outcomes: [1, 2, 6, 9]))
        #expect(fit.saturatedRows == [3])
        // Mean 3 of (1, 2, 6), leverage 1/3: Σ e² / (2/3)² / 9 = 14 / 4.
        #expect(abs(try fit.standardErrors(.hc3)[0] - 3.5.squareRoot()) < 1e-12)
    }

    @Test func allProblemsAreReportedAtOnce() throws {
        let design = Matrix(columns: [[1, .nan], [.infinity, 0]])
        let rows = RegressionRows(names: ["a", "b"], design: design, outcomes: [1, .nan], weights: [1, -1])
        let error = try #require(throws: FinegrainError.self) { try LeastSquares(rows) }
        #expect(error.problems.map(\.field) == ["a", "b", "outcome", "weight"])
        #expect(error.problems[0].message.contains("row 2"))
        #expect(error.problems[1].message.contains("row 1"))
        #expect(error.kind == .badInput)
    }

    @Test func noRowsAndTooFewUnitsAreRefused() throws {
        let empty = RegressionRows(names: ["a"], design: Matrix(columns: [[]]), outcomes: [])
        #expect(throws: FinegrainError.self) { try LeastSquares(empty) }
        let short = RegressionRows(names: ["a", "b"], design: Matrix(columns: [[1], [2]]), outcomes: [1])
        let error = try #require(throws: FinegrainError.self) { try LeastSquares(short) }
        #expect(error.description.contains("1 units cannot determine 2 coefficients"))
        let zero = RegressionRows(names: ["a"], design: Matrix(columns: [[0, 0]]), outcomes: [1, 2])
        #expect(throws: FinegrainError.self) { try LeastSquares(zero) }
    }
}
