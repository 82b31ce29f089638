public import RandomStreams

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension PersonaBelief {
    /// The mix of angles that the writer gives a segment, summing to 1.
    ///
    /// Takes one normal draw an angle where `noise` is positive, none otherwise.
    /// - Parameter shares: by level in the order of `attributes`; NaN marks a level that the prompt did
    ///   not mention, which then counts as the audience's own share.
    /// - Complexity: O(levels × angles).
    public func mix(shares: [Double], using stream: inout RandomStream) -> [Double] {
        precondition(shares.count == reference.count, "a share a level")
        var utility = mu
        let count = angles.count
        for level in shares.indices where !shares[level].isNaN {
            let excess = scale * (shares[level] - reference[level])
            guard excess != 0 else { continue }
            for angle in 0..<count { utility[angle] += excess * weights[level * count + angle] }
        }
        if noise > 0 {
            for angle in 0..<count { utility[angle] += noise * stream.normal() }
        }
        return PersonaBelief.softmax(utility, temperature: temperature)
    }

    /// The same mix in whole points: multiples of 10 that sum to 100.
    public func points(shares: [Double], using stream: inout RandomStream) -> [Int] {
        PersonaBelief.points(mix(shares: shares, using: &stream))
    }

    /// exp(u/T) over its sum; at T = 0 all weight on the largest, the first of equals.
    public static func softmax(_ utility: [Double], temperature: Double) -> [Double] {
        var best = 0
        for index in utility.indices where utility[index] > utility[best] { best = index }
        guard temperature > 0 else { return utility.indices.map { $0 == best ? 1 : 0 } }
        var sum = 0.0
        var weights = utility
        for index in weights.indices {
            weights[index] = exp((utility[index] - utility[best]) / temperature)
            sum += weights[index]
        }
        for index in weights.indices { weights[index] /= sum }
        return weights
    }

    /// A mix rounded to multiples of 10 points by largest remainder, ties by index; sums to 100.
    /// - Precondition: no entry is negative and the sum is 1 but for rounding.
    public static func points(_ mix: [Double]) -> [Int] {
        apportioned(mix, seats: 10).map { $0 * 10 }
    }

    /// Whole seats by largest remainder (Hamilton), ties by index. Weights need not sum to 1.
    package static func apportioned(_ weights: [Double], seats: Int) -> [Int] {
        let total = weights.reduce(0, +)
        guard total > 0 else { return weights.map { _ in 0 } }
        let quotas = weights.map { $0 / total * Double(seats) }
        var result = quotas.map { Int($0) }
        var left = seats - result.reduce(0, +)
        var isServed = quotas.map { _ in false }
        while left > 0 {
            var best = -1
            for index in quotas.indices where !isServed[index] {
                if best < 0 || quotas[index] - Double(result[index]) > quotas[best] - Double(result[best]) {
                    best = index
                }
            }
            isServed[best] = true
            result[best] += 1
            left -= 1
        }
        return result
    }
}
