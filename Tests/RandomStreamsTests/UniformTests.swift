import Testing

@testable import RandomStreams

@Suite("Uniform draws are uniform")
struct UniformTests {
    /// A stream whose next word is `word`.
    private func stream(next word: UInt32) -> RandomStream {
        var stream = Seed(0).streams("preset").stream(entity: 0)
        stream.words = (0, 0, 0, word)
        stream.used = 3
        return stream
    }

    /// The words that lead to result r form a run of about 2^32 / bound; only its first may be refused.
    @Test(
        "below(bound) accepts equally many of the 2^32 words for each result",
        arguments: Array(1...200) + [1_000, 4_096])
    func withoutBias(bound: Int) {
        let words = 1 << 32
        var accepted: Set<Int> = []
        for result in 0..<bound {
            let first = (result * words + bound - 1) / bound
            let last = ((result + 1) * words + bound - 1) / bound - 1
            #expect(draw(first + 1, bound) == result)
            #expect(draw(last, bound) == result)
            let firstIsAccepted = draw(first, bound) == result
            accepted.insert(last - first + (firstIsAccepted ? 1 : 0))
        }
        #expect(accepted == [words / bound])
    }

    /// What one word gives, or nil if another word was drawn after it.
    private func draw(_ word: Int, _ bound: Int) -> Int? {
        var stream = stream(next: UInt32(word))
        let result = stream.below(UInt32(bound))
        return stream.used == 4 ? Int(result) : nil
    }

    @Test("the largest bounds stay in range and reach both halves")
    func largeBounds() {
        for bound in [UInt32.max, 1 << 31, (1 << 31) + 1] as [UInt32] {
            var stream = Seed(4).streams("large").stream(entity: Int(bound))
            let draws = (0..<1_000).map { _ in stream.below(bound) }
            #expect(draws.allSatisfy { $0 < bound })
            let upper = draws.count { $0 >= bound / 2 }
            #expect((400...600).contains(upper))
        }
    }

    @Test("uniform() lies strictly between 0 and 1 at the extremes of its bits")
    func extremes() {
        for (word, expected) in [(UInt32(0), 0x1p-53), (.max, 1 - 0x1p-53)] {
            var stream = Seed(0).streams("preset").stream(entity: 0)
            stream.words = (word, word, word, word)
            stream.used = 0
            #expect(stream.uniform() == expected)
        }
    }

    @Test("uniform() fills 64 equal cells evenly, by chi-square")
    func cells() {
        var counts = [Int](repeating: 0, count: 64)
        var stream = Seed(8).streams("cells").stream(entity: 0)
        for _ in 0..<64_000 { counts[Int(stream.uniform() * 64)] += 1 }
        let statistic = counts.reduce(0.0) { $0 + Double(($1 - 1_000) * ($1 - 1_000)) / 1_000 }
        // 63 degrees of freedom: between the quantiles 0.0001 and 0.9999.
        #expect(statistic > 28.1 && statistic < 113.5, "\(statistic)")
    }

    @Test("happens(p) happens with probability p, never at 0 and always at 1")
    func probability() {
        var stream = Seed(9).streams("happens").stream(entity: 0)
        for p in [0.0, 0.05, 0.5, 1] {
            let count = (0..<10_000).count { _ in stream.happens(p) }
            #expect(abs(Double(count) - 10_000 * p) <= 4 * (10_000 * p * (1 - p)).squareRoot())
        }
    }

    @Test("an index is drawn in proportion to its weight, and never with weight zero")
    func weights() {
        var counts = [0, 0, 0, 0, 0]
        var stream = Seed(10).streams("index").stream(entity: 0)
        for _ in 0..<40_000 { counts[stream.index(cumulativeWeights: [1, 1, 3, 4, 4])] += 1 }
        #expect(counts[1] == 0 && counts[4] == 0)
        for (index, expected) in [(0, 10_000.0), (2, 20_000), (3, 10_000)] {
            #expect(
                abs(Double(counts[index]) - expected) < 4 * (expected * (1 - expected / 40_000)).squareRoot())
        }
    }
}
