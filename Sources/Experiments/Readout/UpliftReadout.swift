/// All that the workbench says of one file.
public struct UpliftReadout: Sendable {
    /// Which column plays which part, and whether it was named or recognised.
    public struct Role: Hashable, Sendable {
        public var part: String
        public var column: String
        public var isRecognised: Bool
    }

    /// What is missing in a column, and what was done about it.
    public struct Missing: Hashable, Sendable {
        public var column: String
        public var rows: Int
        public var treatment: String
    }

    /// A note on the data or the answer that a reader must know.
    public struct Warning: Hashable, Sendable {
        /// Stable, such as `few_texts`.
        public var code: String
        public var message: String

        public init(code: String, message: String) {
            self.code = code
            self.message = message
        }
    }

    /// How a number is made: beside every number in the report.
    public struct Convention: Hashable, Sendable {
        public var number: String
        public var rule: String
        public var source: String
    }

    public var plan: UpliftPlan
    /// Name of the file without its folder.
    public var fileName: String
    public var filePath: String
    public var sha256: String
    public var isCells: Bool
    public var rowCount: Int
    public var control: String
    /// In the order compared.
    public var treatments: [String]
    /// Units by arm, control first.
    public var unitCounts: [Int]
    public var metrics: [String]
    public var binaryMetrics: [String]
    public var roles: [Role]
    public var missing: [Missing]
    public var sampleRatios: [SampleRatioResult]
    public var balance: [BalanceResult]
    public var results: [EffectResult]
    public var pooling: [PoolingResult]
    public var learners: [LearnerResult]
    public var ranking: [RankingResult]
    public var calibration: [CalibrationResult]
    public var policy: [PolicyResult]
    public var profitCurves: [ProfitCurveResult]
    public var decisions: [DecisionResult]
    public var winners: [WinnerResult]
    public var texts: [TextResult]
    /// Present when the file is a simulated run: the truth beside the estimates.
    public var truths: [TruthResult]
    public var warnings: [Warning]
    /// Why no number may be acted on before its cause is known, as a sentence; nil when nothing is wrong.
    public var alarm: String?
    public var conventions: [Convention]
    /// The units that the learners' effects belong to, by metric and treatment.
    public var cateUnits: [CateUnits]
    /// Metrics that the plan made of others.
    public var derived: [DerivedMetric]
    public var caps: [CapResult]
    /// One per guardrail metric and treatment.
    public var guardrails: [GuardrailResult]
    /// One per treatment and segment, overall first; empty without an event over sends.
    public var retention: [RetentionResult]
    /// Effects by send or by the column of `--over`; nil when neither was named.
    public var timeline: TimelineResult?

    /// The keys of the units of one comparison, in the order of every learner's `cate`.
    public struct CateUnits: Hashable, Sendable {
        public var metric: String
        public var treatment: String
        /// Row of the file, counted from one without the header.
        public var rows: [Int]
        /// The id as text when the plan names a column of ids.
        public var ids: [String]?
    }

    /// A true effect of the simulated world beside what was estimated.
    public struct TruthResult: Hashable, Sendable {
        public var metric: String
        public var segment: SegmentName?
        public var treatment: String
        public var truth: Double
        public var estimate: Double?
        public var lower: Double?
        public var upper: Double?
        public var shrunk: Double?
        public var isCovered: Bool?

        public init(
            metric: String, segment: SegmentName?, treatment: String, truth: Double, estimate: Double?,
            lower: Double?, upper: Double?, shrunk: Double?, isCovered: Bool?
        ) {
            self.metric = metric
            self.segment = segment
            self.treatment = treatment
            self.truth = truth
            self.estimate = estimate
            self.lower = lower
            self.upper = upper
            self.shrunk = shrunk
            self.isCovered = isCovered
        }
    }

}
