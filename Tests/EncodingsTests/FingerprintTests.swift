import Encodings
import Testing

@Suite("Fingerprints are the same in every process")
struct FingerprintTests {
    /// From the definition, worked out in Python.
    @Test("words, numbers and text give the stored values")
    func stored() {
        var words = Fingerprint()
        words.combine(UInt64(1))
        words.combine(UInt64.max)
        #expect(words.hex == "a6932d3d25741748")
        var text = Fingerprint(42)
        text.combine("Grüße")
        text.combine(-5)
        text.combine(0.5)
        #expect(text.hex == "d66b05dc2293ddd5")
    }

    @Test("the hex form always has sixteen digits")
    func hex() {
        var small = Fingerprint()
        small.value = 0xab
        #expect(small.hex == "00000000000000ab")
    }

    @Test("text is not confused with the same letters cut elsewhere")
    func cuts() {
        var first = Fingerprint()
        first.combine("ab")
        first.combine("c")
        var second = Fingerprint()
        second.combine("a")
        second.combine("bc")
        #expect(first != second)
    }

    @Test("one changed bit changes about half of the bits of the result")
    func avalanche() {
        var flipped = 0
        for bit in 0..<64 {
            for word in UInt64(0)..<32 {
                var first = Fingerprint()
                first.combine(word)
                var second = Fingerprint()
                second.combine(word ^ 1 << UInt64(bit))
                flipped += (first.value ^ second.value).nonzeroBitCount
            }
        }
        let share = Double(flipped) / Double(64 * 32 * 64)
        // 131,072 bits: a standard deviation of 0.0014.
        #expect(abs(share - 0.5) < 0.007, "\(share)")
    }
}
