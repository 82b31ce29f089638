public import Tabular

/// What the analyst asks of a file: which column plays which part, and by which conventions to answer.
public struct UpliftPlan: Hashable, Sendable {
    /// The column of the arm; recognised by its name when nil.
    public var treatment: String?
    /// The value of the control arm; recognised when nil.
    public var control: String?
    /// The treatments to compare, in this order; every other arm when empty.
    public var arms: [String] = []
    /// Arms of the file that are taken as one.
    public var combined: [CombinedArm] = []
    /// Columns of outcomes; recognised when empty.
    public var outcomes: [String] = []
    /// Columns known before the treatment: numbers as they are, texts as one column a level but the first.
    public var covariates: [String] = []
    /// Columns whose crossed values are the segments.
    public var by: [String] = []
    /// The column that names the unit.
    public var id: String?
    /// The column within whose values outcomes may hang together.
    public var cluster: String?
    /// The column of repeated sends to the same units: the file then has one row per unit and send.
    public var send: String?
    /// What ends a unit's stay over the sends.
    public var event: SendEvent?
    /// The column over whose values effects are followed, such as a week.
    public var over: String?
    /// The column that names the text a unit received.
    public var textID: String?
    /// The column of sampling weights.
    public var weights: String?
    /// What a row without an outcome means; when nil, the row is left out, unless the blank may mean zero, which is asked about.
    public var missingOutcomes: MissingOutcomes?
    /// Texts that mean no value in columns of arms, segments and covariates, besides empty fields.
    public var missingLevels: [String] = []
    /// How the numbers of the file are written; detected when nil.
    public var numbers: NumberStyle?
    /// Planned shares of the arms, which need not add up to one; equal shares are assumed when empty.
    public var planned: [PlannedShare] = []
    /// How often each unit counts, always in the same arm: sizes of arms then vary as those of so many fewer units.
    public var repeats = 1
    /// Two-sided error rate of intervals and of families.
    public var alpha = 0.05
    /// What treating one unit costs, in USD.
    public var costUSD: Double?
    /// What one unit of an outcome is worth, in USD.
    public var margins: [Margin] = []
    /// Which metrics are better when lower; those not named go by their names.
    public var directions: [MetricDirection] = []
    /// Metrics that are ratios of two outcomes' sums.
    public var ratios: [RatioMetric] = []
    /// Limits above which values of an outcome count as the limit.
    public var caps: [Cap] = []
    /// Metrics that a treatment may harm by no more than a margin.
    public var guardrails: [Guardrail] = []
    /// The covariance of regressions, by estimator.
    public var standardErrors: [Estimator: RobustError] = [:]
    /// The models of the learners.
    public var learnerModels = LearnerModels.ols
    /// Seed of folds, bootstrap and regret.
    public var seed = 1
    /// How pooled effects, decisions and the overall effect are adjusted for the covariates.
    public var adjustment = Adjustment.cuped
    /// How long the experiment has run, in weeks, to say how long more would take; nil when not known.
    public var weeks: Double?
    /// Threads; no number depends on it.
    public var jobs = 1

    /// Which models the learners fit.
    public enum LearnerModels: String, CaseIterable, Hashable, Sendable {
        case ols, ridge
        /// Outcomes of 0 and 1; other metrics get least squares.
        case logit
    }

    /// What is done with covariates.
    public enum Adjustment: String, CaseIterable, Hashable, Sendable {
        case none
        /// One slope a covariate from both arms (Deng, Xu, Kohavi & Walker 2013).
        case cuped
        /// Slopes of each arm (Lin 2013).
        case lin
    }

    /// A plan that leaves everything to recognition.
    public init() {}

    /// The share of units that an arm was meant to get.
    public struct PlannedShare: Hashable, Sendable {
        public var arm: String
        public var share: Double

        public init(arm: String, share: Double) {
            self.arm = arm
            self.share = share
        }
    }

    /// What one unit of an outcome is worth.
    public struct Margin: Hashable, Sendable {
        public var metric: String
        public var usd: Double

        public init(metric: String, usd: Double) {
            self.metric = metric
            self.usd = usd
        }
    }
}
