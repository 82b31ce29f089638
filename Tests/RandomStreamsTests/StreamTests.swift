import Testing

@testable import RandomStreams

@Suite("A stream is a function of seed, name, entity and step alone")
struct StreamTests {
    private func words(_ stream: RandomStream, _ count: Int = 12) -> [UInt32] {
        var stream = stream
        return (0..<count).map { _ in stream.nextWord() }
    }

    @Test("the words are the blocks of Philox at counter (block, step, entity)")
    func blocks() {
        let entity: UInt64 = 0x0123_4567_89ab_cdef
        let family = Seed(5).streams("layout")
        let stream = family.stream(entity: entity, step: 9)
        let key = (UInt32(truncatingIfNeeded: family.key), UInt32(family.key >> 32))
        let expected = (0..<3).flatMap { index -> [UInt32] in
            let block = Philox.block(counter: (UInt32(index), 9, 0x89ab_cdef, 0x0123_4567), key: key)
            return [block.0, block.1, block.2, block.3]
        }
        #expect(words(stream) == expected)
    }

    @Test("draws of one stream do not depend on draws of others or on the order of streams")
    func callOrder() {
        let family = Seed(1).streams("a")
        let forward = (0..<20).map { words(family.stream(entity: $0)) }
        var backward: [[UInt32]] = []
        for entity in (0..<20).reversed() {
            var other = Seed(1).streams("b").stream(entity: entity)
            _ = other.next()
            backward.append(words(family.stream(entity: entity)))
        }
        #expect(forward == backward.reversed())
        var interleaved = (family.stream(entity: 3), family.stream(entity: 4))
        var drawn: ([UInt32], [UInt32]) = ([], [])
        for _ in 0..<12 {
            drawn.0.append(interleaved.0.nextWord())
            drawn.1.append(interleaved.1.nextWord())
        }
        #expect(drawn.0 == forward[3])
        #expect(drawn.1 == forward[4])
    }

    @Test("no two keys of a grid of seeds, names, entities and steps share a word pair")
    func distinct() {
        var firsts: Set<[UInt32]> = []
        var count = 0
        for seed in [0, 1, 2, UInt64.max] {
            for name in ["", "a", "b", "bedrock.latency"] {
                let family = Seed(seed).streams(name)
                for entity in [0, 1, 2, -1, 1 << 32, Int.max] {
                    for step in [0, 1, 2, 51] {
                        firsts.insert(words(family.stream(entity: entity, step: step), 4))
                        count += 1
                    }
                }
            }
        }
        for replication in 0..<50 {
            firsts.insert(words(Seed(0).replication(replication).streams("a").stream(entity: 0), 4))
            count += 1
        }
        #expect(firsts.count == count)
    }

    @Test("neighbouring entities, steps and seeds are uncorrelated")
    func independence() {
        let count = 20_000
        func first(_ seed: Int, _ entity: Int, _ step: Int) -> Double {
            var stream = Seed(UInt64(seed)).streams("x").stream(entity: entity, step: step)
            return stream.uniform() - 0.5
        }
        // The product of two uniforms has standard deviation 1/12.
        let limit = 4 * Double(count).squareRoot() / 12
        for (dSeed, dEntity, dStep) in [(1, 0, 0), (0, 1, 0), (0, 0, 1)] {
            var sum = 0.0
            for index in 0..<count {
                sum += first(1, index, 7) * first(1 + dSeed, index + dEntity, 7 + dStep)
            }
            #expect(abs(sum) < limit, "\(dSeed) \(dEntity) \(dStep): \(sum)")
        }
    }

    @Test("the first values of a named stream never change")
    func stored() {
        // Worked out in Python from the definitions of Fingerprint and Philox.
        #expect(
            words(Seed(2026).streams("arrivals").stream(entity: 17, step: 3), 4) == [
                0xbc54_babe, 0x30ff_7430, 0xf66a_c990, 0x72ef_fc90,
            ])
    }
}
