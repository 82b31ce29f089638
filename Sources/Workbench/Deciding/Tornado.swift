public import Quantities

/// What would change the answer: each uncertain input at its low and high value.
public struct Tornado: Sendable {
    /// One input.
    public struct Bar: Sendable {
        public var path: String
        public var low: String
        public var high: String
        /// Net value of the recommended row at each end, USD a campaign; the baseline's is zero.
        public var netAtLow: Double
        public var netAtHigh: Double
        /// What would be recommended at each end: the row's index, nil for the baseline.
        public var recommendedAtLow: Int?
        public var recommendedAtHigh: Int?

        public var swing: Double { abs(netAtHigh - netAtLow) }
    }

    /// Largest swing first; inputs without effect are listed with zero.
    public var bars: [Bar]
    /// Net value of each row, baseline first, when copy does nothing (G = 0), USD a campaign.
    public var netWithoutEffect: [Double]
    /// Net value of each row, baseline first, when the writer knows nothing (ρ = 0), USD a campaign.
    public var netWithoutKnowledge: [Double]
    /// Worlds of the side runs.
    public var replications: Int
}
