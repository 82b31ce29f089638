public import RandomStreams

/// What choosing one of several options loses on average against the best, given what is believed of each.
public enum ExpectedRegret {
    /// E[max θ] − E[θ of the chosen one] over keyed draws from independent normals.
    /// - Parameters:
    ///   - beliefs: mean and standard deviation of each option.
    ///   - draws: more make it exacter; 2,000 give about two digits.
    /// - Precondition: `chosen` is one of the options.
    /// - Complexity: O(options × draws).
    public static func choosing(
        _ chosen: Int, among beliefs: [Posterior], draws: Int = 2000, using family: StreamFamily
    ) -> Double {
        precondition(beliefs.indices.contains(chosen), "one of the options is chosen")
        var total = 0.0
        for draw in 0..<draws {
            var stream = family.stream(entity: draw)
            var best = -Double.infinity
            var own = 0.0
            for (option, belief) in beliefs.enumerated() {
                let value = belief.mean + belief.standardDeviation * stream.normal()
                best = max(best, value)
                if option == chosen { own = value }
            }
            total += best - own
        }
        return total / Double(draws)
    }
}
