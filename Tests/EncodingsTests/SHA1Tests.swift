import Encodings
import Testing

@Suite("SHA-1 gives the digests that NIST publishes")
struct SHA1Tests {
    @Test(
        "short messages of FIPS 180-4 and its examples",
        arguments: [
            ("", "da39a3ee5e6b4b0d3255bfef95601890afd80709"),
            ("abc", "a9993e364706816aba3e25717850c26c9cd0d89d"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "84983e441c3bd26ebaae4aa1f95129e5e54670f1"
            ),
            (
                "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrs"
                    + "mnopqrstnopqrstu",
                "a49b2446a02c645bf419f995b67091253a04a259"
            ),
        ])
    func published(message: String, digest: String) {
        #expect(MD5.hex(digest: SHA1.digest(Array(message.utf8))) == digest)
    }

    @Test("a million times the letter a")
    func million() {
        let digest = SHA1.digest(Array(repeating: UInt8(ascii: "a"), count: 1_000_000))
        #expect(MD5.hex(digest: digest) == "34aa973cd4c4daa4f61eeb2bdbad27316534016f")
    }
}
