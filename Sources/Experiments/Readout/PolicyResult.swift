/// What a rule of whom to treat is worth against treating nobody.
public struct PolicyResult: Hashable, Sendable {
    /// `all`, `none`, `top_share`, `profitable`.
    public var policy: String
    /// The score that the rule reads; nil for `all` and `none`.
    public var score: String?
    public var metric: String
    public var treatment: String
    public var shareTreated: Double
    /// Metric units a head of the audience, more than with nobody treated.
    public var valuePerHead: Double
    public var standardError: Double
    public var lower: Double
    public var upper: Double
    /// USD a head: margin × value − cost × share; nil without a margin.
    public var netPerHead: Double?
    public var netLower: Double?
    public var netUpper: Double?
    /// Value a head less that of treating the same share at random.
    public var valueOverRandom: Double?
    public var valueOverRandomStandardError: Double?
    /// Net (or value, without a margin) less that of treating all.
    public var overAll: Double?
    public var overAllLower: Double?
    public var overAllUpper: Double?
}

/// Net value against the share treated, best scores first.
public struct ProfitCurveResult: Hashable, Sendable {
    public struct Point: Hashable, Sendable {
        public var share: Double
        /// USD a head; metric units without a margin.
        public var net: Double
        public var lower: Double
        public var upper: Double
    }

    public var score: String
    public var metric: String
    public var treatment: String
    /// False when no margin is known, so that the curve shows metric units.
    public var isUSD: Bool
    public var points: [Point]
    public var bestShare: Double
}
