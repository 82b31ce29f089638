import RandomStreams

/// The probability that all shares of an attribute stay in their buckets from one week to the next.
///
/// Sixty-four fixed normal nodes a week, the same for every segment: segments lie at many phases, so
/// that the error of a mean over segments and weeks is far below that of one node set.
struct BoxIntegral {
    static let nodes = 64

    let weeks: Int
    let width: Double
    /// `normals[levels]`: for each week and node the position's and the step's standard normals.
    private var normals: [Int: [Double]] = [:]

    init(weeks: Int, width: Double) {
        self.weeks = weeks
        self.width = width
    }

    /// Multiplies the weekly stay probabilities by those of one attribute.
    /// - Parameters:
    ///   - start: the shares now.
    ///   - target: the shares that the exchange draws towards.
    ///   - exchanged: d', the share of members exchanged in a week.
    mutating func multiply(
        _ stay: inout [Double], start: [Double], target: [Double], count: Int, exchanged: Double
    ) {
        let levels = start.count
        let table = table(levels)
        let roots = target.map { ($0 / Double(count)).squareRoot() }
        var position = [Double](repeating: 0, count: levels)
        var step = position
        let keep = 1 - exchanged
        let stepScale = (1 - keep * keep).squareRoot()
        var decay = 1.0
        for week in 0..<weeks {
            let spread = (1 - decay * decay).squareRoot()
            var stayed = 0
            for node in 0..<BoxIntegral.nodes {
                let base = (week * BoxIntegral.nodes + node) * 2 * levels
                project(table, base, roots, target, count, into: &position)
                project(table, base + levels, roots, target, count, into: &step)
                var same = true
                for level in 0..<levels {
                    let now =
                        target[level] + decay * (start[level] - target[level]) + spread * position[level]
                    let next = target[level] + keep * (now - target[level]) + stepScale * step[level]
                    if (now / width).rounded() != (next / width).rounded() { same = false }
                }
                if same { stayed += 1 }
            }
            stay[week] *= Double(stayed) / Double(BoxIntegral.nodes)
            decay *= keep
        }
    }

    /// Turns independent normals z into the multinomial's law: sqrt(p_l) z_l - p_l sum of sqrt(p_j) z_j, over
    /// sqrt(n), has covariance (diag p - p p') / n.
    @inline(__always)
    private func project(
        _ table: [Double], _ base: Int, _ roots: [Double], _ target: [Double], _ count: Int,
        into shares: inout [Double]
    ) {
        var sum = 0.0
        for level in target.indices { sum += roots[level] * table[base + level] }
        for level in target.indices {
            shares[level] = roots[level] * table[base + level] - target[level] * sum
        }
    }

    private mutating func table(_ levels: Int) -> [Double] {
        if let table = normals[levels] { return table }
        var stream = Seed(0).streams("miss-estimate.nodes").stream(entity: levels)
        let table = (0..<weeks * BoxIntegral.nodes * 2 * levels).map { _ in stream.normal() }
        normals[levels] = table
        return table
    }
}
