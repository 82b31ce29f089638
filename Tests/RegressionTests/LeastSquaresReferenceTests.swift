import Regression
import Testing

/// Twelve rows with a trend and a dummy; expected values are statsmodels' OLS and WLS.
private enum Small {
    static let trend: [Double] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]
    static let dummy: [Double] = [0, 1, 0, 1, 1, 0, 0, 1, 1, 0, 1, 0]
    static let outcome = [2.1, 3.9, 3.2, 6.5, 7.1, 5.2, 7.7, 10.4, 9.3, 10.9, 13.8, 10.1]
    static let weights = [1, 2, 1, 0.5, 3, 1, 1, 2, 0.25, 1, 1, 4]
    static let names = ["constant", "trend", "dummy"]
    static let design = Matrix(columns: [Array(repeating: 1, count: 12), trend, dummy])
}

private func expectClose(_ got: [Double], _ expected: [Double], _ tolerance: Double, _ what: String) {
    #expect(got.count == expected.count)
    for (a, b) in zip(got, expected) { #expect(abs(a - b) <= tolerance * abs(b), "\(what): \(a), not \(b)") }
}

@Suite struct LeastSquaresReferenceTests {
    @Test func unweightedFitAgreesWithStatsmodels() throws {
        let fit = try LeastSquares(
            RegressionRows(names: Small.names, design: Small.design, outcomes: Small.outcome))
        expectClose(fit.coefficients, [0.68333333333333, 0.9, 1.9666666666666675], 1e-12, "coefficients")
        expectClose(
            [fit.residualSumSquares, fit.rSquared], [9.323333333333334, 0.9318253832841787], 1e-12, "fit")
        let expected: [CovarianceKind: [Double]] = [
            .classical: [0.6918983628804728, 0.08511308503536484, 0.5876296809856599],
            .hc0: [0.45751450355944884, 0.08179551615604454, 0.5089022317513271],
            .hc1: [0.5282922435764115, 0.09444932654239341, 0.58762968098566],
            .hc2: [0.5451482932122318, 0.09984305713728688, 0.5985774327437128],
            .hc3: [0.6531991715905064, 0.12230921719007601, 0.7079979478977269],
        ]
        for kind in CovarianceKind.allCases {
            expectClose(try fit.standardErrors(kind), expected[kind]!, 1e-12, kind.rawValue)
        }
        #expect(abs(fit.leverages.reduce(0, +) - 3) < 1e-12)
    }

    @Test func weightedFitAgreesWithStatsmodels() throws {
        let fit = try LeastSquares(
            RegressionRows(
                names: Small.names, design: Small.design, outcomes: Small.outcome, weights: Small.weights))
        expectClose(
            fit.coefficients, [0.5316481080411066, 0.8628688937017338, 2.430161959557511], 1e-12,
            "coefficients")
        expectClose(
            [fit.residualSumSquares, fit.rSquared], [11.767304952126771, 0.9323724127759101], 1e-12, "fit")
        let expected: [CovarianceKind: [Double]] = [
            .classical: [0.749936368728771, 0.07750264703881811, 0.5788001037884205],
            .hc0: [0.5209033397719011, 0.0746688801138362, 0.4617862885236565],
            .hc1: [0.6014873668781644, 0.08622019606762245, 0.5332248759744225],
            .hc2: [0.6288334194496508, 0.11406291660465888, 0.6062084363063054],
            .hc3: [0.7819257314833993, 0.18728201659471644, 0.8767477024471604],
        ]
        for kind in CovarianceKind.allCases {
            expectClose(try fit.standardErrors(kind), expected[kind]!, 1e-12, kind.rawValue)
        }
    }

    /// Two rows stand for 42,693 customers of the Hillstrom test, women's mail against none, visits.
    @Test func twoCompressedRowsGiveTheUnitLevelErrorsOfHillstrom() throws {
        let fit = try LeastSquares(
            RegressionRows(
                names: ["constant", "mail"], design: Matrix(columns: [[1, 1], [0, 1]]),
                counts: [21306, 21387],
                sums: [2262, 3238], sumSquares: [2262, 3238]))
        expectClose(fit.coefficients, [0.10616727682343002, 0.045233106587052985], 1e-12, "coefficients")
        let expected: [CovarianceKind: [Double]] = [
            .classical: [0.0022899317838872384, 0.0032353848463811444],
            .hc0: [0.002110437536413868, 0.0032343863583273414],
            .hc1: [0.002110486971021148, 0.0032344621201618696],
            .hc2: [0.0021104870649932823, 0.00323446209909045],
            .hc3: [0.0021105365947360374, 0.0032345378416274396],
        ]
        for kind in CovarianceKind.allCases {
            expectClose(try fit.standardErrors(kind), expected[kind]!, 1e-11, kind.rawValue)
        }
        #expect(abs(fit.rSquared - 0.004557647411839283) < 1e-12)
        #expect(abs(fit.leverages.max()! - 4.6935135642542314e-05) < 1e-16)
    }
}
