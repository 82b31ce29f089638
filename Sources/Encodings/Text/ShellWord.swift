/// Words of a command as a shell reads them back.
public enum ShellWord {
    /// A word, in single quotes unless it is plain.
    public static func quoted(_ word: String) -> String {
        let isPlain =
            !word.isEmpty
            && word.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "._-+/=,:%@".contains($0)) }
        return isPlain ? word : "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }

    /// A command of several words.
    public static func line(_ words: [String]) -> String { words.map(quoted).joined(separator: " ") }
}
