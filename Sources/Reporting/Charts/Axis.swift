#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A range of values with round ticks, linear or logarithmic.
struct Axis {
    enum Kind {
        case linear
        /// Linear, and zero is in the range.
        case fromZero
        /// For counts of at least one.
        case logarithmic
        /// Shares, shown in percent; the range need not start at zero.
        case percent
    }

    let kind: Kind
    let low: Double
    let high: Double
    let ticks: [Double]
    private let step: Double

    /// - Parameter values: all that is to be shown; none gives the range from 0 to 1.
    init(_ values: [Double], _ kind: Kind) {
        self.kind = kind
        var least = values.min() ?? 0
        var most = values.max() ?? 1
        if kind == .logarithmic {
            least = max(least, 1)
            most = max(most, least)
            // Ticks where no round number lies in the range: both ends, or one for two that would overlap.
            let exact = most > least * 1.1 && most.rounded() > least.rounded() ? [least, most] : [least]
            if most < least * 2 {
                let middle = (least * most).squareRoot()
                least = middle / 2.0.squareRoot()
                most = middle * 2.0.squareRoot()
            }
            let margin = 0.05 * log(most / least)
            low = log(least) - margin
            high = log(most) + margin
            step = 1
            let round = Axis.logarithmicTicks(least, most)
            ticks = round.count > 1 ? round : exact
            return
        }
        if kind == .fromZero {
            least = min(least, 0)
            most = max(most, 0)
        }
        if most - least < 1e-9 * max(1, abs(most)) { least = most - max(0.05, abs(most) * 0.1) }
        let rough = (most - least) / 5
        let power = pow(10, log10(rough).rounded(.down))
        let step = [1, 2, 5, 10].map { $0 * power }.first { $0 >= rough * 0.999_999 } ?? rough
        self.step = step
        let first = (least / step + 1e-9).rounded(.down)
        let last = (most / step - 1e-9).rounded(.up)
        low = first * step
        high = last * step
        ticks = (0...Int(last - first)).map { (first + Double($0)) * step }
    }

    /// Heads 1, 2 and 5 of each decade, fewer where the range is wide.
    private static func logarithmicTicks(_ least: Double, _ most: Double) -> [Double] {
        let heads: [Double] = most / least > 2_000 ? [1] : most / least > 200 ? [1, 3] : [1, 2, 5]
        let decades = (0...9).map { pow(10, Double($0)) }
        return decades.flatMap { decade in heads.map { $0 * decade } }
            .filter { $0 >= least * 0.95 && $0 <= most * 1.05 }
    }

    /// Where a value stands, 0 at the low end and 1 at the high one.
    func place(_ value: Double) -> Double {
        ((kind == .logarithmic ? log(max(value, 1)) : value) - low) / (high - low)
    }

    /// A tick as text, with the places that tell it from its neighbours.
    func label(_ tick: Double) -> String {
        switch kind {
        case .logarithmic: return Digits.grouped(tick, 0)
        case .percent: return Digits.percent(tick, places(step * 100))
        case .linear, .fromZero:
            if step >= 1e6 { return Digits.grouped(tick / 1e6, places(step / 1e6)) + "M" }
            return Digits.grouped(tick, places(step))
        }
    }

    /// What is said beside an axis of shares that does not begin at zero.
    var startNote: String { kind == .percent && low > 1e-9 ? " (axis starts at \(label(low)))" : "" }

    private func places(_ step: Double) -> Int { max(0, Int(-(log10(step) + 1e-9).rounded(.down))) }
}
