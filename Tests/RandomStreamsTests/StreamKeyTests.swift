import RandomStreams
import Testing

@Suite struct StreamKeyTests {
    @Test func aKeyGivesTheStreamOfItsNameHereAndElsewhere() throws {
        let seed = Seed(9)
        let key = seed.named("bedrock").key(entity: UInt64.max, step: 7 << 10 | 1 << 31)
        var there = try #require(StreamKey(key.description, seed: seed)).stream
        var here = key.stream
        var plain = seed.streams("bedrock").stream(entity: UInt64.max, step: 7 << 10 | 1 << 31)
        for _ in 0..<5 {
            let word = plain.next()
            #expect(here.next() == word && there.next() == word)
        }
        #expect(key.description == "bedrock/18446744073709551615/2147490816")
    }

    @Test(arguments: ["", "bedrock", "bedrock/1", "bedrock/-1/0", "bedrock/1/x", "a/b/1/2"])
    func otherTextsAreNoKeys(_ text: String) {
        #expect(StreamKey(text, seed: Seed(1)) == nil)
    }
}
