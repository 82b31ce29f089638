import Audiences
import Quantities
import RandomStreams

let clock = ContinuousClock()
let levels = [4, 4, 3, 3, 5, 2, 4, 6]
let attributes = levels.enumerated().map { index, count in
    Attribute(name: "a\(index)", levels: (0..<count).map { "l\($0)" })
}
let seed = Seed(1)
let (audience, classes) = try SyntheticAudience(
    count: 1_000_000, attributes: attributes, weights: levels.map { [Double](repeating: 1, count: $0) },
    classes: 6, dependence: 0, seed: seed).draw()
let t0 = clock.now
let hierarchy = try SegmentHierarchy(attributes: attributes, dimensions: (0..<6).map { Dimension("a\($0)") })
let layout = try ProfileLayout(attributes: attributes)
let population = try Population(
    audience: audience, hierarchy: hierarchy, profile: layout,
    drift: Drift(kernel: .withinClass(classes), weeklyRate: 0.02), seed: seed, depths: [6])
print("init", clock.now - t0)
for _ in 0..<60 {
    let a = clock.now
    population.advance()
    let b = clock.now
    population.rollUp()
    let c = clock.now
    print(b - a, c - b, population.changes.count)
}
