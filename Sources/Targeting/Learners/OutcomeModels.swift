import Quantities
import Regression

/// Models of the outcome in either arm, each fitted without some folds.
///
/// Linear ones come from moments of each fold and arm, made in one pass and added up for every set of folds; a model
/// without folds j and k costs no further pass.
struct OutcomeModels {
    private let sample: UnitSample
    private let folds: Folds
    private let basis: Basis
    /// By arm (control first), then fold.
    private let moments: [[MomentMatrix]]

    init(_ sample: UnitSample, folds: Folds, basis: Basis) {
        self.sample = sample
        self.folds = folds
        self.basis = basis
        let outcomes = Matrix(columns: [sample.outcomes])
        moments = [false, true].map { arm in
            folds.members.map { members in
                var moments = MomentMatrix(columnCount: sample.design.columnCount, outcomeCount: 1)
                moments.add(
                    design: sample.design, outcomes: outcomes,
                    rows: members.filter { sample.treated[$0] == arm })
                return moments
            }
        }
    }

    /// Moments of one arm over all folds but some.
    func moments(treated: Bool, without excluded: [Int]) -> MomentMatrix {
        var sum = MomentMatrix(columnCount: sample.design.columnCount, outcomeCount: 1)
        for fold in 0..<folds.count where !excluded.contains(fold) {
            sum = sum.merging(moments[treated ? 1 : 0][fold])
        }
        return sum
    }

    /// Predicted outcomes of the given units in one arm, by a model that has not seen some folds.
    /// - Throws: `FinegrainError` when the remaining folds have no unit of the arm.
    func predictions(
        treated: Bool, without excluded: [Int], units: [Int]
    ) throws(FinegrainError) -> [Double] {
        guard case .logit = basis else {
            let model = try moments(treated: treated, without: excluded).solve(ridge: basis.penalty)
            return model.predictions(sample.design, rows: units)
        }
        let rows = (0..<sample.count).filter {
            sample.treated[$0] == treated && !excluded.contains(folds.ofUnit[$0])
        }
        let data = RegressionRows(
            names: ["(constant)"] + sample.columnNames, design: sample.design.withConstant(rows: rows),
            outcomes: rows.map { sample.outcomes[$0] })
        var fit = try LogisticRegression(data)
        if fit.isSeparated { fit = try LogisticRegression(data, penalty: .firth) }
        return fit.probabilities(sample.design.withConstant(rows: units))
    }
}

extension LinearModel {
    /// The model at some rows of a design.
    func predictions(_ design: Matrix, rows: [Int]) -> [Double] {
        var result = Array(repeating: intercept, count: rows.count)
        for (column, slope) in slopes.enumerated() where slope != 0 {
            let values = design.column(column)
            values.withUnsafeBufferPointer { values in
                for (position, row) in rows.enumerated() { result[position] += slope * values[row] }
            }
        }
        return result
    }
}

extension Matrix {
    /// Some rows, with a column of ones before the others.
    func withConstant(rows: [Int]) -> Matrix {
        Matrix(
            columns: [Array(repeating: 1, count: rows.count)]
                + (0..<columnCount).map { column in
                    let values = self.column(column)
                    return rows.map { values[values.startIndex + $0] }
                })
    }
}
