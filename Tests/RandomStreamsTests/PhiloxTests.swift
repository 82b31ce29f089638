import RandomStreams
import Testing

@Suite("Philox 4x32-10 gives the answers that its authors publish")
struct PhiloxTests {
    struct Vector: Sendable {
        var counter: [UInt32]
        var key: [UInt32]
        var answer: [UInt32]
    }

    /// From the file of known answers of Random123 (Salmon, Moraes, Dror & Shaw 2011).
    static let published = [
        Vector(
            counter: [0, 0, 0, 0], key: [0, 0], answer: [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]),
        Vector(
            counter: [.max, .max, .max, .max], key: [.max, .max],
            answer: [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]),
        Vector(
            counter: [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344], key: [0xa409_3822, 0x299f_31d0],
            answer: [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1]),
    ]

    @Test("published counters and keys", arguments: published)
    func knownAnswers(vector: Vector) {
        let (counter, key) = (vector.counter, vector.key)
        let block = Philox.block(
            counter: (counter[0], counter[1], counter[2], counter[3]), key: (key[0], key[1]))
        #expect([block.0, block.1, block.2, block.3] == vector.answer)
    }
}
