import RandomStreams

/// Errors of a Qini curve from halves of the units (each unit's coin is fair and keyed): the variance of a half sample's
/// curve about the whole one's is that of the whole curve about the truth (Yadlowsky et al. 2021, section 4).
///
/// The scores stay as they are. Units are summed by steps of the grid once, 64 halves a word of coins.
struct HalfSamples {
    /// Standard error of the outcomes won a head at each step of the grid, the origin first.
    let errors: [Double]
    /// Standard error of the area between curve and chord a head.
    let areaError: Double

    /// Words of 64 halves.
    private static let words = 3

    init(_ sample: UnitSample, ranked: RankedUnits, gridSize: Int, seed: Seed) {
        let halves = 64 * HalfSamples.words
        let width = 4 * halves
        var sums = Array(repeating: 0.0, count: gridSize * width)
        let family = seed.streams("targeting.halves")
        let count = sample.count
        sums.withUnsafeMutableBufferPointer { sums in
            var start = 0
            for end in ranked.ends {
                // A group of equal scores stands at its middle.
                let middle = (start + end - 1) / 2
                let step = min(gridSize - 1, middle * gridSize / max(1, count))
                for position in start..<end {
                    let unit = ranked.order[position]
                    var stream = family.stream(entity: sample.keys[unit])
                    let arm = sample.treated[unit] ? 0 : 2
                    let outcome = sample.outcomes[unit]
                    for word in 0..<HalfSamples.words {
                        let coins = stream.next()
                        let base = step * width + arm * halves + word * 64
                        for bit in 0..<64 {
                            let heads = Double((coins >> UInt64(bit)) & 1)
                            sums[base + bit] += heads
                            sums[base + halves + bit] += heads * outcome
                        }
                    }
                }
                start = end
            }
        }
        (errors, areaError) = HalfSamples.errors(sums, halves: halves, gridSize: gridSize)
    }

    /// Spread over halves of Q/N₁ at each step, and of the mean of Q/N₁ less its chord.
    private static func errors(
        _ sums: [Double], halves: Int, gridSize: Int
    ) -> (steps: [Double], area: Double) {
        var steps = Array(repeating: Spread(), count: gridSize + 1)
        var areas = Spread()
        let width = 4 * halves
        for half in 0..<halves {
            var running = (n1: 0.0, y1: 0.0, n0: 0.0, y0: 0.0)
            var values = Array(repeating: 0.0, count: gridSize + 1)
            for step in 0..<gridSize {
                let base = step * width + half
                running.n1 += sums[base]
                running.y1 += sums[base + halves]
                running.n0 += sums[base + 2 * halves]
                running.y0 += sums[base + 3 * halves]
                values[step + 1] =
                    running.y1 - (running.n0 > 0 ? running.y0 * running.n1 / running.n0 : 0)
            }
            let treated = max(1, running.n1)
            var area = 0.0
            for step in 0...gridSize {
                let value = values[step] / treated
                steps[step].add(value)
                // Trapezoids: both ends count half.
                area += (step == 0 || step == gridSize ? 0.5 : 1) * value / Double(gridSize)
            }
            areas.add(area - 0.5 * values[gridSize] / treated)
        }
        return (steps.map(\.deviation), areas.deviation)
    }

    /// Running mean and spread of a number over halves.
    private struct Spread {
        private var count = 0.0
        private var mean = 0.0
        private var squares = 0.0

        mutating func add(_ value: Double) {
            count += 1
            let gap = value - mean
            mean += gap / count
            squares += gap * (value - mean)
        }

        var deviation: Double { count > 1 ? (squares / (count - 1)).squareRoot() : 0 }
    }
}
