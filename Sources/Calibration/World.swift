import Experiments
import RandomStreams

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A kind of experiment whose true effects are known.
struct World: Sendable {
    let name: String
    /// What it is like, for the table.
    let description: String
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
        var outcomes: [Double] = []
        var covariates: [Double] = []
        var arms: [Int] = []
        var codes: [Int] = []
        var sums = Array(repeating: 0.0, count: segmentCount)
        for unit in 0..<total {
            var stream = family.stream(entity: unit)
            // Drawn, not dealt out: arms of equal size in every segment would make plain intervals too wide.
            let segment = Int(stream.below(UInt32(segmentCount)))
            let arm = stream.happens(0.5) ? 1 : 0
            let covariate = stream.normal()
            outcomes.append(draw(segments[segment].0, covariate, arm == 1, &stream))
            sums[segment] += effect(segments[segment].0, covariate)
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
        var sizes = Array(repeating: 0.0, count: segmentCount)
        for code in codes { sizes[code] += 1 }
        return (
            table, sums.reduce(0, +) / Double(total), zip(sums, sizes).map { $0 / max(1, $1) },
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
}
