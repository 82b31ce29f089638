import Encodings
import Testing

@Suite("SHA-256 gives the digests that NIST publishes")
struct SHA256Tests {
    @Test(
        "short messages of FIPS 180-4 and its examples",
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
            ),
            (
                "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrs"
                    + "mnopqrstnopqrstu",
                "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
            ),
        ])
    func published(message: String, digest: String) {
        #expect(SHA256.hex(message.utf8) == digest)
    }

    @Test("a million times the letter a")
    func million() {
        #expect(
            SHA256.hex(repeatElement(UInt8(ascii: "a"), count: 1_000_000))
                == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }

    /// Lengths around the padding's edges; digests by Python's hashlib, hashed together.
    @Test("every length from 0 to 200 bytes, and every way to cut it in two")
    func lengths() {
        var all = SHA256()
        for length in 0...200 {
            let message = (0..<length).map { UInt8(truncatingIfNeeded: $0 * 7 + length) }
            let digest = SHA256.hex(message)
            all.update(digest.utf8)
            let cut = length * 2 / 3
            var parts = SHA256()
            parts.update(message[..<cut])
            parts.update(message[cut...])
            #expect(parts.finalizedHex() == digest)
        }
        #expect(all.finalizedHex() == "de444fd33c2915b23d3772a4de9aa249a9206ee2f93688a74e332e160c085f41")
    }
}
