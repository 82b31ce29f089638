/// One thing wrong with what the user gave: where, what, and what to do about it.
public struct Problem: Hashable, Sendable, CustomStringConvertible {
    public var file: String?
    /// Counted from one.
    public var line: Int?
    /// The scenario path, column or option that is meant, such as `privacy.k`.
    public var field: String?
    public var message: String
    public var remedy: String?

    public init(
        _ message: String, remedy: String? = nil, file: String? = nil, line: Int? = nil, field: String? = nil
    ) {
        self.file = file
        self.line = line
        self.field = field
        self.message = message
        self.remedy = remedy
    }

    /// `file:line: field: message (remedy)`, leaving out what is unknown.
    public var description: String {
        var text = ""
        if let file { text += file + (line.map { ":\($0)" } ?? "") + ": " }
        if let field { text += field + ": " }
        text += message
        if let remedy { text += "\n    " + remedy }
        return text
    }
}
