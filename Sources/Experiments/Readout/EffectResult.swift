/// One estimate of one treatment's effect on one metric, overall or in one segment.
///
/// A number that the data do not give is nil, never zero.
public struct EffectResult: Hashable, Sendable {
    public var metric: String
    /// Nil for everybody.
    public var segment: SegmentName?
    public var estimator: Estimator
    public var control: String
    public var treatment: String
    public var controlCount: Int
    public var treatmentCount: Int
    /// As observed, for every estimator.
    public var meanControl: Double?
    public var meanTreatment: Double?
    /// Treatment minus control, in the metric's unit.
    public var effect: Double?
    public var standardError: Double?
    public var lower: Double?
    public var upper: Double?
    /// Effect over the size of the control mean.
    public var relativeEffect: Double?
    public var relativeLower: Double?
    public var relativeUpper: Double?
    /// `fieller` or `log`; nil when there is no interval.
    public var relativeMethod: String?
    public var statistic: Double?
    public var degreesOfFreedom: Double?
    public var pValue: Double?
    /// log₁₀ p, which stays finite where p leaves the range of doubles.
    public var log10PValue: Double?
    /// Over the segments of the metric, treatment and estimator; an overall row is a family of its own.
    public var pValueHolm: Double?
    public var pValueBH: Double?
    public var pValueBY: Double?
    /// Over the treatments that share the control, overall rows of the difference in means only.
    public var pValueDunnett: Double?
    /// Interval of a segment selected by BH (Benjamini & Yekutieli 2005); nil when it is not.
    public var selectedLower: Double?
    public var selectedUpper: Double?
    /// Valid at every look (Waudby-Smith, Arbour, Sinha, Kennedy & Ramdas 2021).
    public var anytimeLower: Double?
    public var anytimeUpper: Double?
    /// Names the error and, where it differs, the interval: `welch`, `newcombe`, `HC2`, `CR2`, `delta`.
    public var errorKind: String
    /// Smallest effect that the comparison would have seen, in the metric's unit.
    public var minimumDetectableEffect: Double?
    /// Variance of the control's mean, which the treatments share; difference in means only.
    var controlVariance: Double?
    /// Share of the variance that the covariates took away; CUPED only.
    public var varianceReduction: Double?
    /// Covariates left out because others say what they say.
    public var droppedColumns: [String] = []

    /// - Precondition: the counts are not negative.
    public init(
        metric: String, segment: SegmentName?, estimator: Estimator, control: String, treatment: String,
        controlCount: Int, treatmentCount: Int, errorKind: String
    ) {
        precondition(controlCount >= 0 && treatmentCount >= 0, "counts are not negative")
        self.metric = metric
        self.segment = segment
        self.estimator = estimator
        self.control = control
        self.treatment = treatment
        self.controlCount = controlCount
        self.treatmentCount = treatmentCount
        self.errorKind = errorKind
    }
}
