import RandomStreams

extension TwoProportions {
    /// How an interval of the difference is made.
    public enum IntervalMethod: String, CaseIterable, Sendable {
        /// Wilson's intervals of both shares joined (Newcombe 1998, method 10); never outside −1...1.
        case newcombe
        /// Inverted score test with the variance times N/(N − 1) (Miettinen & Nurminen 1985).
        case miettinenNurminen = "miettinen_nurminen"
        /// Effect ± z standard errors; degenerate at shares of 0 and 1.
        case wald
        /// Wald's after one success and one failure more in each arm (Agresti & Caffo 2000).
        case agrestiCaffo = "agresti_caffo"
    }

    /// A two-sided interval of the difference of the shares.
    /// - Precondition: `0 < confidence < 1`.
    public func interval(_ method: IntervalMethod = .newcombe, confidence: Double = 0.95)
        -> ConfidenceInterval
    {
        let z = -Normal.quantile(0.5 * (1 - confidence))
        switch method {
        case .newcombe: return newcombe(z, confidence)
        case .miettinenNurminen: return miettinenNurminen(z, confidence)
        case .wald:
            return ConfidenceInterval(
                lower: effect - z * standardError, upper: effect + z * standardError, confidence: confidence)
        case .agrestiCaffo:
            let moved = TwoProportions(
                treatment: Share(successes: treatment.successes + 1, count: treatment.count + 2),
                control: Share(successes: control.successes + 1, count: control.count + 2))
            return moved.interval(.wald, confidence: confidence)
        }
    }

    private func newcombe(_ z: Double, _ confidence: Double) -> ConfidenceInterval {
        let (l1, u1) = TwoProportions.wilson(treatment, z)
        let (l0, u0) = TwoProportions.wilson(control, z)
        let (p1, p0) = (treatment.rate, control.rate)
        let below = ((p1 - l1) * (p1 - l1) + (u0 - p0) * (u0 - p0)).squareRoot()
        let above = ((u1 - p1) * (u1 - p1) + (p0 - l0) * (p0 - l0)).squareRoot()
        return ConfidenceInterval(
            lower: effect - below, upper: effect + above, confidence: confidence)
    }

    /// Wilson (1927).
    private static func wilson(_ share: Share, _ z: Double) -> (lower: Double, upper: Double) {
        let (n, p, z2) = (Double(share.count), share.rate, z * z)
        let center = p + z2 / (2 * n)
        let half = z * (p * (1 - p) / n + z2 / (4 * n * n)).squareRoot()
        return ((center - half) / (1 + z2 / n), (center + half) / (1 + z2 / n))
    }

    /// The differences at which the score statistic is ±z, by bisection: it falls as the difference rises.
    private func miettinenNurminen(_ z: Double, _ confidence: Double) -> ConfidenceInterval {
        func crossing(_ target: Double, _ start: Double, _ end: Double) -> Double {
            var (low, high) = (start, end)
            for _ in 0..<200 {
                let middle = 0.5 * (low + high)
                if middle <= low || middle >= high { break }
                if score(at: middle) > target { low = middle } else { high = middle }
            }
            return 0.5 * (low + high)
        }
        return ConfidenceInterval(
            lower: crossing(z, -1, effect), upper: crossing(-z, effect, 1), confidence: confidence)
    }

    private func score(at difference: Double) -> Double {
        let (n1, n0) = (Double(treatment.count), Double(control.count))
        let p0 = constrainedControlRate(difference)
        let p1 = p0 + difference
        let variance = max(0, p1 * (1 - p1) / n1 + p0 * (1 - p0) / n0) * (n1 + n0) / (n1 + n0 - 1)
        let gap = effect - difference
        if variance == 0 { return gap == 0 ? 0 : gap > 0 ? .infinity : -.infinity }
        return gap / variance.squareRoot()
    }

    /// The most likely control share given the difference: the likelihood is concave, so that its slope has one root.
    private func constrainedControlRate(_ difference: Double) -> Double {
        var low = max(0, -difference)
        var high = min(1, 1 - difference)
        let (x1, n1) = (Double(treatment.successes), Double(treatment.count))
        let (x0, n0) = (Double(control.successes), Double(control.count))
        func slope(_ p: Double) -> Double {
            let q = p + difference
            return (x1 > 0 ? x1 / q : 0) - (n1 > x1 ? (n1 - x1) / (1 - q) : 0) + (x0 > 0 ? x0 / p : 0)
                - (n0 > x0 ? (n0 - x0) / (1 - p) : 0)
        }
        for _ in 0..<200 {
            let middle = 0.5 * (low + high)
            if middle <= low || middle >= high { break }
            if slope(middle) > 0 { low = middle } else { high = middle }
        }
        return 0.5 * (low + high)
    }
}
