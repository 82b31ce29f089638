extension Drift {
    /// For each attribute, the share of the audience of week 0 whose level differs after one step, as expected.
    ///
    /// A redraw from shares q changes level l with probability 1 - q_l. Over the audience that is 1 - sum of p squared
    /// for the kernel `marginal`; within a class of weight w it is sum over classes of w (1 - sum of q squared); for
    /// transitions it is sum over levels of p_l (1 - M_ll). Each is multiplied by the redraw rate.
    public func changedShares(of audience: Audience) -> [Double] {
        let shares = audience.levelCounts().map { counts in
            counts.map { Double($0) / Double(max(1, audience.count)) }
        }
        return audience.attributes.indices.map { j in
            let change: Double
            switch kernel {
            case .marginal: change = 1 - shares[j].reduce(0) { $0 + $1 * $1 }
            case .withinClass(let classes):
                change = zip(classes.weights, classes.shares).reduce(0) { sum, part in
                    sum + part.0 * (1 - part.1[j].reduce(0) { $0 + $1 * $1 })
                }
            case .transition(let matrices):
                change = shares[j].indices.reduce(0) { $0 + shares[j][$1] * (1 - matrices[j][$1][$1]) }
            }
            return rate(of: j) * change
        }
    }
}
