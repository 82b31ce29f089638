import RandomStreams

extension DistinctRows {
    /// How often each row occurs in a bootstrap sample: as many customers as there are, drawn with replacement.
    ///
    /// Multinomial by successive binomials: row j gets Binomial(customers left, count_j / counts left).
    /// - Complexity: O(rows).
    func bootstrapCounts(using stream: inout RandomStream) -> [Int] {
        var customers = total
        var weight = total
        return counts.map { count in
            let drawn = stream.binomial(trials: customers, probability: Double(count) / Double(weight))
            customers -= drawn
            weight -= count
            return drawn
        }
    }
}
