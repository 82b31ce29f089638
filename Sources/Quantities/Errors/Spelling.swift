/// Names that a user may have meant.
public enum Spelling {
    /// The candidate nearest in spelling, if one is near enough to be meant.
    public static func nearest(to word: String, in candidates: [String]) -> String? {
        let limit = max(2, word.utf8.count / 3)
        return ranked(word, candidates).first { $0.distance <= limit }?.name
    }

    /// The candidates nearest in spelling, nearest first; equals in order of name.
    /// - Complexity: O(candidates × bytes²).
    public static func nearest(_ count: Int, to word: String, in candidates: [String]) -> [String] {
        ranked(word, candidates).prefix(count).map(\.name)
    }

    private static func ranked(_ word: String, _ candidates: [String]) -> [(distance: Int, name: String)] {
        let bytes = Array(word.utf8)
        return candidates.map { (distance(bytes, Array($0.utf8)), $0) }.sorted { ($0.0, $0.1) < ($1.0, $1.1) }
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
