/// The people who approve copy.
public struct ReviewSettings: ScenarioSection {
    public enum Order: String, Sendable, CaseIterable, Hashable { case fifo, audience }
    public enum AfterDeadline: String, Sendable, CaseIterable, Hashable { case drop, carry }

    /// Wage of a reviewer; default 60 USD/h (assumption).
    public var wageUSDPerHour = 60.0
    /// Reviewers at work side by side; default 2.
    public var reviewers = 2
    /// Reading speed; default 238 words a minute (Brysbaert 2019).
    public var wordsPerMinute = 238.0
    /// How often a draft is read; default 1.
    public var passes = 1.0
    /// Seconds a draft beside reading; default 30 (assumption).
    public var overheadSeconds = 30.0
    /// Share of drafts that are edited; default 0.2 (assumption).
    public var editShare = 0.2
    /// Time of an edit as a multiple of a review; default 1.
    public var editFactor = 1.0
    /// Share of sound drafts that are rejected all the same; default 0.05 (assumption).
    public var rejectRate = 0.05
    /// Rounds of regeneration after every draft was rejected; default 1.
    public var regenerations = 1
    /// Chance that a fresh reviewer sees an off-brand draft; default 0.85 (assumption).
    public var catchRate = 0.85
    /// Drafts a reviewer-day after which that chance has fallen by 1/e; default 120 (assumption).
    public var fatigueDrafts = 120.0
    /// Order of work: as they come, or largest audience first; default `fifo`.
    public var order = Order.fifo
    /// What becomes of copy decided after the send; default `carry` to the next campaign.
    public var afterDeadline = AfterDeadline.carry
    /// Hour of day at which review opens; default 9.
    public var opens = 9
    /// Hour of day at which review closes; default 17.
    public var closes = 17
    /// Working days a week from Monday; default 5.
    public var daysPerWeek = 5
    /// Whether copy that was approved before for the same canonical persona skips review; default on.
    public var skipKnown = true

    public init() {}

    public static let fields: [Field<Self>] = [
        .scalar(
            "wage_usd_per_hour", \.wageUSDPerHour, .number(0...10_000), unit: "USD/h",
            "Wage of a reviewer (assumption)."),
        .scalar(
            "reviewers", \.reviewers, .integer(1...10_000), unit: "people", "Reviewers at work side by side."),
        .scalar(
            "words_per_minute", \.wordsPerMinute, .number(10...2_000), unit: "words/min",
            "Reading speed (Brysbaert 2019)."),
        .scalar("passes", \.passes, .number(0.1...20), unit: "readings", "How often a draft is read."),
        .scalar(
            "overhead_seconds", \.overheadSeconds, .number(0...86_400), unit: "s a draft",
            "Time beside reading (assumption)."),
        .scalar(
            "edit_share", \.editShare, .number(0...1), unit: "share of drafts",
            "Drafts that are edited (assumption)."),
        .scalar("edit_factor", \.editFactor, .number(0...100), unit: "x review time", "Time of an edit."),
        .scalar(
            "reject_rate", \.rejectRate, .number(0...1), unit: "share of drafts",
            "Sound drafts that are rejected (assumption)."),
        .scalar(
            "regenerations", \.regenerations, .integer(0...10), unit: "rounds",
            "Regenerations after every draft was rejected."),
        .scalar(
            "catch_rate", \.catchRate, .number(0...1), unit: "share",
            "Chance that a fresh reviewer sees an off-brand draft (assumption)."),
        .scalar(
            "fatigue_drafts", \.fatigueDrafts, .number(1...1e9), unit: "drafts a reviewer-day",
            "After so many that chance has fallen by 1/e (assumption)."),
        .scalar("order", \.order, .choice, "As they come, or largest audience first."),
        .scalar(
            "after_deadline", \.afterDeadline, .choice,
            "Copy decided after the send is dropped, or carried to the next campaign."),
        .scalar("opens", \.opens, .integer(0...23), unit: "hour of day", "When review opens."),
        .scalar("closes", \.closes, .integer(1...24), unit: "hour of day", "When review closes."),
        .scalar("days_per_week", \.daysPerWeek, .integer(1...7), unit: "days from Monday", "Working days."),
        .scalar(
            "skip_known", \.skipKnown, .onOff,
            "Copy approved before for the same canonical persona skips generation and review."),
    ]
}
