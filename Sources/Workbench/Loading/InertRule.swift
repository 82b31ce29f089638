import Scenarios

/// When fields have no effect: one row of the table.
struct InertRule: Sendable {
    /// The fields without effect.
    let paths: [String]
    let reason: String
    /// The fields that decide it: where rows vary one of them, the rule says nothing.
    let premises: [String]
    let applies: @Sendable (Scenario, Facts) -> Bool

    /// What a rule may know beside the scenario.
    struct Facts: Sendable {
        /// Tokens of the brand and the instructions, which a prompt cache would hold.
        var cachedTokens: Int
        /// The fewest tokens that the copy model caches; nil where it caches none.
        var cacheMinimum: Int?

        var isTooShortToCache: Bool { cachedTokens < cacheMinimum ?? .max }
    }

    init(
        _ paths: [String], because reason: String, premises: [String],
        _ applies: @escaping @Sendable (Scenario, Facts) -> Bool
    ) {
        self.paths = paths
        self.reason = reason
        self.premises = premises
        self.applies = applies
    }

    private static let synthetic = [
        "audience.synthetic.customers", "audience.synthetic.classes", "audience.synthetic.dependence",
        "audience.synthetic.attributes",
    ]

    static let all: [InertRule] = [
        InertRule(
            [
                "response.lift", "response.calibrate_on", "response.explained_share", "response.taste_sd",
                "response.base_rate", "response.mail_logit", "response.decay",
            ], because: "responses come from results", premises: ["response.from"]
        ) { scenario, _ in scenario.response.from == .results },
        InertRule(
            ["response.control_arm", "response.arms"], because: "responses do not come from results",
            premises: ["response.from"]
        ) { scenario, _ in scenario.response.from == .synthetic },
        InertRule(
            ["response.calibrate_on"], because: "response.lift is 0",
            premises: ["response.lift", "response.from"]
        ) { scenario, _ in scenario.response.from == .synthetic && scenario.response.lift == 0 },
        InertRule(
            [
                "drift.kernel", "drift.weekly_rate", "drift.classes", "drift.arrival_rate",
                "drift.departure_rate", "drift.transition",
            ], because: "drift is fitted to drift.from", premises: ["drift.from"]
        ) { scenario, _ in !scenario.drift.from.isEmpty },
        InertRule(["drift.weeks_between"], because: "there is no drift.from", premises: ["drift.from"]) {
            scenario, _ in scenario.drift.from.isEmpty
        },
        InertRule(
            ["drift.classes"], because: "a synthetic audience has its own classes",
            premises: ["audience.from", "drift.from", "drift.kernel"]
        ) { scenario, _ in
            scenario.drift.from.isEmpty && scenario.drift.kernel == .withinClass
                && scenario.audience.from == "synthetic"
        },
        InertRule(
            ["drift.classes"], because: "only the kernel within_class has classes",
            premises: ["drift.from", "drift.kernel"]
        ) { scenario, _ in scenario.drift.from.isEmpty && scenario.drift.kernel != .withinClass },
        InertRule(
            ["drift.weekly_rate"], because: "the transitions say how much changes",
            premises: ["drift.from", "drift.kernel"]
        ) { scenario, _ in scenario.drift.from.isEmpty && scenario.drift.kernel == .transition },
        InertRule(
            ["drift.transition"], because: "the kernel is not transition",
            premises: ["drift.from", "drift.kernel"]
        ) { scenario, _ in scenario.drift.from.isEmpty && scenario.drift.kernel != .transition },
        InertRule(synthetic, because: "the customers come from a file", premises: ["audience.from"]) {
            scenario, _ in scenario.audience.from != "synthetic"
        },
        InertRule(
            ["audience.attributes", "audience.bands", "audience.id"], because: "the audience is synthetic",
            premises: ["audience.from", "drift.from"]
        ) { scenario, _ in scenario.audience.from == "synthetic" && scenario.drift.from.isEmpty },
        InertRule(
            ["copy.prompt_cache", "copy.prompt_cache_ttl"],
            because: "brand and instructions are shorter than the model caches",
            premises: ["copy.model", "campaign.brand", "prices.book"]
        ) { _, facts in facts.isTooShortToCache },
        InertRule(
            ["copy.prompt_cache_ttl"], because: "copy.prompt_cache is off",
            premises: ["copy.prompt_cache", "copy.model", "campaign.brand", "prices.book"]
        ) { scenario, facts in !scenario.copy.promptCache && !facts.isTooShortToCache },
        InertRule(["response.test_sends"], because: "response.draft_sd is 0", premises: ["response.draft_sd"])
        {
            scenario, _ in scenario.response.draftSD == 0
        },
        InertRule(
            ["response.offbrand_logit", "review.catch_rate", "review.fatigue_drafts"],
            because: "copy.offbrand_rate is 0", premises: ["copy.offbrand_rate"]
        ) { scenario, _ in scenario.copy.offbrandRate == 0 },
        InertRule(
            ["review.fatigue_drafts"], because: "review.catch_rate is 0",
            premises: ["review.catch_rate", "copy.offbrand_rate"]
        ) { scenario, _ in scenario.review.catchRate == 0 && scenario.copy.offbrandRate > 0 },
        InertRule(
            ["response.mail_logit"], because: "experiment.holdout is 0",
            premises: ["experiment.holdout", "response.from"]
        ) { scenario, _ in scenario.experiment.holdout == 0 && scenario.response.from == .synthetic },
        InertRule(["review.edit_factor"], because: "review.edit_share is 0", premises: ["review.edit_share"])
        {
            scenario, _ in scenario.review.editShare == 0
        },
        InertRule(
            ["cache.hysteresis", "cache.memory", "cache.maximum_age", "cache.smoothing"],
            because: "cache.policy is never", premises: ["cache.policy"]
        ) { scenario, _ in scenario.cache.policy == .never },
        InertRule(
            ["persona.schema"], because: "persona.failure_rate is given", premises: ["persona.failure_rate"]
        ) { scenario, _ in scenario.persona.failureRate != nil },
        InertRule(
            ["prices.routing"], because: "prices.cortex_regime is edition_credits",
            premises: ["prices.cortex_regime"]
        ) { scenario, _ in scenario.prices.cortexRegime == .editionCredits },
    ]
}
