public import Audiences
import Writing

/// What a run keeps of how each segment came to its copy, campaign by campaign.
public struct Lineage: Sendable {
    /// A part of the prompts that all segments share.
    public struct PromptPart: Sendable {
        public var name: String
        public var text: String
    }

    public let campaigns: [CampaignLineage]
    /// What shares are of, and how they are rounded.
    public let layout: ProfileLayout
    public let policy: ProfilePolicy
    /// k: the fewest customers of a segment.
    public let threshold: Int
    public let angles: [String]
    public let prompts: [PromptPart]
    /// The one text of the generic arm.
    public let genericText: String

    init(_ campaigns: [CampaignLineage], of pipeline: CampaignPipeline) {
        self.campaigns = campaigns
        layout = pipeline.tracker.layout
        policy = pipeline.tracker.policy
        threshold = pipeline.publisher.threshold
        angles = pipeline.world.response.angles
        let prompts = pipeline.settings.prompts
        self.prompts = [
            PromptPart(name: "persona_prompt", text: prompts.persona.text),
            PromptPart(name: "brand", text: prompts.brand.text),
            PromptPart(name: "copy_prompt", text: prompts.copy.text),
            PromptPart(name: "order", text: pipeline.settings.order.text),
        ]
        genericText = pipeline.generic.text
    }
}
