/// A regular expression of the kind that schemas carry: literals, classes, groups, alternation, quantifiers and anchors.
///
/// In JSON Schema a text fits when the pattern is found anywhere in it, in AWS's models when the whole text is it. Look-around,
/// back references and properties of Unicode are not read.
struct TextPattern: Sendable {
    indirect enum Node: Sendable {
        case set(Scalars)
        case sequence([Node])
        case choice([Node])
        /// No upper bound is nil.
        case repeated(Node, least: Int, most: Int?)
        case start, end
    }

    /// A set of characters: ranges, or all characters without them.
    struct Scalars: Sendable {
        var ranges: [ClosedRange<UInt32>]
        var isNegated = false

        func contains(_ scalar: UInt32) -> Bool {
            ranges.contains { $0.contains(scalar) } != isNegated
        }
    }

    let source: String
    let root: Node
    let program: [Step]
    private let isWhole: Bool

    /// No text that must be a pattern as a whole is longer in the models that are here.
    private static let longestWhole = 2_048

    /// - Parameter isWhole: whether a text must be the pattern from its start to its end.
    /// - Throws: what the mock does not read of it.
    init(_ text: String, isWhole: Bool = false) throws(SchemaRefusal) {
        source = text
        self.isWhole = isWhole
        var parser = Parser(scalars: text.unicodeScalars.map(\.value), text: text)
        let read = try parser.whole()
        root = isWhole ? .sequence([.start, read, .end]) : read
        program = try TextPattern.compiled(root, text: text)
    }

    /// Whether a text fits.
    /// - Complexity: O(text × pattern).
    func matches(_ text: String) -> Bool {
        if isWhole, text.unicodeScalars.count > TextPattern.longestWhole { return false }
        return isFound(in: text.unicodeScalars.map(\.value))
    }

    /// The least characters that a found pattern has; the greatest integer where that is past counting.
    var minimumLength: Int { TextPattern.minimum(root) }

    static func minimum(_ node: Node) -> Int {
        func sum(_ left: Int, _ right: Int) -> Int {
            let (value, isOver) = left.addingReportingOverflow(right)
            return isOver ? .max : value
        }
        switch node {
        case .start, .end: return 0
        case .set: return 1
        case .sequence(let nodes): return nodes.reduce(0) { sum($0, minimum($1)) }
        case .choice(let nodes): return nodes.map(minimum).min() ?? 0
        case .repeated(let node, let least, _):
            let (value, isOver) = minimum(node).multipliedReportingOverflow(by: least)
            return isOver ? .max : value
        }
    }
}
