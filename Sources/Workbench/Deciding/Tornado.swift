/// What would change the answer: each uncertain input at its low and high value, on the base's own worlds.
public struct Tornado: Sendable {
    /// One input at one of its values.
    public struct End: Sendable {
        public var value: String
        /// Change of the subject row's net value from the base on the same worlds, USD per campaign.
        public var change: WorldMean
        /// The row that the decision rule takes there; nil for the generic copy.
        public var choice: Int?
        /// Whether the base's recommendation is beaten there by more than simulation error: only then the input
        /// is said to turn the answer.
        public var isFlipTold: Bool
        public var worlds: Int
    }

    /// One input.
    public struct Bar: Sendable {
        public var path: String
        public var low: End
        public var high: End

        public var swing: Double { abs(high.change.mean - low.change.mean) }
    }

    /// The row whose changes are shown.
    public var subject: Int?
    /// Its net value in the base, USD per campaign.
    public var baseNetUSD: Double
    /// Largest swing first; inputs without effect are listed with zero.
    public var bars: [Bar]
    /// Net value of each row, baseline first, when copy does nothing (G = 0), USD per campaign.
    public var netWithoutEffect: [Double]
    /// Net value of each row, baseline first, when the writer knows nothing (ρ = 0), USD per campaign: the base's
    /// mean and the mean change on the side worlds.
    public var netWithoutKnowledge: [WorldMean]
    /// Worlds of the side run without knowledge.
    public var worlds: Int
}
