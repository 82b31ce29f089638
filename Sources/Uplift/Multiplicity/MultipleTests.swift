/// p-values corrected for being looked at together, in the order given; a test that was not made stays nil and
/// does not count.
public enum MultipleTests {
    /// Bounds the chance of any false alarm (Holm 1979).
    public static func holm(_ pValues: [Double?]) -> [Double?] {
        let order = ranked(pValues)
        var result: [Double?] = pValues.map { _ in nil }
        var highest = 0.0
        for (rank, index) in order.enumerated() {
            highest = max(highest, min(1, pValues[index]! * Double(order.count - rank)))
            result[index] = highest
        }
        return result
    }

    /// Bounds the expected share of false alarms among alarms, for independent or positively dependent tests
    /// (Benjamini & Hochberg 1995).
    public static func benjaminiHochberg(_ pValues: [Double?]) -> [Double?] {
        stepUp(pValues, factor: 1)
    }

    /// The same under any dependence (Benjamini & Yekutieli 2001).
    public static func benjaminiYekutieli(_ pValues: [Double?]) -> [Double?] {
        let count = pValues.reduce(0) { $0 + ($1 == nil ? 0 : 1) }
        return stepUp(pValues, factor: (0..<count).reduce(0.0) { $0 + 1 / Double($1 + 1) })
    }

    private static func stepUp(_ pValues: [Double?], factor: Double) -> [Double?] {
        let order = ranked(pValues)
        var result: [Double?] = pValues.map { _ in nil }
        var lowest = 1.0
        for (rank, index) in order.enumerated().reversed() {
            lowest = min(lowest, pValues[index]! * factor * Double(order.count) / Double(rank + 1))
            result[index] = lowest
        }
        return result
    }

    /// Positions of the tests that were made, by rising p-value, ties in the order given.
    private static func ranked(_ pValues: [Double?]) -> [Int] {
        pValues.indices.filter { pValues[$0] != nil }.sorted {
            (pValues[$0]!, $0) < (pValues[$1]!, $1)
        }
    }
}
