import Quantities
import RandomStreams
import Testing
import Uplift

@Suite struct AdditiveFitTests {
    @Test func anAdditiveSurfaceIsRecoveredExactly() throws {
        let rows: [Double] = [-1, 0.5, 2]
        let columns: [Double] = [0.25, -0.75]
        var attributes: [[UInt8]] = []
        var values: [Double] = []
        var weights: [Double] = []
        for a in 0..<3 {
            for b in 0..<2 {
                attributes.append([UInt8(a), UInt8(b)])
                values.append(7 + rows[a] + columns[b])
                weights.append(Double(1 + a + 2 * b * a))
            }
        }
        let fit = try AdditiveFit(attributes: attributes, values: values, weights: weights)
        for (cell, value) in zip(attributes, values) { #expect(abs(fit.value(cell) - value) < 1e-12) }
        #expect(abs(fit.rSquared - 1) < 1e-12)
        // Weighted means: the intercept is the values', the effects' are zero.
        let total = weights.reduce(0, +)
        let mean = zip(weights, values).reduce(0) { $0 + $1.0 * $1.1 } / total
        #expect(abs(fit.intercept - mean) < 1e-12)
        for attribute in 0..<2 {
            let sum = zip(weights, attributes).reduce(0) {
                $0 + $1.0 * fit.effects[attribute][Int($1.1[attribute])]
            }
            #expect(abs(sum) < 1e-11)
        }
        #expect(abs(fit.effects[0][2] - fit.effects[0][0] - 3) < 1e-12)
    }

    /// A balanced two by two: the interaction is what is left over, by hand.
    @Test func theInteractionIsTheResidual() throws {
        let attributes: [[UInt8]] = [[0, 0], [0, 1], [1, 0], [1, 1]]
        let fit = try AdditiveFit(attributes: attributes, values: [1, 3, 4, 10], weights: [1, 1, 1, 1])
        #expect(abs(fit.intercept - 4.5) < 1e-13)
        for (got, expected) in zip(fit.effects[0] + fit.effects[1], [-2.5, 2.5, -2, 2]) {
            #expect(abs(got - expected) < 1e-13)
        }
        let residuals = zip(attributes, [1.0, 3, 4, 10]).map { $1 - fit.value($0) }
        for (got, expected) in zip(residuals, [1.0, -1, -1, 1]) { #expect(abs(got - expected) < 1e-12) }
        // 45 in all, 4 in the interaction.
        #expect(abs(fit.rSquared - (1 - 4.0 / 45)) < 1e-13)
    }

    @Test func redundantLevelsAreNamedAndEmptyCellsTakeNoPart() throws {
        // The second attribute repeats the first.
        let fit = try AdditiveFit(
            attributes: [[0, 1], [1, 0], [0, 1], [2, 5]], values: [1, 5, 3, .nan], weights: [1, 2, 1, 0])
        #expect(fit.redundantLevels == ["attribute 1 level 1"])
        #expect(abs(fit.intercept - 3.5) < 1e-13)
        #expect(abs(fit.value([0, 1]) - 2) < 1e-13)
        #expect(abs(fit.value([1, 0]) - 5) < 1e-13)
        #expect(fit.effects[0][2] == 0)
        #expect(abs(fit.value([9, 9]) - fit.intercept) < 1e-15)
        #expect(throws: FinegrainError.self) {
            try AdditiveFit(attributes: [[0]], values: [1], weights: [0])
        }
    }
}
