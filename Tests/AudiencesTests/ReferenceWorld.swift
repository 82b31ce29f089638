import Audiences
import RandomStreams

/// A small random world: everything that a replication needs, drawn from one number.
struct ReferenceWorld {
    let number: Int
    let seed: Seed
    let attributes: [Attribute]
    let audience: Audience
    let dimensions: [Dimension]
    let exported: [String]
    let profileBands: [Dimension]
    let drift: Drift
    let threshold: Int
    let hysteresis: Double
    let policy: ProfilePolicy
    let weeks: Int

    init(_ number: Int) throws {
        self.number = number
        seed = Seed(UInt64(number) &* 7919 &+ 11)
        var draw = Seed(UInt64(number)).streams("reference-world").stream(entity: number)
        func below(_ bound: Int) -> Int { Int(draw.below(UInt32(bound))) }
        let attributes = (0..<2 + below(3)).map { index in
            Attribute(name: "x\(index)", levels: (0..<2 + below(4)).map { "v\($0)" })
        }
        self.attributes = attributes
        // One world in a hundred has more than one block of customers.
        let count = number % 100 == 9 ? 4097 + below(200) : 20 + below(100)
        let tilt = attributes.map { $0.levels.indices.map { _ in 1 + below(6) } }
        audience = try Audience(
            attributes: attributes,
            columns: attributes.indices.map { index in
                (0..<count).map { _ in
                    var left = below(tilt[index].reduce(0, +))
                    var level = 0
                    while left >= tilt[index][level] {
                        left -= tilt[index][level]
                        level += 1
                    }
                    return UInt8(level)
                }
            })
        dimensions = ReferenceWorld.dimensions(attributes, below)
        var exported = attributes.map(\.name).filter { _ in below(4) > 0 }
        if exported.isEmpty { exported = [attributes[0].name] }
        self.exported = exported
        profileBands = attributes.filter {
            exported.contains($0.name) && $0.levels.count > 2 && below(3) == 0
        }
        .map { Dimension($0.name, bands: [[0], Array(1..<$0.levels.count)]) }
        drift = ReferenceWorld.drift(attributes, count, below)
        threshold = 2 + below(count < 1000 ? 12 : 100)
        hysteresis = [0, 0, 0.2, 0.5][below(4)]
        policy = ProfilePolicy(
            bucketWidth: [0.05, 0.1, 0.2][below(3)], hysteresis: [0, 0, 1, 0.5][below(4)],
            smoothing: [1, 1, 0.25][below(3)], memory: below(2) == 0 ? .last : .all)
        weeks = count < 1000 ? 7 : 3
    }

    /// Random order; an attribute with three levels or more may come first in two bands, then whole.
    private static func dimensions(_ attributes: [Attribute], _ below: (Int) -> Int) -> [Dimension] {
        var dimensions: [Dimension] = []
        var later: [Dimension] = []
        for attribute in attributes {
            switch below(attribute.levels.count > 2 ? 4 : 2) {
            case 0: continue
            case 1: dimensions.insert(Dimension(attribute.name), at: below(dimensions.count + 1))
            case 2:
                let last = attribute.levels.count - 1
                dimensions.append(
                    Dimension(
                        attribute.name, bands: [[0, last], Array(1..<last)], bandNames: ["ends", "middle"]))
                later.append(Dimension(attribute.name))
            default:
                dimensions.append(Dimension(attribute.name, bands: [[0], Array(1..<attribute.levels.count)]))
            }
        }
        return dimensions + later
    }

    private static func drift(_ attributes: [Attribute], _ count: Int, _ below: (Int) -> Int) -> Drift {
        func shares(_ levels: Int) -> [Double] {
            let weights = (0..<levels).map { _ in below(5) == 0 ? 0 : 1 + below(9) }
            let sum = weights.reduce(0, +)
            return sum == 0
                ? [1] + [Double](repeating: 0, count: levels - 1) : weights.map { Double($0) / Double(sum) }
        }
        let kernel: DriftKernel
        switch below(3) {
        case 0: kernel = .marginal
        case 1:
            kernel = .transition(
                attributes.map { attribute in attribute.levels.map { _ in shares(attribute.levels.count) } })
        default:
            let classes = 1 + below(4)
            kernel = .withinClass(
                LatentClasses(
                    weights: [Double](repeating: 1 / Double(classes), count: classes),
                    shares: (0..<classes).map { _ in attributes.map { shares($0.levels.count) } },
                    classOfCustomer: (0..<count).map { _ in UInt8(below(classes)) }))
        }
        let rates = [0.02, 0.1, 0.3, 1]
        return Drift(
            kernel: kernel, weeklyRate: rates[below(3)],
            attributeRates: below(3) == 0 ? attributes.map { _ in below(4) == 0 ? 0 : rates[below(4)] } : nil,
            departureRate: [0, 0.03, 0.2][below(3)], arrivalRate: [0, 0.05, 0.1][below(3)])
    }
}
