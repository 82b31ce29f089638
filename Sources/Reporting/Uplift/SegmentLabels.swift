import Experiments

/// Names of segments shortened part by part, so that every part still says which value of its column it is.
struct SegmentLabels {
    private let short: [SegmentName: String]

    /// - Parameters:
    ///   - segments: all of the readout, those included that are not shown.
    ///   - limit: the most characters of a label, where the columns' values allow it.
    init(_ segments: [SegmentName], limit: Int) {
        let count = segments.map(\.parts.count).max() ?? 0
        let values = (0..<count).map { column in
            segments.compactMap { column < $0.parts.count ? $0.parts[column].value : nil }
        }
        func labels(_ cap: Int) -> [SegmentName: String] {
            let columns = values.map { DistinctLabels($0, limit: Double(cap)) }
            return Dictionary(
                segments.map { segment in
                    (segment, zip(segment.parts, columns).map { $1[$0.value] }.joined(separator: " · "))
                }, uniquingKeysWith: { first, _ in first })
        }
        func isFitting(_ labels: [SegmentName: String]) -> Bool {
            segments.allSatisfy { (labels[$0] ?? "").count <= limit }
        }
        // The largest cap that fits, between the smallest that leaves something to read and the longest value.
        var (low, high) = (SegmentLabels.least, values.joined().map(\.count).max() ?? 0)
        while low < high {
            let middle = (low + high + 1) / 2
            if isFitting(labels(middle)) { low = middle } else { high = middle - 1 }
        }
        short = labels(low)
    }

    /// Characters of a part that are never cut.
    private static let least = 6

    subscript(segment: SegmentName) -> String { short[segment] ?? segment.text }
}
