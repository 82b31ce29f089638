public import Quantities
import Regression

/// A cell value split into an intercept, one effect a level of each attribute, and a residual.
///
/// The part that attributes add up to, and the part that only their combination explains. Weighted least
/// squares on dummies; the effects of each attribute have weighted mean zero, so that the intercept is
/// the weighted mean of the values.
public struct AdditiveFit: Hashable, Sendable {
    /// The weighted mean of the values, in their unit.
    public let intercept: Double
    /// By attribute, then level, in the value's unit; zero for a level that no weighted cell has.
    public let effects: [[Double]]
    /// Share of the weighted variance that the additive part explains; NaN when the values do not vary.
    public let rSquared: Double
    /// Levels that others already determine, as `attribute 2 level 3`, counted from zero; their effect is
    /// that of the attribute's first level.
    public let redundantLevels: [String]

    /// - Parameters:
    ///   - attributes: one array of codes a cell, all of one length.
    ///   - weights: not negative; cells of weight zero take no part.
    /// - Complexity: O(cells × levels²).
    /// - Precondition: one value and weight a cell, one code an attribute.
    /// - Throws: `FinegrainError(.badInput)` when no cell has weight, a number is not finite or cells are
    ///   fewer than levels.
    public init(attributes: [[UInt8]], values: [Double], weights: [Double]) throws(FinegrainError) {
        precondition(attributes.count == values.count && weights.count == values.count, "one value a cell")
        let used = weights.indices.filter { weights[$0] != 0 }
        let attributeCount = attributes.first?.count ?? 0
        precondition(attributes.allSatisfy { $0.count == attributeCount }, "one code an attribute")
        let totals = (0..<attributeCount).map { attribute in
            AdditiveFit.levelWeights(attribute, attributes, used, weights)
        }
        var names = ["constant"]
        var columns = [Array(repeating: 1.0, count: used.count)]
        for attribute in 0..<attributeCount {
            // The first level with weight is the base.
            let present = totals[attribute].indices.filter { totals[attribute][$0] > 0 }
            for level in present.dropFirst() {
                names.append(AdditiveFit.name(attribute, level))
                columns.append(used.map { Int(attributes[$0][attribute]) == level ? 1 : 0 })
            }
        }
        let fit = try LeastSquares(
            RegressionRows(
                names: names, design: Matrix(columns: columns), outcomes: used.map { values[$0] },
                weights: used.map { weights[$0] }))
        var intercept = fit.coefficient("constant") ?? 0
        effects = (0..<attributeCount).map { attribute in
            let raw = totals[attribute].indices.map { fit.coefficient(AdditiveFit.name(attribute, $0)) ?? 0 }
            let weight = totals[attribute].reduce(0, +)
            let center = zip(raw, totals[attribute]).reduce(0) { $0 + $1.0 * $1.1 } / weight
            intercept += center
            return zip(raw, totals[attribute]).map { $1 > 0 ? $0 - center : 0 }
        }
        self.intercept = intercept
        rSquared = fit.rSquared
        redundantLevels = fit.dropped
    }

    /// The additive part of a cell's value; a level that was never seen adds nothing.
    public func value(_ attributes: [UInt8]) -> Double {
        var sum = intercept
        for (attribute, code) in attributes.enumerated() where Int(code) < effects[attribute].count {
            sum += effects[attribute][Int(code)]
        }
        return sum
    }

    private static func name(_ attribute: Int, _ level: Int) -> String {
        "attribute \(attribute) level \(level)"
    }

    private static func levelWeights(
        _ attribute: Int, _ attributes: [[UInt8]], _ used: [Int], _ weights: [Double]
    ) -> [Double] {
        let levels = 1 + (attributes.map { Int($0[attribute]) }.max() ?? 0)
        var totals = Array(repeating: 0.0, count: levels)
        for cell in used { totals[Int(attributes[cell][attribute])] += weights[cell] }
        return totals
    }
}
