/// The summed response of one group of customers in one arm: what a copy does to it.
struct GroupResponse {
    private let sums: ArraySlice<Int64>
    private let start: Int
    private let angles: Int

    /// - Parameters:
    ///   - moments: the sums of all arms of a segment, arm by arm.
    ///   - arm: which of them.
    init(_ moments: ArraySlice<Int64>, arm: Arm, angles: Int) {
        sums = moments
        self.angles = angles
        start = moments.startIndex + arm.rawValue * (ResponseMoments.utility + angles)
    }

    private func value(_ place: Int) -> Double { Double(sums[start + place]) / ResponseMoments.unit }

    var customers: Int { Int(sums[start + ResponseMoments.count]) }
    /// Expected outcomes under the generic copy.
    var generic: Double { value(ResponseMoments.base) }
    var withoutMail: Double { value(ResponseMoments.withoutMail) }

    /// Σ p₀(1−p₀): outcomes gained by a logit, and what a send tells about a draft.
    var information: Double { value(ResponseMoments.weight) }

    /// Expected outcomes beyond the generic copy's, for a copy with angle mix c and a common logit shift.
    ///
    /// Second-order expansion of Σ logistic(logit p₀ + sᵢ), sᵢ = (c − c₀)·uᵢ + shift: the first order is
    /// exact in the group's sums; the second needs E[sᵢ²], taken as the square of the group's mean shift
    /// plus the spread of (c − c₀)·u within the audience. The third order is below 1e-4 of the outcomes
    /// while |s| < 0.3.
    /// - Parameter spread: (c − c₀)ᵀ Cov(u) (c − c₀).
    func gain(mix: [Double], generic genericMix: [Double], shift: Double, spread: Double) -> Double {
        let weight = value(ResponseMoments.weight)
        guard weight > 0 else { return 0 }
        var first = shift * weight
        for angle in 0..<angles {
            first += (mix[angle] - genericMix[angle]) * value(ResponseMoments.utility + angle)
        }
        let mean = first / weight
        let rate = generic / Double(max(1, customers))
        let second =
            mix == genericMix && shift == 0 ? 0 : 0.5 * (1 - 2 * rate) * weight * (mean * mean + spread)
        return first + second
    }
}
