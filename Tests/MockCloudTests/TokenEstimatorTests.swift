import ServiceModels
import Testing
import Writing

@Suite struct TokenEstimatorTests {
    let tokens = TestWorld.decks.tokens

    @Test func classOfATextIsToldFromItsBytes() {
        let attributes = TestWorld.segment(3).text(attributes: TestWorld.attributes)
        #expect(PromptPart(attributes).contentClass == .attributeJSON)
        #expect(PromptPart("{\"tone\":\"warm\",\"traits\":[\"a\",\"b\"]}").contentClass == .personaJSON)
        #expect(PromptPart("Write five variants.").contentClass == .englishCopy)
        let prose = String(repeating: "a long sentence without any marks ", count: 20)
        #expect(PromptPart("{\"body\":\"\(prose)\"}").contentClass == .englishCopy)
        #expect(PromptPart("").contentClass == .englishCopy)
    }

    @Test(arguments: [
        // characters, class, family, ceil(characters * factor / characters per token) by hand
        (478, ContentClass.englishCopy, Int?.none, 100), (479, .englishCopy, .none, 101),
        (0, .englishCopy, .none, 0), (478, .englishCopy, .some(0), 118), (340, .personaJSON, .none, 100),
        (220, .attributeJSON, .none, 100), (220, .attributeJSON, .some(0), 118),
        (1, .attributeJSON, .none, 1),
    ])
    func tokensAreCharactersOverLengthRoundedUp(
        characters: Int, contentClass: ContentClass, family: Int?, expected: Int
    ) {
        #expect(tokens.tokens(characters: characters, contentClass, family: family) == expected)
    }

    @Test func charactersAreScalarsNotBytes() {
        #expect(PromptPart("Grüße").characters == 5)
        #expect(PromptPart("日本").characters == 2)
    }

    @Test func familyFollowsTheModelID() {
        #expect(tokens.family(ofModel: "us.anthropic.claude-haiku-4-5-v1:0") == 0)
        #expect(tokens.family(ofModel: "nova-micro") == 1)
        #expect(tokens.family(ofModel: "unheard-of") == nil)
    }
}
