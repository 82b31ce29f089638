/// A statement about a segment with what lies behind it: one node of the tree that text and HTML show.
struct ExplanationNode: Sendable {
    /// Figures side by side.
    struct Table: Sendable {
        var header: [String]
        var rows: [[String]]
        /// Columns of words, aligned to the left.
        var words: [Int] = [0]
        /// Columns that a narrow terminal leaves out, in this order.
        var optional: [Int] = []
    }

    var text: String
    var table: Table?
    /// A text as it was sent or written.
    var quote: String?
    /// Whether a terminal shows the beginning only.
    var isQuoteCut = false
    var children: [ExplanationNode]

    init(
        _ text: String, table: Table? = nil, quote: String? = nil, _ children: [ExplanationNode] = []
    ) {
        self.text = text
        self.table = table
        self.quote = quote
        self.children = children
    }
}
