/// A place in a statement.
struct Place: Hashable, Sendable {
    /// From 1.
    var line: Int
    /// Characters from the start of the line, from 0.
    var column: Int
    /// Bytes from the start of the text.
    var offset: Int
}

/// A word of SQL text.
struct Token: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        /// A bare word; `value` is its upper-case form.
        case word
        /// A name in double quotes; `value` is the name without them.
        case quoted
        case string
        case number
        /// `?`, `:1` or `:name`; `value` is empty, "1" or the name.
        case placeholder
        /// `$name`; `value` is the upper-case name.
        case variable
        /// `$1`; `value` is the number.
        case ordinal
        case symbol
        case end
    }

    var kind: Kind
    var value: String
    var place: Place
    /// Bytes of the token in the text.
    var range: Range<Int>
}
