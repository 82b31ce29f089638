import Audiences
// One week of drift and histograms for a million customers, as JSON lines; see peers/drift_numpy.py.
// Usage: DriftBenchmark [customers] [weeks]
import Encodings
import RandomStreams
import Workers

let customers = CommandLine.arguments.count > 1 ? Int(CommandLine.arguments[1]) ?? 1_000_000 : 1_000_000
let weeks = CommandLine.arguments.count > 2 ? Int(CommandLine.arguments[2]) ?? 20 : 20
let levels = [4, 4, 3, 3, 5, 2, 4, 6]
let weeklyRate = 0.02
let seed = Seed(1)

let attributes = levels.enumerated().map { index, count in
    Attribute(name: "a\(index)", levels: (0..<count).map { "l\($0)" })
}
let (audience, classes) = try SyntheticAudience(
    count: customers, attributes: attributes, weights: levels.map { [Double](repeating: 1, count: $0) },
    classes: 6,
    dependence: 0.3, seed: seed
).draw()
let layout = try ProfileLayout(attributes: attributes)

/// The first six attributes, one level each: 1,440 leaves.
let six = (0..<6).map { Dimension("a\($0)") }
/// Twelve nested depths in which five attributes come again in finer bands: 2,880 leaves.
let twelve = [
    Dimension("a0", bands: [[0, 1], [2, 3]]), Dimension("a1", bands: [[0, 1], [2, 3]]),
    Dimension("a7", bands: [[0, 1, 2], [3, 4, 5]]), Dimension("a4", bands: [[0, 1], [2, 3, 4]]),
    Dimension("a5"),
    Dimension("a2", bands: [[0], [1, 2]]), Dimension("a0"), Dimension("a1"), Dimension("a2"),
    Dimension("a4", bands: [[0, 1], [2], [3, 4]]), Dimension("a7"), Dimension("a4"),
]

/// Prints the time of a week: drift, leaf statistics and the roll-up of the given depths.
func measure(_ name: String, _ dimensions: [Dimension], depths: [Int], jobs: Int) throws {
    let hierarchy = try SegmentHierarchy(attributes: attributes, dimensions: dimensions)
    let population = try Population(
        audience: audience, hierarchy: hierarchy, profile: layout,
        drift: Drift(kernel: .withinClass(classes), weeklyRate: weeklyRate), seed: seed, depths: depths,
        workers: WorkerPool(jobs: jobs))
    let clock = ContinuousClock()
    var seconds: [Double] = []
    var check = Fingerprint()
    for _ in 0..<weeks {
        let time = clock.measure {
            population.advance()
            population.rollUp()
        }
        seconds.append(Double(time.components.seconds) + Double(time.components.attoseconds) * 1e-18)
        for count in population.statistics(depth: depths[0]).counts { check.combine(Int(count)) }
    }
    seconds.sort()
    print(
        "{\"benchmark\":\"drift_week\",\"engine\":\"finegrain\",\"case\":\"\(name)\","
            + "\"customers\":\(customers),"
            + "\"attributes\":\(levels.count),\"segments\":\(hierarchy.leafCount),\"depths\":\(depths.count),"
            + "\"weekly_rate\":\(weeklyRate),\"jobs\":\(jobs),\"weeks\":\(weeks),"
            + "\"week_seconds_median\":\(seconds[seconds.count / 2]),\"week_seconds_min\":\(seconds[0]),"
            + "\"state\":\"\(check.hex)\"}")
}

try measure("six_dimensions", six, depths: [6], jobs: 1)
try measure("six_dimensions", six, depths: [6], jobs: 2)
try measure("one_of_twelve_depths", twelve, depths: [12], jobs: 1)
try measure("twelve_depths", twelve, depths: Array(1...12), jobs: 1)
