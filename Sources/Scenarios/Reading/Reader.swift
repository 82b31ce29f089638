public import Quantities

/// Collects what is wrong while a scenario is decoded, so that all of it is said at once.
public struct Reader: Sendable {
    public let file: String
    public private(set) var problems: [Problem] = []

    public init(file: String) { self.file = file }

    /// Notes a problem with the value at `path`; a value without a line came from an option.
    public mutating func report(
        _ message: String, remedy: String? = nil, at tree: YAMLTree? = nil, path: String
    ) {
        problems.append(Problem(message, remedy: remedy, file: file, line: tree?.line, field: path))
    }

    mutating func report(_ message: String, remedy: String? = nil, line: Int?, path: String) {
        problems.append(Problem(message, remedy: remedy, file: file, line: line, field: path))
    }

    /// - Throws: everything noted so far, if anything was.
    public func finish() throws {
        if !problems.isEmpty { throw FinegrainError(.badInput, problems) }
    }

    /// The candidate nearest in spelling, if one is near enough to be meant.
    static func nearest(to word: String, in candidates: [String]) -> String? {
        candidates
            .map { ($0, distance(Array(word.utf8), Array($0.utf8))) }
            .filter { $0.1 <= max(2, word.utf8.count / 3) }
            .min { ($0.1, $0.0) < ($1.1, $1.0) }?.0
    }

    /// Levenshtein's edit distance.
    private static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
        var row = Array(0...b.count)
        for (i, byte) in a.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, other) in b.enumerated() {
                let cost = min(row[j] + 1, row[j + 1] + 1, diagonal + (byte == other ? 0 : 1))
                diagonal = row[j + 1]
                row[j + 1] = cost
            }
        }
        return row[b.count]
    }
}
