/// Variances, correlations and percentiles.
struct StatisticalAggregate {
    let spec: AggregateSpec

    func compute(_ rows: [[Value]], _ values: [Value]) throws -> Value {
        switch spec.kind {
        case .deviation: return spread(values, isPopulation: false, root: true)
        case .deviationPopulation: return spread(values, isPopulation: true, root: true)
        case .variance: return spread(values, isPopulation: false, root: false)
        case .variancePopulation: return spread(values, isPopulation: true, root: false)
        case .median: return try percentile(values.sorted { ($0.compare($1) ?? 0) < 0 }, Fixed(5, scale: 1))
        case .correlation, .covariance, .covariancePopulation: return pairs(rows)
        case .percentileApproximate:
            // Exact, which is the best approximation.
            guard let share = rows.first?[1].double, (0...1).contains(share),
                let share = Fixed(share, scale: 9)
            else {
                if rows.isEmpty { return .null }
                throw SnowError.runtime("100059", "22023", "A percentile must lie between 0 and 1")
            }
            return try percentile(values.sorted { ($0.compare($1) ?? 0) < 0 }, share)
        case .percentile, .percentileDiscrete:
            let column = spec.argumentCount
            let sorted = rows.map { $0[column] }.filter { !$0.isNull }
            guard case .fixed(let share)? = rows.first?[0], share.unscaled >= 0, share.double <= 1 else {
                if rows.isEmpty { return .null }
                throw SnowError.runtime("100059", "22023", "A percentile must lie between 0 and 1")
            }
            if spec.kind == .percentile { return try percentile(sorted, share) }
            if sorted.isEmpty { return .null }
            let rank = (share.double * Double(sorted.count)).rounded(.up)
            return sorted[max(0, min(sorted.count - 1, Int(rank) - 1))]
        default: return .null
        }
    }

    /// Two passes about the mean, which keeps digits that sums of squares lose.
    private func spread(_ values: [Value], isPopulation: Bool, root: Bool) -> Value {
        let numbers = values.compactMap(\.double)
        let divisor = numbers.count - (isPopulation ? 0 : 1)
        guard divisor > 0 else { return .null }
        let mean = numbers.reduce(0, +) / Double(numbers.count)
        let variance = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(divisor)
        return .real(root ? variance.squareRoot() : variance)
    }

    private func pairs(_ rows: [[Value]]) -> Value {
        let points = rows.compactMap { row -> (Double, Double)? in
            guard let x = row[0].double, let y = row[1].double else { return nil }
            return (x, y)
        }
        guard points.count > (spec.kind == .covariancePopulation ? 0 : 1) else { return .null }
        let count = Double(points.count)
        let meanX = points.reduce(0) { $0 + $1.0 } / count
        let meanY = points.reduce(0) { $0 + $1.1 } / count
        let products = points.reduce(0) { $0 + ($1.0 - meanX) * ($1.1 - meanY) }
        switch spec.kind {
        case .covariance: return .real(products / (count - 1))
        case .covariancePopulation: return .real(products / count)
        default:
            let squaresX = points.reduce(0) { $0 + ($1.0 - meanX) * ($1.0 - meanX) }
            let squaresY = points.reduce(0) { $0 + ($1.1 - meanY) * ($1.1 - meanY) }
            let scale = (squaresX * squaresY).squareRoot()
            return scale == 0 ? .null : .real(products / scale)
        }
    }

    /// Linear between the two nearest of the sorted values; exact for a NUMBER.
    private func percentile(_ sorted: [Value], _ share: Fixed) throws -> Value {
        guard !sorted.isEmpty else { return .null }
        let position = try Fixed.product(share, Fixed(sorted.count - 1), scale: share.scale)
        let low = Int(try position.rounded(0, .floor).unscaled)
        let high = min(low + 1, sorted.count - 1)
        let part = try Fixed.difference(position, Fixed(low))
        if spec.result.kind == .fixed, case .fixed(let a) = sorted[low], case .fixed(let b) = sorted[high] {
            let step = try Fixed.product(Fixed.difference(b, a), part, scale: min(37, a.scale + part.scale))
            guard let sum = try Fixed.sum(a, step).rescaled(to: spec.result.scale) else {
                throw Fixed.overflow("percentile")
            }
            return .fixed(sum)
        }
        let (a, b) = (sorted[low].double ?? 0, sorted[high].double ?? 0)
        return .real(a + (b - a) * part.double)
    }
}
