/// Effects of all segments together: how much they differ, and each drawn towards the rest.
public struct PoolingResult: Hashable, Sendable {
    public struct Segment: Hashable, Sendable {
        public var segment: SegmentName
        public var effect: Double
        public var standardError: Double
        public var shrunk: Double
        public var shrunkStandardError: Double
        public var lower: Double
        public var upper: Double
        /// Expected weight on the mean: 1 is the mean of all, 0 the segment's own estimate.
        public var weightOnMean: Double
    }

    /// τ² by one of the usual methods.
    public struct Spread: Hashable, Sendable {
        public var method: String
        public var tau2: Double
    }

    public var metric: String
    public var treatment: String
    public var by: [String]
    /// `reml`, `nested` (towards parents) or `shared_control` (all treatments at once).
    public var method: String
    /// By which the effects were adjusted for covariates: `none`, `cuped` or `lin`.
    public var adjustment: String
    public var mean: Double
    /// Hartung, Knapp, Sidik & Jonkman.
    public var standardError: Double
    public var lower: Double
    public var upper: Double
    public var tau2: Double
    /// Posterior mean of τ about parents, over which the segments' intervals integrate; nil where τ² is taken as it is.
    public var tauMean: Double?
    /// Upper limit of τ, at the plan's level; stated because τ² = 0 only says that none was seen.
    public var tauUpper: Double?
    public var q: Double
    public var qPValue: Double?
    public var i2: Double
    /// The same from other estimators of τ², by method.
    public var spreads: [Spread]
    public var segments: [Segment]
    /// What the segments are drawn to: `mean` or `parent`.
    public var shrinksTo: String

    /// The method of entries that pool all treatments at once: for comparing treatments, not for deciding on one.
    public static let sharedControl = "shared_control"

    /// Whether decisions may rest on the entry.
    public var isOfOneTreatment: Bool { method != PoolingResult.sharedControl }
}
