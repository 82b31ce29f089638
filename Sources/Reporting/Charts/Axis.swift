#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A range of values with round ticks, linear or logarithmic.
struct Axis {
    let low: Double
    let high: Double
    let ticks: [Double]
    private let isLogarithmic: Bool

    init(_ values: [Double], isLogarithmic: Bool, includesZero: Bool) {
        self.isLogarithmic = isLogarithmic
        var least = values.min() ?? 0
        var most = values.max() ?? 1
        if isLogarithmic {
            least = max(least, 1)
            most = max(most, least * 2)
            low = log(least) - 0.05 * log(most / least)
            high = log(most) + 0.05 * log(most / least)
            let wide = most / least > 200
            ticks = [1, 2, 5].flatMap { head in (0...9).map { head * pow(10, Double($0)) } }
                .filter { $0 >= least * 0.99 && $0 <= most * 1.01 && (!wide || "\($0)".hasPrefix("1")) }
                .sorted()
            return
        }
        if includesZero {
            least = min(least, 0)
            most = max(most, 0)
        }
        if most - least < 1e-12 { most = least + 1 }
        let rough = (most - least) / 5
        let power = pow(10, (log10(rough)).rounded(.down))
        let step = [1, 2, 5, 10].map { $0 * power }.first { $0 >= rough } ?? rough
        low = (least / step).rounded(.down) * step
        high = (most / step).rounded(.up) * step
        ticks = (0...Int(((high - low) / step).rounded())).map { [low] in low + Double($0) * step }
            .map { abs($0) < step / 1e6 ? 0 : $0 }
    }

    /// Where a value stands, 0 at the low end and 1 at the high one.
    func place(_ value: Double) -> Double {
        ((isLogarithmic ? log(max(value, 1e-9)) : value) - low) / (high - low)
    }
}
