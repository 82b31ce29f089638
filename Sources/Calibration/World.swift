import Experiments
import RandomStreams

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A kind of experiment whose true effects are known.
struct World: Sendable {
    var name: String
    /// What it is like, for the table.
    var description: String
    let segmentCount: Int
    /// On average.
    let unitsPerArm: Int
    /// Outcome of one unit and its expected effect.
    let draw:
        @Sendable (_ segment: Segment, _ covariate: Double, _ isTreated: Bool, inout RandomStream) -> Double
    /// The expected effect of the treatment on a unit of that covariate.
    let effect: @Sendable (_ segment: Segment, _ covariate: Double) -> Double
    /// Spread of the segments' own effects, and the share of segments without any.
    let spread: Double
    let nullShare: Double
    /// Groups of units that are treated whole and share a level of their own; 0 for none.
    var stores = 0
    /// Whether a store belongs to one segment.
    var areStoresLocal = false
    /// Units of negative covariate are a third as likely to be drawn, and weigh three times.
    var isWeighted = false
    /// What an effect must bring before the treatment pays.
    var breakEven = 0.0

    /// What is true of one segment.
    struct Segment: Sendable {
        let level: Double
        let effect: Double
    }

    /// One experiment and the truth: a table, the mean effect overall, and one a segment.
    func experiment(_ number: Int) -> (
        table: ExperimentTable, overall: Double, segments: [Double], isNull: [Bool]
    ) {
        let seed = Seed(20_261_121).replication(number)
        let family = seed.streams("calibration." + name)
        var segmentStream = seed.streams("calibration.segments." + name).stream(entity: 0)
        let segments = (0..<segmentCount).map { _ -> (Segment, Bool) in
            let isNull = segmentStream.happens(nullShare)
            let effect = spread * segmentStream.normal()
            return (Segment(level: segmentStream.normal(), effect: isNull ? 0 : effect), isNull)
        }
        let total = 2 * unitsPerArm * segmentCount
        let levels = seed.streams("calibration.stores." + name)
        var outcomes: [Double] = []
        var covariates: [Double] = []
        var arms: [Int] = []
        var codes: [Int] = []
        var sums = Array(repeating: 0.0, count: segmentCount)
        var sizes = sums
        var clusters: [Int] = []
        var weights: [Double] = []
        for unit in 0..<total {
            var stream = family.stream(entity: unit)
            // Drawn, not dealt out: arms of equal size in every segment would make plain intervals too wide.
            let segment = Int(stream.below(UInt32(segmentCount)))
            let local = areStoresLocal ? stores / segmentCount : stores
            let store =
                stores > 0 ? Int(stream.below(UInt32(local))) + (areStoresLocal ? segment * local : 0) : 0
            var arm = stream.happens(0.5) ? 1 : 0
            var covariate = stream.normal()
            var level = 0.0
            if stores > 0 {
                // Every second store is treated.
                arm = (store + (areStoresLocal ? segment : 0)) % 2
                var storeStream = levels.stream(entity: store)
                level = storeStream.normal()
                clusters.append(store)
            }
            if isWeighted {
                while covariate < 0, !stream.happens(1.0 / 3) { covariate = stream.normal() }
                weights.append(covariate < 0 ? 3 : 1)
            }
            outcomes.append(draw(segments[segment].0, covariate, arm == 1, &stream) + 0.3 * level)
            let weight = isWeighted ? weights[unit] : 1
            sums[segment] += weight * effect(segments[segment].0, covariate)
            sizes[segment] += weight
            covariates.append(covariate)
            arms.append(arm)
            codes.append(segment)
        }
        var table = ExperimentTable(
            arms: ["control", "treatment"], armCodes: arms, keys: (0..<total).map { UInt64($0) },
            fileRows: Array(1...total))
        table.outcomes = [
            ExperimentTable.Outcome(
                name: "y", values: outcomes, deviations: nil,
                isBinary: outcomes.allSatisfy { $0 == 0 || $0 == 1 })
        ]
        table.design = [ExperimentTable.DesignColumn(name: "x", values: covariates)]
        table.segments = (0..<segmentCount).map {
            SegmentName([SegmentName.Part(column: "segment", value: "s\($0)")])
        }
        table.segmentPaths = (0..<segmentCount).map { [$0] }
        table.segmentCodes = codes
        if stores > 0 { table.clusters = clusters }
        if isWeighted { table.weights = weights }
        return (
            table, sums.reduce(0, +) / sizes.reduce(0, +), zip(sums, sizes).map { $0 / max(1, $1) },
            segments.map(\.1)
        )
    }
}

extension World {
    private static func logistic(_ z: Double) -> Double { 1 / (1 + exp(-z)) }

    /// A world of outcomes of 0 and 1.
    private static func binary(
        _ name: String, _ description: String, segments: Int, units: Int, logit: Double, effect: Double,
        spread: Double = 0, nullShare: Double = 0
    ) -> World {
        @Sendable func rate(_ segment: Segment, _ x: Double, _ isTreated: Bool) -> Double {
            logistic(logit + 0.2 * segment.level + 0.4 * x + (isTreated ? effect + segment.effect : 0))
        }
        return World(
            name: name, description: description, segmentCount: segments, unitsPerArm: units,
            draw: { segment, x, isTreated, stream in stream.happens(rate(segment, x, isTreated)) ? 1 : 0 },
            effect: { segment, x in rate(segment, x, true) - rate(segment, x, false) }, spread: spread,
            nullShare: nullShare)
    }

