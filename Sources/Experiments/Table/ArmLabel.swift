/// The name of an arm within a sentence: `arm 1` for a bare number or a single character, which alone would read as a
/// count or a word (`Use 1 for everybody`), else the name itself.
public enum ArmLabel {
    public static func text(_ arm: String) -> String { isBare(arm) ? prefix + arm : arm }

    /// Whether a text is such a label.
    public static func isLabel(_ text: String) -> Bool {
        text.hasPrefix(prefix) && isBare(String(text.dropFirst(prefix.count)))
    }

    private static let prefix = "arm "

    private static func isBare(_ arm: String) -> Bool { arm.count == 1 || Double(arm) != nil }
}
