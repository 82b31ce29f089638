public import Encodings
public import Scenarios

/// One row of a stored run with its values in every world.
public struct StoredRow: Sendable {
    /// What the row varies, as the scenario prints it; `baseline: true` for the baseline, empty for a run.
    public var vary: [Named<JSONValue>]
    public var isBaseline: Bool
    public var seed: Int
    public var campaigns: Int
    /// Hash of everything that makes the row's worlds beside seed and replication.
    public var world: String
    /// Index into the run's price lists.
    public var priceList: Int
    public var replications: Int
    /// Replication by replication, part by part, metric by metric; NaN where there is none.
    var measures: [Double]
    /// Replication by replication: units of each meter of the run, then the mails of the baseline.
    var usage: [Int]

    /// A metric's value in one replication.
    /// - Parameters:
    ///   - metric: place among the run's metrics, of which there are `count`.
    @inline(__always)
    func measure(_ replication: Int, _ part: HorizonPart, metric: Int, of count: Int) -> Double {
        measures[(replication * HorizonPart.allCases.count + part.place) * count + metric]
    }

    /// Units of each meter over the first worlds, and the mails of the baseline over the same.
    func usage(ofFirst worlds: Int, meters count: Int) -> (quantities: [Int], mails: Int) {
        var sums = [Int](repeating: 0, count: count + 1)
        for world in 0..<worlds {
            for place in 0...count { sums[place] += usage[world * (count + 1) + place] }
        }
        return (Array(sums.dropLast()), sums[count])
    }

    var varyJSON: JSONValue { .object(vary.map { .init($0.name, $0.value) }) }

    /// What the database checks the row by.
    func checksum(_ place: Int) -> Int {
        var hash = Fingerprint()
        hash.combine(place)
        hash.combine(varyJSON.text())
        hash.combine(world)
        for number in [isBaseline ? 1 : 0, seed, campaigns, priceList, replications] { hash.combine(number) }
        for value in measures { hash.combine(value) }
        for count in usage { hash.combine(count) }
        return Int(truncatingIfNeeded: hash.value)
    }
}
