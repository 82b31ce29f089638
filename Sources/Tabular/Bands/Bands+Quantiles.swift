#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension Bands {
    /// The least share of the customers in one of the bands.
    private static let leastShare = 0.03

    /// A few bands that hold about equally many customers and end at round numbers.
    ///
    /// Between the quantiles j/`count` ± 1/(4 `count`) of the weighted values stands the roundest number there
    /// is: a multiple of the greatest possible 1, 2 or 5 times a power of ten. Where one value is so frequent
    /// that no value ends within, the end nearest to the quantile is taken. Bands below 3 % of the customers
    /// join a neighbour. The lowest and the highest band are open, so that later values fall into one.
    /// - Parameters:
    ///   - values: finite numbers; their order leaves no trace.
    ///   - weights: the customers of each value, at least one each.
    /// - Returns: nil when the values cannot be cut, because nearly all of them are equal.
    /// - Complexity: O(n log n).
    public static func quantiles(
        of values: [Double], weights: [Int], attribute: String, count: Int = 4
    ) -> Bands? {
        precondition(
            values.count == weights.count && count >= 2, "a weight for each value, and bands to make")
        let steps = Bands.steps(values, weights)
        guard let total = steps.last?.below, steps.count > 1 else { return nil }
        var edges: [Double] = []
        for index in 1..<count {
            let target = Double(total) * Double(index) / Double(count)
            guard let edge = Bands.edge(steps, target, slack: Double(total) / Double(4 * count)) else {
                continue
            }
            if edges.last.map({ $0 < edge }) ?? true { edges.append(edge) }
        }
        Bands.dropThin(&edges, steps, total)
        guard let first = edges.first, let last = edges.last else { return nil }
        let text = DecimalText.text(of:)
        let labels =
            ["<" + text(first)] + zip(edges, edges.dropFirst()).map { text($0) + "-<" + text($1) }
            + [text(last) + "+"]
        return try? Bands(attribute: attribute, labels: labels)
    }

    /// A distinct value and how many customers have it or a smaller one.
    private struct Step {
        var value: Double
        var below: Int
    }

    private static func steps(_ values: [Double], _ weights: [Int]) -> [Step] {
        var steps: [Step] = []
        for index in values.indices.sorted(by: { values[$0] < values[$1] }) {
            if steps.last?.value != values[index] {
                steps.append(Step(value: values[index], below: steps.last?.below ?? 0))
            }
            steps[steps.count - 1].below += weights[index]
        }
        return steps
    }

    /// The number that parts the customers near `target`.
    private static func edge(_ steps: [Step], _ target: Double, slack: Double) -> Double? {
        let ends = steps.indices.dropLast()
        let near = ends.filter { abs(Double(steps[$0].below) - target) <= slack }
        if let low = near.first, let high = near.last {
            return roundest(above: steps[low].value, to: steps[high + 1].value)
        }
        guard
            let nearest = ends.min(by: {
                abs(Double(steps[$0].below) - target) < abs(Double(steps[$1].below) - target)
            })
        else { return nil }
        return roundest(above: steps[nearest].value, to: steps[nearest + 1].value)
    }

    /// Takes out ends until no band holds too few.
    private static func dropThin(_ edges: inout [Double], _ steps: [Step], _ total: Int) {
        let least = max(1, Int((leastShare * Double(total)).rounded(.up)))
        while !edges.isEmpty {
            let below = edges.map { edge in steps.last { $0.value < edge }?.below ?? 0 }
            let sizes = zip(below + [total], [0] + below).map { $0 - $1 }
            guard let thin = sizes.indices.min(by: { sizes[$0] < sizes[$1] }), sizes[thin] < least else {
                return
            }
            // The thin band joins the smaller of its neighbours.
            let joinsLower = thin > 0 && (thin == edges.count || sizes[thin - 1] <= sizes[thin + 1])
            edges.remove(at: joinsLower ? thin - 1 : thin)
        }
    }

    /// The roundest number above `low` and at most `high`.
    static func roundest(above low: Double, to high: Double) -> Double {
        if low < 0, high >= 0 { return 0 }
        let size = max(abs(low), abs(high))
        let top = Int(log10(size).rounded(.up))
        for power in stride(from: top, through: top - 18, by: -1) where abs(power) <= 22 {
            for factor in [5.0, 2, 1] {
                // A power of ten up to 22 is exact, so that a decimal end is the nearest double to its text.
                let scale = pow(10, Double(abs(power)))
                let number =
                    power < 0
                    ? (high * scale / factor).rounded(.down) * factor / scale
                    : (high / scale / factor).rounded(.down) * factor * scale
                if number > low, number <= high { return number }
            }
        }
        return high
    }
}
