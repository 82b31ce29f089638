/// What the analyst asks of a file: which column plays which part, and by which conventions to answer.
public struct UpliftPlan: Hashable, Sendable {
    /// The column of the arm; recognised by its name when nil.
    public var treatment: String?
    /// The value of the control arm; recognised when nil.
    public var control: String?
    /// The treatments to compare, in this order; every other arm when empty.
    public var arms: [String] = []
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
    /// The column that names the text a unit received.
    public var textID: String?
    /// The column of sampling weights.
    public var weights: String?
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
    /// The covariance of regressions, by estimator.
    public var standardErrors: [Estimator: RobustError] = [:]
    /// The models of the learners.
    public var learnerModels = LearnerModels.ols
    /// Seed of folds, bootstrap and regret.
    public var seed = 1
    /// Threads; no number depends on it.
    public var jobs = 1

    /// Which models the learners fit.
    public enum LearnerModels: String, CaseIterable, Hashable, Sendable {
        case ols, ridge
        /// Outcomes of 0 and 1; other metrics get least squares.
        case logit
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

    /// USD a unit of the outcome, nil when not given.
    public func margin(of metric: String) -> Double? { margins.first { $0.metric == metric }?.usd }
}
