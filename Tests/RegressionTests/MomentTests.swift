import Quantities
import RandomStreams
import Testing

@testable import Regression

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Cross products against the factorisation of the design, logits, and clusters by hand.
@Suite struct MomentTests {
    private func data(_ rows: Int, _ columns: Int, shift: Double = 0) -> (design: Matrix, outcomes: [Double])
    {
        var stream = Seed(3).streams("moments").stream(entity: rows)
        let list = (0..<columns).map { column in
            (0..<rows).map { _ in stream.normal() + shift * Double(column) }
        }
        let outcomes = (0..<rows).map { row in
            list.indices.reduce(1.0) { $0 + Double($1) * list[$1][row] } + stream.normal()
        }
        return (Matrix(columns: list), outcomes)
    }

    private func withConstant(_ design: Matrix) -> Matrix {
        Matrix(
            columns: [Array(repeating: 1, count: design.rowCount)]
                + (0..<design.columnCount).map { Array(design.column($0)) })
    }

    @Test(arguments: [0.0, 1e3, 1e6]) func productsGiveTheCoefficientsOfTheFactorisation(_ shift: Double)
        throws
    {
        let (design, outcomes) = data(500, 4, shift: shift)
        let names = ["1", "a", "b", "c", "d"]
        let rows = RegressionRows(names: names, design: withConstant(design), outcomes: outcomes)
        let fast = try LeastSquares(rows)
        #expect(NormalEquations(rows).triangle != nil)
        let slow = try QRFactor(withConstant(design))
        let solution = try Triangle(slow.triangle).solve(Matrix(columns: [slow.projected(outcomes)])).elements
        for index in 1..<5 {
            #expect(abs(fast.coefficients[index] - solution[index]) < 1e-9 * max(1, abs(solution[index])))
        }
        #expect(abs(fast.leverages.reduce(0, +) - 5) < 1e-7)
        var moments = MomentMatrix(columnCount: 4, outcomeCount: 1)
        moments.add(design: design, outcomes: Matrix(columns: [outcomes]))
        let model = try moments.solve()
        for index in 0..<4 { #expect(abs(model.slopes[index] - fast.coefficients[index + 1]) < 1e-8) }
    }

    @Test func aNearlyRedundantColumnGoesToTheFactorisation() throws {
        let (design, outcomes) = data(400, 2)
        let twin = design.column(0).enumerated().map { $1 + ($0 == 7 ? 1e-6 : 0) }
        let columns = [
            Array(repeating: 1.0, count: 400), Array(design.column(0)), twin, Array(design.column(1)),
        ]
        let rows = RegressionRows(
            names: ["1", "a", "twin", "b"], design: Matrix(columns: columns), outcomes: outcomes)
        #expect(NormalEquations(rows).triangle == nil)
        let copied = RegressionRows(
            names: ["1", "a", "copy", "b"],
            design: Matrix(columns: [columns[0], columns[1], columns[1], columns[3]]), outcomes: outcomes)
        #expect(try LeastSquares(copied).dropped == ["copy"])
    }

    @Test func momentsOfPartsAddUp() throws {
        let (design, outcomes) = data(300, 3, shift: 50)
        let target = Matrix(columns: [outcomes])
        var whole = MomentMatrix(columnCount: 3, outcomeCount: 1)
        whole.add(design: design, outcomes: target)
        var (even, odd) = (
            MomentMatrix(columnCount: 3, outcomeCount: 1), MomentMatrix(columnCount: 3, outcomeCount: 1)
        )
        even.add(design: design, outcomes: target, rows: Array(stride(from: 0, to: 300, by: 2)))
        odd.add(design: design, outcomes: target, rows: Array(stride(from: 1, to: 300, by: 2)))
        let (a, b) = (try whole.solve(), try even.merging(odd).solve())
        for index in 0..<3 { #expect(abs(a.slopes[index] - b.slopes[index]) < 1e-10) }
        // Subtracting a model leaves its residuals' moments: nothing to explain.
        let rest = try whole.subtracting(a).solve()
        #expect(rest.slopes.allSatisfy { abs($0) < 1e-10 } && abs(rest.intercept) < 1e-8)
        // A heavy penalty draws slopes to zero.
        #expect(try whole.solve(ridge: 1e6).slopes.allSatisfy { abs($0) < 1e-4 })
    }

    @Test func logitsOfTwoByTwoTablesAreClosedForms() throws {
        // 12 of 40 and 25 of 50, as two rows; and the same unit by unit.
        let design = Matrix(columns: [[1, 1], [0, 1]])
        let rows = RegressionRows(
            names: ["1", "t"], design: design, counts: [40, 50], means: [0.3, 0.5], deviations: [0, 0])
        let fit = try LogisticRegression(rows)
        #expect(
            abs(fit.coefficients[0] - log(0.3 / 0.7)) < 1e-12
                && abs(fit.coefficients[1] - log(0.7 / 0.3)) < 1e-12)
        #expect(abs(fit.covariance[1, 1] - (1.0 / 12 + 1.0 / 28 + 1.0 / 25 + 1.0 / 25)) < 1e-12)
        let rates = try #require(GComputation(fit, treatment: "t", rows: rows))
        #expect(abs(rates.effect - 0.2) < 1e-12)
        #expect(abs(rates.standardError * rates.standardError - (0.3 * 0.7 / 40 + 0.5 * 0.5 / 50)) < 1e-12)
        // Firth's penalty adds half a success and half a failure to each arm.
        let firth = try LogisticRegression(rows, penalty: .firth)
        #expect(abs(firth.coefficients[0] - log(12.5 / 28.5)) < 1e-9)
        #expect(abs(firth.coefficients[1] - (log(25.5 / 25.5) - log(12.5 / 28.5))) < 1e-9)
    }

    @Test func separationIsToldAndFirthStaysFinite() throws {
        let rows = RegressionRows(
            names: ["1", "t"], design: Matrix(columns: [[1, 1], [0, 1]]), counts: [20, 20], means: [0, 0.5],
            deviations: [0, 0])
        #expect(try LogisticRegression(rows).isSeparated)
        let firth = try LogisticRegression(rows, penalty: .firth)
        #expect(!firth.isSeparated && abs(firth.coefficients[0] - log(0.5 / 20.5)) < 1e-9)
        #expect(throws: FinegrainError.self) {
            try LogisticRegression(
                RegressionRows(names: ["1"], design: Matrix(columns: [[1, 1]]), outcomes: [0, 2]))
        }
    }

    @Test func clustersOfOneUnitGiveTheRobustErrorsOfUnits() throws {
        let (design, outcomes) = data(60, 2)
        let fit = try LeastSquares(
            RegressionRows(names: ["1", "a", "b"], design: withConstant(design), outcomes: outcomes))
        let units = Array(0..<60)
        let pairs: [(ClusterCovarianceKind, CovarianceKind, Double)] = [
            (.cr0, .hc0, 1), (.cr1, .hc1, 60.0 / 59 * 59 / 60), (.cr2, .hc2, 1),
        ]
        for (cluster, plain, factor) in pairs {
            let answer = try fit.clusterCovariance(cluster, clusters: units)
            let truth = try fit.covariance(plain)
            for index in 0..<3 {
                #expect(abs(answer.matrix[index, index] / truth[index, index] - factor) < 1e-9)
            }
        }
        #expect(throws: FinegrainError.self) {
            try fit.clusterCovariance(.cr0, clusters: Array(repeating: 1, count: 60))
        }
    }
}
