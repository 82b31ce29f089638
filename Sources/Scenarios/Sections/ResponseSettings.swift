/// What copy does to customers: the world's truth, which the system never sees.
public struct ResponseSettings: ScenarioSection {
    public enum Source: String, Sendable, CaseIterable, Hashable { case synthetic, results }
    public enum Calibration: String, Sendable, CaseIterable, Hashable { case individual, attributes }

    /// `synthetic` preferences, or effects drawn from the `results` in the cells; default `synthetic`.
    public var from = Source.synthetic
    /// Message angles, as named in the copy deck; default the six of the example brand.
    public var angles = ["quality", "price", "novelty", "convenience", "community", "sustainability"]
    /// Relative lift G of the mean outcome at full personalisation; default 0.04.
    public var lift = 0.04
    /// Whether G is reached with everybody's own preferences or with what attributes explain; default `individual`.
    public var calibrateOn = Calibration.individual
    /// Share R² of the preferences' variance that attributes explain; default 0.3 (assumption).
    public var explainedShare = 0.3
    /// Correlation ρ of the writer's beliefs with the truth; default 0.5 (assumption).
    public var knowledge = 0.5
    /// Standard deviation of the mean preferences μ over angles; default 0.5.
    public var tasteSD = 0.5
    /// Variance share from one attribute to the next; default 0.75.
    public var decay = 0.75
    /// Standard deviation σ_u of drafts' quality, logit; default 0 (off), 0.005 the middle case.
    public var draftSD = 0.0
    /// Sends on which drafts are compared before the best is kept; default 4.
    public var testSends = 4
    /// Logit that an off-brand copy loses; default 0.05 (assumption).
    public var offbrandLogit = 0.05
    /// Logit lost for each repetition of the same copy; default 0.
    public var wearOut = 0.0
    /// Outcome rate under the generic copy; required unless it comes from results.
    public var baseRate: Double?
    /// Margin of one outcome; required.
    public var marginUSD = 0.0
    /// Logit that mail adds over no mail, for the hold-out's loss; default 0.2 (assumption).
    public var mailLogit = 0.2
    /// The outcome column of the results, such as `visit`; default none.
    public var outcome: String?
    /// The arm of the results that got no mail; default `No E-Mail`.
    public var controlArm = "No E-Mail"
    /// The arm whose mail stands for each angle, angle: arm; required for results.
    public var arms: [Named<String>] = []

    public init() {}

    public static let fields: [Field<Self>] = [
        .scalar(
            "from", \.from, .choice, "Synthetic preferences, or effects drawn from the results in the cells."),
        .list("angles", \.angles, .text, "Message angles, as named in the copy deck."),
        .scalar(
            "lift", \.lift, .number(0...2), unit: "relative lift G",
            "Lift of the mean outcome at full personalisation; 0 = copy does nothing."),
        .scalar(
            "calibrate_on", \.calibrateOn, .choice,
            "Who reaches that lift: individuals' own preferences, or what attributes explain."),
        .scalar(
            "explained_share", \.explainedShare, .number(0...1), unit: "share R2",
            "Variance of preferences that attributes explain (assumption)."),
        .scalar(
            "knowledge", \.knowledge, .number(0...1), unit: "correlation rho",
            "Of the writer's beliefs with the truth (assumption)."),
        .scalar(
            "taste_sd", \.tasteSD, .number(0...5), unit: "sd of preference",
            "Spread of the mean preferences over angles."),
        .scalar(
            "decay", \.decay, .number(0.01...1), unit: "variance ratio", "From one attribute to the next."),
        .scalar(
            "draft_sd", \.draftSD, .number(0...1), unit: "logit",
            "Spread of drafts' quality; 0 is off, 0.005 the middle case."),
        .scalar(
            "test_sends", \.testSends, .integer(1...52), unit: "sends", "Sends on which drafts are compared."),
        .scalar(
            "offbrand_logit", \.offbrandLogit, .number(0...5), unit: "logit",
            "Loss of an off-brand copy (assumption)."),
        .scalar(
            "wear_out", \.wearOut, .number(0...1), unit: "logit a send",
            "Loss for each repetition of the same copy."),
        .optional(
            "base_rate", \.baseRate, .number(1e-6...0.999), unit: "outcomes a customer and send",
            "Outcome rate under the generic copy."),
        .scalar(
            "margin_usd", \.marginUSD, .number(0...1e6), unit: "USD an outcome", required: true,
            "Margin of one outcome."),
        .scalar(
            "mail_logit", \.mailLogit, .number(-5...5), unit: "logit",
            "What mail adds over no mail; prices the hold-out (assumption)."),
        .optional("outcome", \.outcome, .text, "Outcome column of the results, such as 'visit'."),
        .scalar("control_arm", \.controlArm, .text, "Arm of the results that got no mail."),
        .map("arms", \.arms, .text, "For results: angle: the arm whose mail stands for it."),
    ]
}
