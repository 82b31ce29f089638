import Encodings

/// What the copy writer takes from the persona in its prompt.
///
/// The writer is a model, not a validator: whatever it can read it uses, the whole persona or only
/// the canonical one.
package struct PersonaBrief: Hashable, Sendable {
    var segment = ""
    var tone = ""
    var traits: [String] = []
    /// Points by angle of the copy deck.
    var points: [Int]

    package init(angleCount: Int) { points = Array(repeating: 0, count: angleCount) }

    /// Reads the first object that has `angles`; nil if there is none.
    package init?(foundIn text: String, angles: [[UInt8]]) {
        var text = text
        var brief = PersonaBrief(angleCount: angles.count)
        let isFound = text.withUTF8 { bytes in
            guard let start = JSONCursor.findObject(withMember: "angles", in: bytes) else { return false }
            var cursor = JSONCursor(bytes, at: start)
            return cursor.object { name, cursor in
                if cursor.equals(name, "segment"), let value = cursor.string() {
                    brief.segment = value
                    return true
                }
                if cursor.equals(name, "tone"), let value = cursor.string() {
                    brief.tone = value
                    return true
                }
                if cursor.equals(name, "traits"), let value = cursor.strings() {
                    brief.traits = value
                    return true
                }
                if cursor.equals(name, "angles") { return brief.readAngles(&cursor, angles) }
                return cursor.skipValue()
            }
        }
        guard isFound else { return nil }
        self = brief
    }

    private mutating func readAngles(_ cursor: inout JSONCursor, _ angles: [[UInt8]]) -> Bool {
        cursor.object { name, cursor in
            guard let value = cursor.number() else { return cursor.skipValue() }
            if value > 0, value <= 1_000, let angle = angles.firstIndex(where: { cursor.equals(name, $0) }) {
                points[angle] = Int(value)
            }
            return true
        }
    }

    /// A hash of everything that the wording depends on.
    package func digest(word: UInt64) -> UInt64 {
        var hash = Fingerprint(word)
        hash.combine(ByteDigest.hash(segment))
        hash.combine(ByteDigest.hash(tone))
        for trait in traits { hash.combine(ByteDigest.hash(trait)) }
        for number in points { hash.combine(number) }
        return hash.value
    }
}
