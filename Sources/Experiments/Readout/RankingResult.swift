/// How well a score ranks units by the effect.
public struct RankingResult: Hashable, Sendable {
    /// What sklift, causalml and grf would print for the same scores.
    public struct Conventions: Hashable, Sendable {
        public var skliftQini: Double?
        public var skliftQiniWithoutNegative: Double?
        public var skliftAUUC: Double?
        public var skliftUpliftAt30: Double?
        public var causalmlQini: Double?
        public var causalmlAUUC: Double?
        public var grfQini: Double?
        public var grfAUTOC: Double?
    }

    public struct CurvePoint: Hashable, Sendable {
        /// Share of units treated, best scores first.
        public var share: Double
        /// Gain a head of the whole audience.
        public var gain: Double
        public var lower: Double?
        public var upper: Double?
    }

    public struct Decile: Hashable, Sendable {
        /// 1 is the best tenth.
        public var decile: Int
        public var treatmentCount: Int
        public var controlCount: Int
        public var treatmentMean: Double?
        public var controlMean: Double?
        public var uplift: Double?
        public var standardError: Double?
        public var lower: Double?
        public var upper: Double?
    }

    /// The name of the learner, such as `T`.
    public var score: String
    public var metric: String
    public var treatment: String
    public var isInSample: Bool
    /// Area between the Qini curve and its chord, over n N₁.
    public var qiniPerHead: Double
    public var qiniLower: Double?
    public var qiniUpper: Double?
    public var upliftAt30: Double?
    public var autoc: Double?
    public var autocLower: Double?
    public var autocUpper: Double?
    public var conventions: Conventions
    /// The Qini curve with its band, at most 101 points, (0, 0) first.
    public var curve: [CurvePoint]
    /// TOC(q): mean effect of the best share q less the mean of all.
    public var toc: [CurvePoint]
    public var deciles: [Decile]
}

/// Whether predicted effects are as large as the real ones; out of fold only.
public struct CalibrationResult: Hashable, Sendable {
    public struct Group: Hashable, Sendable {
        /// 1 has the largest predictions.
        public var group: Int
        public var count: Int
        public var predicted: Double
        public var observed: Double?
        public var standardError: Double?
        public var lower: Double?
        public var upper: Double?
    }

    public var score: String
    public var metric: String
    public var treatment: String
    /// Best linear predictor: one means calibrated, zero means no signal.
    public var slope: Double?
    public var slopeStandardError: Double?
    public var slopeLower: Double?
    public var slopeUpper: Double?
    public var slopePValue: Double?
    public var groups: [Group]
}
