/// Splits a text into its statements at semicolons outside strings, comments and blocks.
enum StatementSplitter {
    /// The statements without their semicolons; empty ones are left out. A scripting block is one to the end of the text.
    static func split(_ text: String) throws -> [String] {
        let bytes = Array(text.utf8)
        var statements: [String] = []
        var start: Int?
        var end = 0
        var isBlock = false
        let tokens = try Lexer.tokens(of: text)
        for (index, token) in tokens.enumerated() {
            if token.kind == .end || (!isBlock && token.kind == .symbol && token.value == ";") {
                if let start { statements.append(String(decoding: bytes[start..<end], as: UTF8.self)) }
                start = nil
            } else {
                if start == nil {
                    start = token.range.lowerBound
                    isBlock = opensBlock(token, tokens[min(index + 1, tokens.count - 1)])
                }
                end = token.range.upperBound
            }
        }
        return statements
    }

    /// BEGIN opens a block unless it opens a transaction.
    private static func opensBlock(_ token: Token, _ next: Token) -> Bool {
        guard token.kind == .word else { return false }
        if token.value == "DECLARE" { return true }
        let plain: Set<String> = ["TRANSACTION", "WORK", "NAME"]
        return token.value == "BEGIN" && next.kind == .word && !plain.contains(next.value)
    }
}
