public import YAMLReading

/// A checked scenario: everything that a run depends on but the code.
public struct Scenario: ScenarioSection {
    /// Name, also of the output folder; default the file's name.
    public var name = ""
    /// One sentence for people; default none.
    public var description = ""
    /// The run's seed; default 1.
    public var seed = 1
    public var run = RunSettings()
    public var audience = AudienceSettings()
    public var drift = DriftSettings()
    public var segmentation = SegmentationSettings()
    public var privacy = PrivacySettings()
    public var profile = ProfileSettings()
    public var cache = CacheSettings()
    public var campaign = CampaignSettings()
    public var persona = PersonaSettings()
    public var copy = CopySettings()
    public var review = ReviewSettings()
    public var experiment = ExperimentSettings()
    public var response = ResponseSettings()
    public var limits = LimitsSettings()
    /// What goes wrong in the services; default nothing.
    public var faults: [FaultSettings] = []
    public var prices = PriceSettings()
    public var sweep = SweepSettings()
    public var decision = DecisionSettings()
    /// Low and high value (P10 and P90) of each uncertain input, for what would change the answer.
    public var uncertainty: [Named<[YAMLTree]>] = []

    public init() {}

    public static let fields: [Field<Self>] = [
        .scalar("name", \.name, .text, "Name, also of the output folder; by default the file's name."),
        .scalar("description", \.description, .text, "One sentence for people."),
        .scalar("seed", \.seed, .integer(0...Int.max), "Seed of every draw."),
        .section("run", \.run, "How long a run lasts."),
        .section("audience", \.audience, "Where the customers come from."),
        .section("drift", \.drift, "How customers change from week to week."),
        .section("segmentation", \.segmentation, "How customers are cut into segments."),
        .section("privacy", \.privacy, "What may leave the warehouse."),
        .section("profile", \.profile, "What a persona sees of a segment."),
        .section("cache", \.cache, "When a cached persona is still good."),
        .section("campaign", \.campaign, "Brief, brand and changes during the run."),
        .section("persona", \.persona, "How personas are written."),
        .section("copy", \.copy, "How copy is written."),
        .section("review", \.review, "The people who approve copy."),
        .section("experiment", \.experiment, "The test that runs inside every campaign."),
        .section("response", \.response, "What copy does to customers: the world's truth."),
        .section("limits", \.limits, "What the system must live within."),
        .sections(
            "faults", \.faults,
            "Calls that services refuse, spoil or delay: rules of a fault plan, the first that strikes decides."
        ),
        .section("prices", \.prices, "What things cost."),
        .section("sweep", \.sweep, "What a sweep varies."),
        .section("decision", \.decision, "How a row is chosen."),
        .rawLists(
            "uncertainty", \.uncertainty,
            "Path: [P10, P90] of each uncertain input, for what would change the answer."),
    ]
}
