/// Running counts and sums of both arms down a ranking, one point a distinct score.
struct RunningSums {
    /// Units so far.
    var counts: [Double] = []
    var treatedCounts: [Double] = []
    var controlCounts: [Double] = []
    var treatedSums: [Double] = []
    var controlSums: [Double] = []

    /// - Complexity: O(units).
    init(_ ranked: RankedUnits, treated: [Bool], outcomes: [Double]) {
        var (n1, n0, y1, y0) = (0.0, 0.0, 0.0, 0.0)
        var start = 0
        for end in ranked.ends {
            for position in start..<end {
                let unit = ranked.order[position]
                if treated[unit] {
                    n1 += 1
                    y1 += outcomes[unit]
                } else {
                    n0 += 1
                    y0 += outcomes[unit]
                }
            }
            counts.append(Double(end))
            treatedCounts.append(n1)
            controlCounts.append(n0)
            treatedSums.append(y1)
            controlSums.append(y0)
            start = end
        }
    }
}

/// A curve over the units treated, best scores first, from (0, 0).
public struct UpliftCurve: Hashable, Sendable {
    public let counts: [Double]
    public let values: [Double]

    /// Qini curve (Radcliffe 2007): outcomes won among the treated, Y₁ − Y₀ N₁/N₀; the second term is 0 without controls.
    static func qini(_ sums: RunningSums) -> UpliftCurve {
        curve(sums) { index in
            let control = sums.controlCounts[index]
            return sums.treatedSums[index]
                - (control > 0 ? sums.controlSums[index] * sums.treatedCounts[index] / control : 0)
        }
    }

    /// Cumulative gain: (Y₁/N₁ − Y₀/N₀) N; a mean without units counts as 0.
    static func gain(_ sums: RunningSums) -> UpliftCurve {
        curve(sums) { index in
            let (n1, n0) = (sums.treatedCounts[index], sums.controlCounts[index])
            let high = n1 > 0 ? sums.treatedSums[index] / n1 : 0
            let low = n0 > 0 ? sums.controlSums[index] / n0 : 0
            return (high - low) * sums.counts[index]
        }
    }

    private static func curve(_ sums: RunningSums, _ value: (Int) -> Double) -> UpliftCurve {
        UpliftCurve(counts: [0] + sums.counts, values: [0] + sums.counts.indices.map(value))
    }

    /// Area under the curve by trapezoids.
    var area: Double {
        zip(counts.indices, counts.indices.dropFirst()).reduce(0) { sum, pair in
            sum + 0.5 * (values[pair.0] + values[pair.1]) * (counts[pair.1] - counts[pair.0])
        }
    }

    /// Area under the straight line to the end.
    var chordArea: Double { 0.5 * (values.last ?? 0) * (counts.last ?? 0) }

    /// The value at a number of units, straight between points.
    func value(at count: Double) -> Double {
        guard let next = counts.firstIndex(where: { $0 >= count }) else { return values.last ?? 0 }
        guard next > 0, counts[next] > counts[next - 1] else { return values[next] }
        let part = (count - counts[next - 1]) / (counts[next] - counts[next - 1])
        return values[next - 1] + part * (values[next] - values[next - 1])
    }
}
