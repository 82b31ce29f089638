import Regression
import Uplift

extension Comparison {
    /// Moments of covariates and outcome over the rows of an arm; nil when cells lack a product.
    func moments(_ rows: [Int]) -> MomentMatrix? {
        let width = table.design.count + table.cellCovariates.count
        var moments = MomentMatrix(columnCount: width, outcomeCount: 1)
        guard table.isCells else {
            moments.add(
                design: table.design.isEmpty
                    ? Matrix(rowCount: rows.count, columnCount: 0)
                    : Matrix(columns: table.design.indices.map { covariate($0, rows: rows) }),
                outcomes: Matrix(columns: [rows.map { outcome.values[$0] }]))
            return moments
        }
        for row in rows {
            var products = Matrix(rowCount: width + 1, columnCount: width + 1)
            products[width, width] = outcome.deviations?[row] ?? 0
            for (index, covariate) in table.cellCovariates.enumerated() {
                let column = table.design.count + index
                guard let cross = covariate.products[metric] else { return nil }
                products[column, column] = covariate.deviations[row]
                products[column, width] = cross[row]
                products[width, column] = cross[row]
                for (other, sums) in covariate.pairs where other < index {
                    products[column, table.design.count + other] = sums[row]
                    products[table.design.count + other, column] = sums[row]
                }
            }
            moments.add(
                count: table.count(row),
                means: table.design.map { $0.values[row] } + table.cellCovariates.map { $0.means[row] }
                    + [outcome.values[row]], products: products)
        }
        return moments
    }
}
