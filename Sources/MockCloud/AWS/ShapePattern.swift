/// The part of regular expressions that AWS's models use, matched against whole texts.
///
/// Each part of a pattern maps the places where it may begin to those where it may end, so that no text makes a match
/// slower than the text's length squared.
struct ShapePattern: Sendable {
    indirect enum Node: Sendable {
        /// One character of some ranges, or of none of them.
        case one([ClosedRange<UInt32>], isNegated: Bool)
        case start, end
        case sequence([Node])
        case choice([Node])
        case repeated(Node, least: Int, most: Int)
    }

    /// As the model writes it.
    let source: String
    private let root: Node

    /// Nil for what is no pattern of the kind that is read here.
    init?(_ source: String) {
        var reader = ShapePatternReader(source)
        guard let root = reader.pattern() else { return nil }
        self.source = source
        self.root = root
    }

    /// No text with a pattern is longer in the models that are here.
    private static let longest = 2_048

    func matches(_ text: String) -> Bool {
        let scalars = text.unicodeScalars.prefix(ShapePattern.longest + 1).map(\.value)
        guard scalars.count <= ShapePattern.longest else { return false }
        return ShapePattern.ends(root, [0], scalars).last == scalars.count
    }

    /// Where a part may end, in order, that begins at one of some places in order.
    private static func ends(_ node: Node, _ places: [Int], _ text: [UInt32]) -> [Int] {
        switch node {
        case .one(let ranges, let isNegated):
            return places.filter { place in
                place < text.count && ranges.contains { $0.contains(text[place]) } != isNegated
            }.map { $0 + 1 }
        case .start: return places.filter { $0 == 0 }
        case .end: return places.filter { $0 == text.count }
        case .sequence(let nodes): return nodes.reduce(places) { ends($1, $0, text) }
        case .choice(let nodes): return merged(nodes.map { ends($0, places, text) }, text.count)
        case .repeated(let node, let least, let most):
            return repeated(node, least, most, places, text)
        }
    }

    private static func repeated(
        _ node: Node, _ least: Int, _ most: Int, _ places: [Int], _ text: [UInt32]
    ) -> [Int] {
        var current = places
        for _ in 0..<least { current = ends(node, current, text) }
        var seen = Array(repeating: false, count: text.count + 1)
        var count = least
        while true {
            // Places that were reached with fewer repetitions lead nowhere new.
            current = current.filter { !seen[$0] }
            for place in current { seen[place] = true }
            guard !current.isEmpty, count < most else { break }
            current = ends(node, current, text)
            count += 1
        }
        return seen.indices.filter { seen[$0] }
    }

    private static func merged(_ lists: [[Int]], _ count: Int) -> [Int] {
        var seen = Array(repeating: false, count: count + 1)
        for list in lists { for place in list { seen[place] = true } }
        return seen.indices.filter { seen[$0] }
    }
}
