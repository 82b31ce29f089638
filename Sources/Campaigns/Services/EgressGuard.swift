import ServiceModels
import Writing

/// Looks for planted canaries in what leaves the warehouse.
///
/// A canary is a name, an address and an id that exist in no customer. They stand in the raw customer
/// data (`PlantedCustomers`), so that finding one in a request to a model, in a notification or in a mail proves a leak.
struct EgressGuard {
    static let canaries = Canary.texts

    private(set) var checked = 0
    private(set) var violations = 0
    /// Digests of fixed parts of prompts that were looked through: a handful.
    private var known: [UInt64] = []

    /// Checks a text on its way out.
    /// - Complexity: O(bytes).
    mutating func check(_ text: String) {
        checked += 1
        if EgressGuard.leaks(text) { violations += 1 }
    }

    /// Checks a part that goes out with every call; its bytes are looked through once.
    mutating func check(fixed part: PromptPart) {
        checked += 1
        guard !known.contains(part.digest) else { return }
        if EgressGuard.leaks(part.text) { violations += 1 } else { known.append(part.digest) }
    }

    /// Whether a text carries a canary. All of them hold "anary" in some case, which is looked for first: five bytes in a
    /// row cover one place of every five.
    /// - Complexity: O(bytes).
    static func leaks(_ text: String) -> Bool {
        var text = text
        let isSuspect = text.withUTF8 { bytes in
            var place = 4
            while place < bytes.count {
                switch bytes[place] | 0x20 {
                case UInt8(ascii: "a"):
                    if holds(bytes, from: place) || holds(bytes, from: place - 2) { return true }
                case UInt8(ascii: "n"): if holds(bytes, from: place - 1) { return true }
                case UInt8(ascii: "r"): if holds(bytes, from: place - 3) { return true }
                case UInt8(ascii: "y"): if holds(bytes, from: place - 4) { return true }
                default: break
                }
                place += 5
            }
            return false
        }
        return isSuspect && canaries.contains { text.contains($0) }
    }

    private static func holds(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Bool {
        guard start + 5 <= bytes.count else { return false }
        return bytes[start] | 0x20 == UInt8(ascii: "a") && bytes[start + 1] | 0x20 == UInt8(ascii: "n")
            && bytes[start + 2] | 0x20 == UInt8(ascii: "a") && bytes[start + 3] | 0x20 == UInt8(ascii: "r")
            && bytes[start + 4] | 0x20 == UInt8(ascii: "y")
    }
}
