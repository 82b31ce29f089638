#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The order in which attributes should cut: first the one that tells most for the segments that it costs.
///
/// Greedily, with S the attributes chosen so far and K(S) the segments that hold customers, the next is the attribute
/// a with the greatest
///
///     (sum over the attributes b that are not in S, b ≠ a, of I(b; a | S)) / log2(K(S + a) / K(S))
///
/// in bits per doubling of the segments. The sum is what a segmentation's category utility grows by (Corter & Gluck
/// 1992, "Explaining basic categories", the information-theoretic form), without what a tells about itself, which
/// would favour noise of many values; the ratio is that of Quinlan's gain ratio (1986, "Induction of decision trees")
/// with the number of segments, each of which costs calls and review, in place of their entropy.
///
/// Where an outcome y was measured under arms t, the numerator is I(y; t | S + a) - I(y; t | S) instead, the
/// interaction information (McGill 1954, "Multivariate information transmission"): how much more the choice of the
/// mail tells about the outcome of customers whose a is known, which is what personal copy can use.
///
/// Ties go to fewer values, then to the order of the file. An attribute that follows from those before it adds no
/// segment and is left to the end.
struct DimensionOrder: Sendable {
    struct Step: Hashable, Sendable {
        /// Position among the attributes.
        var attribute: Int
        /// What it tells about the others, in bits per doubling of the segments.
        var bitsPerDoubling: Double
        /// Segments with customers when it and all before it cut.
        var segments: Int
        /// Segments with at least k customers, and the share of customers in them.
        var published: Int
        var reached: Double
    }

    /// What attributes should tell about.
    enum Aim: Hashable, Sendable {
        /// The other attributes.
        case others
        /// Which of the arms is best by an outcome; both are columns of the rows.
        case contrast(outcome: Int, arm: Int)
    }

    let steps: [Step]
    /// Attributes that follow from the steps, in the order of the file.
    let redundant: [Int]

    /// Less than this is told from nothing by no segment: thousandths of a bit.
    static let leastBits = 0.001
    /// Segments beyond which the order does not matter any more.
    private static let mostSegments = 5_000

    /// - Parameters:
    ///   - candidates: attributes that may cut.
    ///   - k: smallest published segment, in customers of these rows.
    init(_ rows: CodedRows, candidates: [Int], aim: Aim = .others, k: Double) {
        let total = rows.total
        var known = rows.everybody
        var left = candidates
        var steps: [Step] = []
        while !left.isEmpty {
            var best: (place: Int, score: Double, known: CodedRows.Groups)?
            for (place, attribute) in left.enumerated() {
                let next = rows.cut(known, by: attribute)
                guard next.count > known.count else { continue }
                guard known.count < DimensionOrder.mostSegments else {
                    if best == nil { best = (place, 0, next) }
                    continue
                }
                let told = DimensionOrder.told(rows, attribute, among: left, aim, known, next)
                let score = told / log2(Double(next.count) / Double(known.count))
                let isBetter =
                    best.map { best in
                        let margin = score - best.score
                        return margin > 1e-9
                            || (margin > -1e-9 && rows.sizes[attribute] < rows.sizes[left[best.place]])
                    } ?? true
                if isBetter { best = (place, score, next) }
            }
            guard let best else { break }
            let attribute = left.remove(at: best.place)
            known = best.known
            let large = known.customers.filter { Double($0) >= k }
            steps.append(
                Step(
                    attribute: attribute, bitsPerDoubling: best.score, segments: known.count,
                    published: large.count, reached: Double(large.reduce(0, +)) / Double(max(1, total))))
        }
        self.steps = steps
        redundant = left
    }

    /// The bits that an attribute tells, given the groups known before; `next` are those with it.
    private static func told(
        _ rows: CodedRows, _ attribute: Int, among left: [Int], _ aim: Aim, _ known: CodedRows.Groups,
        _ next: CodedRows.Groups
    ) -> Double {
        switch aim {
        case .others:
            left.filter { $0 != attribute }.reduce(0) { sum, other in
                sum + max(0, rows.information(attribute, other, given: known))
            }
        case .contrast(let outcome, let arm):
            max(
                0,
                rows.information(outcome, arm, given: next) - rows.information(outcome, arm, given: known))
        }
    }
}
