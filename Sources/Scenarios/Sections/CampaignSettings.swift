/// What a campaign is about, and how long that stands.
public struct CampaignSettings: ScenarioSection {
    /// Sends after which a new brief flushes all copy; `never` for a standing brief. Required.
    public var briefChangesEvery: Int?
    /// Changes of prompts, brand or models during the run; default none.
    public var changes: [ChangeSettings] = []
    /// The brand's voice, as markdown that marketers edit; default the example in fixtures.
    public var brand = "fixtures/brand/northwind.md"

    public init() {}

    public static let fields: [Field<Self>] = [
        .optional(
            "brief_changes_every", \.briefChangesEvery, .integer(1...520), unit: "campaigns", required: true,
            absent: "never",
            "Sends after which a new brief flushes all copy; 'never' for a standing brief."),
        .sections("changes", \.changes, "Changes of prompts, brand or models during the run."),
        .scalar("brand", \.brand, .text, "Markdown file with the brand's voice."),
    ]
}

/// A change that flushes caches from one campaign on.
public struct ChangeSettings: ScenarioSection {
    public enum Subject: String, Sendable, CaseIterable, Hashable {
        case personaPrompt = "persona_prompt"
        case personaModel = "persona_model"
        case copyPrompt = "copy_prompt"
        case copyModel = "copy_model"
        case brand
    }

    /// What changes; default the copy prompt.
    public var what = Subject.copyPrompt
    /// The first campaign with the change, counted from one; default 2.
    public var campaign = 2

    public init() {}

    public static let fields: [Field<Self>] = [
        .scalar("what", \.what, .choice, "What changes."),
        .scalar(
            "campaign", \.campaign, .integer(2...520), unit: "campaign",
            "First campaign with the change, counted from 1."),
    ]
}
