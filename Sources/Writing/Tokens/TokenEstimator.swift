/// Tokens of a text from its length, class and the model's family.
///
/// An estimate: real tokenisers differ by a few per cent on the same text. Whole arithmetic, rounded
/// up, so that the same text always counts the same.
public struct TokenEstimator: Hashable, Sendable {
    /// A family of tokenisers.
    public struct Family: Hashable, Sendable {
        public var name: String
        /// A model belongs to the family if its id contains one of these.
        public var modelIDParts: [String]
        /// Tokens relative to the base tokeniser, in thousandths, by class in the order of `ContentClass`.
        public var factorThousandths: [Int]

        public init(name: String, modelIDParts: [String], factorThousandths: [Int]) {
            precondition(factorThousandths.count == ContentClass.allCases.count, "a factor a class")
            self.name = name
            self.modelIDParts = modelIDParts
            self.factorThousandths = factorThousandths
        }
    }

    /// Characters a hundred tokens, by class in the order of `ContentClass`.
    public var charactersPerHundredTokens: [Int]
    public var families: [Family]

    public init(charactersPerHundredTokens: [Int], families: [Family]) {
        precondition(charactersPerHundredTokens.count == ContentClass.allCases.count, "a length a class")
        precondition(charactersPerHundredTokens.allSatisfy { $0 > 0 }, "a token has characters")
        self.charactersPerHundredTokens = charactersPerHundredTokens
        self.families = families
    }

    /// The place in `families` of the first one that the model belongs to; nil is the base tokeniser.
    public func family(ofModel id: String) -> Int? {
        families.firstIndex { $0.modelIDParts.contains { id.contains($0) } }
    }

    public func tokens(in part: PromptPart, family: Int?) -> Int {
        tokens(characters: part.characters, part.contentClass, family: family)
    }

    public func tokens(in text: String, family: Int?) -> Int { tokens(in: PromptPart(text), family: family) }

    /// ceil(characters × factor / characters per token).
    public func tokens(characters: Int, _ contentClass: ContentClass, family: Int?) -> Int {
        let index: Int
        switch contentClass {
        case .englishCopy: index = 0
        case .personaJSON: index = 1
        case .attributeJSON: index = 2
        }
        let factor = family.map { families[$0].factorThousandths[index] } ?? 1_000
        let divisor = charactersPerHundredTokens[index] * 10
        return (characters * factor + divisor - 1) / divisor
    }
}
