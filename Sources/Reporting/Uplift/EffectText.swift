import Experiments
import Foundation

/// Effects, rates and p-values as people read them.
struct EffectText {
    private let binary: [String]

    init(_ readout: UpliftReadout) {
        binary =
            readout.binaryMetrics + readout.derived.filter { $0.kind == .retention }.map(\.metric)
    }

    /// An outcome of 0 and 1 and retention are rates, and differences of them are percentage points.
    func isRate(_ metric: String) -> Bool { binary.contains(metric) }

    /// A mean: `15.1%` for rates.
    func mean(_ value: Double?, _ metric: String) -> String {
        isRate(metric) ? Digits.percent(value, 2) : EffectText.significant(value)
    }

    /// A difference with its sign: `+4.52 pp` for rates.
    func effect(_ value: Double?, _ metric: String) -> String {
        guard let value else { return "-" }
        return isRate(metric) ? EffectText.signed(100 * value) + " pp" : EffectText.signed(value)
    }

    /// A size without a sign: `0.95 pp`.
    func amount(_ value: Double?, _ metric: String) -> String {
        guard let value else { return "-" }
        return isRate(metric) ? EffectText.significant(100 * value) + " pp" : EffectText.significant(value)
    }

    /// `+3.89 to +5.16 pp`.
    func range(_ lower: Double?, _ upper: Double?, _ metric: String) -> String {
        guard let lower, let upper else { return "no interval" }
        let factor = isRate(metric) ? 100.0 : 1
        return EffectText.signed(factor * lower) + " to " + EffectText.signed(factor * upper)
            + (isRate(metric) ? " pp" : "")
    }

    /// A relative lift with its sign: `+42.6%`.
    static func lift(_ value: Double?) -> String {
        guard let value else { return "-" }
        return (value < 0 ? "−" : "+") + Digits.percent(abs(value))
    }

    /// Two digits, however small: `0.031`, `1.4e-112`. Never zero, because no test is that sure.
    static func pValue(_ value: Double?, log10: Double?) -> String {
        guard let value else { return "-" }
        if value >= 0.001 {
            let places = max(2, 1 - Int(Foundation.log10(value).rounded(.down)))
            return Digits.fixed(value, places)
        }
        if value > 1e-300 { return String(format: "%.1e", value) }
        guard let log10, log10.isFinite else { return "< 1e-300" }
        let exponent = log10.rounded(.down)
        return String(format: "%.1fe%.0f", pow(10, log10 - exponent), exponent)
    }

    /// `p = 0.031`, `p < 1e-300`.
    static func pStatement(_ value: Double?) -> String {
        let text = pValue(value, log10: nil)
        return text.hasPrefix("<") ? "p \(text)" : "p = \(text)"
    }

    /// Three digits with a sign.
    static func signed(_ value: Double) -> String {
        let text = significant(abs(value))
        return text == "0" ? "0" : (value < 0 ? "−" : "+") + text
    }

    /// Three significant digits, thousands apart.
    static func significant(_ value: Double?) -> String {
        guard let value, value.isFinite else { return "-" }
        // Rounding of sums leaves dust where the number is zero.
        guard abs(value) > 1e-12 else { return "0" }
        guard abs(value) >= 1e-6 else { return String(format: "%.1e", value) }
        let places = max(0, min(8, 2 - Int(Foundation.log10(abs(value)).rounded(.down))))
        return Digits.grouped(value, places)
    }

    /// A share of units, with a decimal where a whole number would hide it.
    static func share(_ value: Double) -> String {
        Digits.percent(value, value > 0 && value < 0.095 ? 1 : 0)
    }
}
