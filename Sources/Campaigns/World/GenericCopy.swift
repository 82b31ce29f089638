import Quantities
public import RandomStreams
public import ServiceModels
public import Writing

/// The one generic copy that everybody would get: written and approved before the run, at no marginal cost.
///
/// Depth 0 is this copy. It has drafts that are tested like any other, on the whole audience.
public struct GenericCopy: Sendable {
    public let text: String
    var drafts: DraftTest

    /// Writes the generic copy to a given mix and returns it with the mix that its text carries.
    ///
    /// - Throws: `FinegrainError` when the text cannot be told back, which is a defect of the deck.
    public static func written(
        mix wanted: [Double], angles: [String], decks: MockDecks, lexicon: AngleLexicon
    ) throws -> (text: String, mix: [Double]) {
        let text = decks.genericBody(mix: wanted, angles: angles)
        guard let mix = lexicon.mix(of: text) else {
            throw FinegrainError.defect("the generic copy carries no angle of the deck")
        }
        return (text, mix)
    }

    public init(text: String, drafts count: Int, deviation: Double, testSends: Int, seed: Seed) {
        self.text = text
        var stream = seed.streams("response.generic_drafts").stream(entity: 0)
        drafts = DraftTest(drafts: count, deviation: deviation, length: testSends, stream: &stream)
    }
}