    static let all = [
        binary(
            "null", "no effect, rate near 20 %", segments: 8, units: 250, logit: -1.4, effect: 0, nullShare: 1
        ),
        World(
            name: "constant", description: "normal outcome, the same effect for all", segmentCount: 8,
            unitsPerArm: 200,
            draw: { segment, x, isTreated, stream in
                segment.level + x + (isTreated ? 0.2 : 0) + stream.normal()
            }, effect: { _, _ in 0.2 }, spread: 0, nullShare: 0),
        World(
            name: "heterogeneous",
            description: "effect by segment and covariate, noise grows with the covariate",
            segmentCount: 8, unitsPerArm: 200,
            draw: { segment, x, isTreated, stream in
                segment.level + x + (isTreated ? segment.effect + 0.2 * x : 0) + (0.5 + abs(x))
                    * stream.normal()
            }, effect: { segment, x in segment.effect + 0.2 * x }, spread: 0.25, nullShare: 0.5),
        World(
            name: "heavy-tailed", description: "one in five buys, log-normal amounts", segmentCount: 4,
            unitsPerArm: 250,
            draw: { segment, x, isTreated, stream in
                guard stream.happens(0.2) else { return 0 }
                return exp(3 + 0.2 * x + stream.normal()) * (isTreated ? 1.2 : 1)
            }, effect: { _, x in 0.2 * 0.2 * exp(3 + 0.2 * x + 0.5) }, spread: 0, nullShare: 0),
        binary(
            "rare", "rate near 2.5 %", segments: 4, units: 1000, logit: -3.8, effect: 0.25, spread: 0.3),
        binary(
            "few per segment", "15 units an arm and segment, half of the segments without effect",
            segments: 16,
            units: 15, logit: -0.8, effect: 0, spread: 0.5, nullShare: 0.5),
        binary(
            "few segments", "three segments, half of them without effect", segments: 3, units: 400, logit: -1,
            effect: 0, spread: 0.4, nullShare: 0.5),
    ]

    /// Rates near 10 % with effects drawn about a mean, as of letters written for each segment.
    private static func sends(
        _ name: String, _ description: String, segments: Int, units: Int, spread: Double, mean: Double = 0.01,
        breakEven: Double = 0
    ) -> World {
        @Sendable func rate(_ segment: Segment, _ isTreated: Bool) -> Double {
            min(1, max(0, 0.1 + (isTreated ? mean + segment.effect : 0)))
        }
        var world = World(
            name: name, description: description, segmentCount: segments, unitsPerArm: units,
            draw: { segment, _, isTreated, stream in stream.happens(rate(segment, isTreated)) ? 1 : 0 },
            effect: { segment, _ in rate(segment, true) - rate(segment, false) }, spread: spread, nullShare: 0
        )
        world.breakEven = breakEven
        return world
    }

    /// Log-normal amounts of those who buy; the treatment makes more of them buy.
    private static func revenue(
        _ name: String, _ description: String, segments: Int, units: Int, rate: Double
    ) -> World {
        @Sendable func share(_ segment: Segment, _ isTreated: Bool) -> Double {
            rate * exp(0.2 * segment.level) * (isTreated ? 1.15 + segment.effect : 1)
        }
        return World(
            name: name, description: description, segmentCount: segments, unitsPerArm: units,
            draw: { segment, _, isTreated, stream in
                stream.happens(share(segment, isTreated)) ? exp(3 + stream.normal()) : 0
            }, effect: { segment, _ in (share(segment, true) - share(segment, false)) * exp(3.5) },
            spread: 0.1,
            nullShare: 0)
    }

    /// Worlds in which segments are pooled and decided on.
    static let decided: [World] = {
        var stores = World(
            name: "60 stores",
            description: "no effect; whole stores are treated, every store sells to all 12 segments",
            segmentCount: 12, unitsPerArm: 250,
            draw: { segment, x, _, stream in segment.level + x + stream.normal() }, effect: { _, _ in 0 },
            spread: 0, nullShare: 1)
        stores.stores = 60
        var local = stores
        local.areStoresLocal = true
        local.name = "60 local stores"
        local.description = "no effect; whole stores are treated, five in each of 12 segments"
        var weights = World(
            name: "weights",
            description: "a third of the units of negative covariate were drawn, and weigh three times",
            segmentCount: 12, unitsPerArm: 500,
            draw: { segment, x, isTreated, stream in
                segment.level + x + (isTreated ? segment.effect + 0.3 * x : 0) + stream.normal()
            }, effect: { segment, x in segment.effect + 0.3 * x }, spread: 0.1, nullShare: 0)
        weights.isWeighted = true
        return [
            sends("12 segments", "rate 10 %, effects 1 ± 1.5 pp", segments: 12, units: 500, spread: 0.015),
            sends(
                "equal effects", "rate 10 %, an effect of 1 pp everywhere", segments: 12, units: 500,
                spread: 0),
            sends(
                "break-even", "rate 10 %, effects 1 ± 1.5 pp, 2 pp are needed", segments: 12, units: 500,
                spread: 0.015, breakEven: 0.02),
            sends(
                "at break-even", "rate 10 %, effects 2 ± 1.5 pp, 2 pp are needed", segments: 12, units: 500,
                spread: 0.015, mean: 0.02, breakEven: 0.02),
            sends("60 segments", "rate 10 %, effects 1 ± 1.5 pp", segments: 60, units: 100, spread: 0.015),
            revenue("revenue", "log-normal, one in five buys", segments: 12, units: 500, rate: 0.2),
            revenue("sparse revenue", "log-normal, 3 % buy", segments: 60, units: 200, rate: 0.03),
            stores, local, weights,
        ]
    }()
}
