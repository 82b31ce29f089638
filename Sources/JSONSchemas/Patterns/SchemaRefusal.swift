/// A schema for which no answer is made: it is no JSON Schema, nothing fits it, or the mock cannot keep it.
package struct SchemaRefusal: Error, Hashable, Sendable {
    /// The keyword at fault.
    var keyword: String
    /// The keyword and what is wrong with it.
    package var message: String

    init(_ keyword: String, _ what: String) {
        self.keyword = keyword
        message = "`\(keyword)` \(what)"
    }
}
