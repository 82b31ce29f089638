import MockCloud

/// Looks for planted canaries in what leaves the warehouse.
///
/// A canary is a name, an address and an id that exist in no customer. They stand in the raw customer
/// data, so that finding one in a request to a model or in a notification proves a leak.
struct EgressGuard {
    static let canaries = Canary.texts

    private(set) var checked = 0
    private(set) var violations = 0

    /// Checks a text on its way out.
    /// - Complexity: O(bytes).
    mutating func check(_ text: String) {
        checked += 1
        if EgressGuard.leaks(text) { violations += 1 }
    }

    /// Whether a text carries a canary. All of them hold "anary" in some case, which is looked for first.
    /// - Complexity: O(bytes).
    static func leaks(_ text: String) -> Bool {
        var text = text
        let isSuspect = text.withUTF8 { bytes in
            guard bytes.count >= 5 else { return false }
            for end in 4..<bytes.count where bytes[end] | 0x20 == UInt8(ascii: "y") {
                if bytes[end - 1] | 0x20 == UInt8(ascii: "r"), bytes[end - 2] | 0x20 == UInt8(ascii: "a"),
                    bytes[end - 3] | 0x20 == UInt8(ascii: "n"), bytes[end - 4] | 0x20 == UInt8(ascii: "a")
                {
                    return true
                }
            }
            return false
        }
        return isSuspect && canaries.contains { text.contains($0) }
    }
}
