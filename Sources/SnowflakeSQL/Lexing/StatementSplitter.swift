/// Splits a text into its statements at semicolons outside strings, comments and blocks.
enum StatementSplitter {
    /// The statements without their semicolons; empty ones are left out.
    static func split(_ text: String) throws -> [String] {
        let bytes = Array(text.utf8)
        var statements: [String] = []
        var start: Int?
        var end = 0
        for token in try Lexer.tokens(of: text) {
            if token.kind == .end || (token.kind == .symbol && token.value == ";") {
                if let start { statements.append(String(decoding: bytes[start..<end], as: UTF8.self)) }
                start = nil
            } else {
                if start == nil { start = token.range.lowerBound }
                end = token.range.upperBound
            }
        }
        return statements
    }
}
