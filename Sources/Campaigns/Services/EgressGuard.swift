/// Looks for planted canaries in what leaves the warehouse.
///
/// A canary is a name, an address and an id that exist in no customer. They stand in the raw customer
/// data, so that finding one in a request to a model or in a notification proves a leak.
struct EgressGuard {
    static let canaries = ["Canary Goldfinch", "canary.goldfinch@example.invalid", "CUST-0000-CANARY"]

    private(set) var checked = 0
    private(set) var violations = 0

    /// Checks a text on its way out.
    /// - Complexity: O(bytes).
    mutating func check(_ text: String) {
        checked += 1
        if EgressGuard.leaks(text) { violations += 1 }
    }

    /// Whether a text carries a canary. All canaries hold "anary" or "CANARY", which is looked for first.
    static func leaks(_ text: String) -> Bool {
        let bytes = text.utf8
        var previous: UInt8 = 0
        for byte in bytes {
            // "an" or "AN" is rare enough to make the full search rare.
            if (previous | 0x20) == UInt8(ascii: "a"), (byte | 0x20) == UInt8(ascii: "n") {
                return canaries.contains { text.contains($0) }
            }
            previous = byte
        }
        return false
    }
}
