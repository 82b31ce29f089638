extension UpliftPlan {
    /// The confidence level of intervals as people read it: `95%`, `99.9%`, never `100%`.
    public var level: String {
        // As few decimals as tell the error rate to half a percent of itself.
        let exact = 100 * alpha
        var (scale, decimals) = (1.0, 0)
        while decimals < 12, abs((exact * scale).rounded() / scale - exact) > 0.005 * exact {
            scale *= 10
            decimals += 1
        }
        let parts = Int((100 * scale - (exact * scale).rounded()).rounded())
        let (whole, rest) = parts.quotientAndRemainder(dividingBy: Int(scale))
        guard decimals > 0 else { return "\(whole)%" }
        let digits = "\(rest)"
        return "\(whole).\(String(repeating: "0", count: decimals - digits.count))\(digits)%"
    }
}
