public import RandomStreams

/// Which of several options is the best, given what is believed of each, by keyed joint draws.
///
/// Options that are compared with one control share its noise: option a is m_a + s_a(√c_a z₀ + √(1 − c_a) z_a) with z
/// standard normal, c_a the share of its variance that it has in common with the others.
public struct PosteriorChoice: Sendable {
    /// How often each option is the best.
    public let probabilities: [Double]
    /// E[max θ] − E[θ of the option], in the options' unit.
    public let regrets: [Double]

    /// - Parameters:
    ///   - options: mean and standard deviation of each.
    ///   - shared: shares of the variances that all options have in common; none when empty.
    ///   - draws: 2,000 give about two digits.
    /// - Precondition: there is an option, and one share an option or none.
    /// - Complexity: O(options × draws).
    public init(
        among options: [Posterior], shared: [Double] = [], draws: Int = 2000, using family: StreamFamily
    ) {
        precondition(!options.isEmpty && (shared.isEmpty || shared.count == options.count))
        var wins = options.map { _ in 0 }
        var best = 0.0
        var sums = options.map { _ in 0.0 }
        for draw in 0..<draws {
            var stream = family.stream(entity: draw)
            let common = stream.normal()
            var (top, winner) = (-Double.infinity, 0)
            for (option, belief) in options.enumerated() {
                let share = shared.isEmpty ? 0 : shared[option]
                let noise = share.squareRoot() * common + (1 - share).squareRoot() * stream.normal()
                let value = belief.mean + belief.standardDeviation * noise
                sums[option] += value
                if value > top { (top, winner) = (value, option) }
            }
            wins[winner] += 1
            best += top
        }
        probabilities = wins.map { Double($0) / Double(draws) }
        regrets = sums.map { max(0, (best - $0) / Double(draws)) }
    }

    /// The fewest options that hold the best with the given probability, the likeliest first.
    public func candidates(probability: Double) -> [Int] {
        var total = 0.0
        var result: [Int] = []
        for option in probabilities.indices.sorted(by: { (probabilities[$1], $0) < (probabilities[$0], $1) })
        where total < probability {
            result.append(option)
            total += probabilities[option]
        }
        return result
    }
}
