/// One learner's effects by unit for one metric and treatment, cross-fitted.
public struct LearnerResult: Hashable, Sendable {
    /// S, T, X, R or DR.
    public var name: String
    /// `ols`, `ridge` or `logit`.
    public var basis: String
    public var metric: String
    public var treatment: String
    public var ate: Double
    public var standardError: Double
    public var lower: Double
    public var upper: Double
    /// Of the effects out of fold.
    public var cateMean: Double
    public var cateStandardDeviation: Double
    public var cateQuantiles: CateQuantiles
    /// The file beside the report that holds every unit's effect; nil when none is written.
    public var cateFile: String?
    /// Effects by unit, in the order of `UpliftReadout.cateUnits` of the treatment.
    public var cate: [Double]

    public struct CateQuantiles: Hashable, Sendable {
        public var p5: Double
        public var p25: Double
        public var p50: Double
        public var p75: Double
        public var p95: Double
    }
}
