package import Writing

/// Tells whether a text breaks the brand's tone: the truth that a reviewer may or may not see.
package struct BrandCheck: Sendable {
    private let lexicon: AngleLexicon

    package init(_ deck: CopyDeck) throws {
        var deck = deck
        deck.angles = [CopyDeck.Angle(name: "off_brand", sentences: deck.offBrand, subjects: [])]
        lexicon = try AngleLexicon(deck: deck, angles: ["off_brand"])
    }

    package func isOffBrand(_ text: String) -> Bool { lexicon.mix(of: text) != nil }
}
