extension ArmSummary {
    /// An arm from its outcomes, in two passes in the order given.
    public init(_ outcomes: [Double]) {
        guard !outcomes.isEmpty else {
            self = .empty
            return
        }
        let mean = outcomes.reduce(0, +) / Double(outcomes.count)
        let squares = outcomes.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        self.init(count: outcomes.count, mean: mean, squaredDeviations: squares)
    }
}
