/// The probabilities with which a level becomes another in a step: rows sum to one.
struct TransitionMatrix: Hashable, Sendable {
    var rows: [[Double]]

    init(rows: [[Double]]) { self.rows = rows }

    /// (1 - d) I + d M: with probability d the level is redrawn from its row of M.
    init(rate: Double, redraw: [[Double]]) {
        rows = redraw.indices.map { from in
            redraw.indices.map { to in rate * redraw[from][to] + (from == to ? 1 - rate : 0) }
        }
    }

    /// The most that a level may lose in a step for the step to be divisible.
    static let mostChange = 0.45

    /// The same as redraws: the smallest rate d, and M = (P - (1 - d) I) / d.
    var redrawn: (rate: Double, matrix: [[Double]]) {
        let rate = 1 - (rows.indices.map { rows[$0][$0] }.min() ?? 1)
        guard rate > 0 else { return (0, rows) }
        let matrix = rows.indices.map { from in
            normalised(rows.indices.map { to in max(0, rows[from][to] - (from == to ? 1 - rate : 0)) })
        }
        return (rate, matrix)
    }

    /// The transitions of `steps` steps.
    ///
    /// Whole steps are a product of matrices. For the part f of a step that is left it is exp(f Q), where Q is the
    /// logarithm of P with its negative rates between levels set to zero and taken from the diagonal: the nearest
    /// generator of Israel, Rosenthal & Wei, "Finding generators for Markov chains via empirical transition matrices"
    /// (2001), exact where P has a generator. Its series converges when no level loses more than half.
    /// - Returns: nil when there is a part left and some level loses more than `mostChange` in a step.
    /// - Complexity: O(levels^3 x (log steps + terms)), terms below 300.
    func power(_ steps: Double) -> TransitionMatrix? {
        let whole = steps.rounded(.down)
        let part = steps - whole
        var result = power(Int(whole))
        if part > 0 {
            guard let fraction = fraction(part) else { return nil }
            result = result.multiplied(by: fraction)
        }
        return TransitionMatrix(rows: result.rows.map { normalised($0.map { max(0, $0) }) })
    }

    private func power(_ steps: Int) -> TransitionMatrix {
        var result = TransitionMatrix.identity(rows.count)
        var square = self
        var left = steps
        while left > 0 {
            if left % 2 == 1 { result = result.multiplied(by: square) }
            left /= 2
            if left > 0 { square = square.multiplied(by: square) }
        }
        return result
    }

    private func fraction(_ part: Double) -> TransitionMatrix? {
        guard rows.indices.allSatisfy({ 1 - rows[$0][$0] <= TransitionMatrix.mostChange }) else { return nil }
        let generator = generator
        // Uniformisation: exp(f Q) = sum over j of Poisson(j; f u) (I + Q / u)^j, all of whose terms are positive.
        let speed = max(rows.indices.map { -generator.rows[$0][$0] }.max() ?? 0, 1e-300)
        let jump = TransitionMatrix(
            rows: rows.indices.map { from in
                rows.indices.map { to in generator.rows[from][to] / speed + (from == to ? 1 : 0) }
            })
        var weight = 1.0
        var sum = 1.0
        var power = TransitionMatrix.identity(rows.count)
        var total = power.rows
        for term in 1... {
            weight *= part * speed / Double(term)
            guard weight > 1e-18 * sum else { break }
            sum += weight
            power = power.multiplied(by: jump)
            TransitionMatrix.add(power, times: weight, to: &total)
        }
        return TransitionMatrix(rows: total.map { $0.map { $0 / sum } })
    }

    /// log P = sum over j of (-1)^(j+1) (P - I)^j / j, made a generator.
    private var generator: TransitionMatrix {
        let change = TransitionMatrix(
            rows: rows.indices.map { from in rows.indices.map { rows[from][$0] - (from == $0 ? 1 : 0) } })
        var power = change
        var total = rows.map { $0.map { _ in 0.0 } }
        for term in 1...300 {
            TransitionMatrix.add(power, times: (term % 2 == 1 ? 1 : -1) / Double(term), to: &total)
            power = power.multiplied(by: change)
            if power.rows.allSatisfy({ $0.allSatisfy { abs($0) < 1e-17 } }) { break }
        }
        for from in rows.indices {
            var leaving = 0.0
            for to in rows.indices where to != from {
                total[from][to] = max(0, total[from][to])
                leaving += total[from][to]
            }
            total[from][from] = -leaving
        }
        return TransitionMatrix(rows: total)
    }

    static func identity(_ levels: Int) -> TransitionMatrix {
        TransitionMatrix(rows: (0..<levels).map { from in (0..<levels).map { $0 == from ? 1 : 0 } })
    }

    func multiplied(by other: TransitionMatrix) -> TransitionMatrix {
        var product = rows.map { $0.map { _ in 0.0 } }
        for from in rows.indices {
            for between in rows.indices where rows[from][between] != 0 {
                let factor = rows[from][between]
                for to in rows.indices { product[from][to] += factor * other.rows[between][to] }
            }
        }
        return TransitionMatrix(rows: product)
    }

    private static func add(_ matrix: TransitionMatrix, times weight: Double, to total: inout [[Double]]) {
        for from in total.indices {
            for to in total.indices { total[from][to] += weight * matrix.rows[from][to] }
        }
    }

    private func normalised(_ row: [Double]) -> [Double] {
        let sum = row.reduce(0, +)
        return sum > 0 ? row.map { $0 / sum } : row
    }
}
