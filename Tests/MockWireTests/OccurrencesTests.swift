import RandomStreams
import Testing

@testable import MockWire

@Suite struct OccurrencesTests {
    @Test func countsLikeADictionary() {
        var stream = Seed(3).streams("occurrences").stream(entity: 0)
        var occurrences = Occurrences()
        var dictionary: [UInt64: Int] = [:]
        for _ in 0..<50_000 {
            // Zero, neighbours and far values, with many repeats.
            let key = stream.happens(0.5) ? UInt64(stream.below(5_000)) : UInt64(stream.below(20_000)) << 44
            #expect(occurrences.next(key) == dictionary[key, default: 0])
            dictionary[key, default: 0] += 1
        }
        #expect(occurrences.count == dictionary.count)
    }
}
