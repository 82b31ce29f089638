import Encodings
import Foundation
import Pricing
import Quantities
import Scenarios
import Workbench

/// Values of metrics as people read them: the name says whether one is money, a share or a count.
enum MetricText {
    static func value(_ name: String, _ value: Double?) -> String {
        guard let value else { return "-" }
        if name.hasSuffix("_usd") { return money(value) }
        if isShare(name) { return Digits.percent(value) }
        return value != 0 && abs(value) < 0.01 ? String(format: "%.2g", value) : Digits.plain(value)
    }

    /// With a plus sign where it is positive; of shares in percentage points.
    static func difference(_ name: String, _ value: Double?) -> String {
        guard let value else { return "-" }
        let text = isShare(name) ? Digits.fixed(value * 100, 1) + " pt" : self.value(name, value)
        return (value > 0 ? "+" : "") + text
    }

    /// Small amounts keep digits, because a call costs less than a cent: two, down to 0.0000001.
    private static func money(_ value: Double) -> String {
        guard value != 0, abs(value) < 0.01 else { return Digits.usd(value) }
        var text = abs(value) < 1e-4 ? Digits.fixed(abs(value), 7) : String(format: "%.2g", abs(value))
        while text.hasSuffix("0"), text.contains(".") { text.removeLast() }
        return (value < 0 ? "-$" : "$") + (text.hasSuffix(".") ? String(text.dropLast()) : text)
    }

    private static func isShare(_ name: String) -> Bool {
        ["_share", "_rate", "_lift"].contains { name.hasSuffix($0) }
    }

    /// `lower to upper`.
    static func interval(_ name: String, _ metric: MetricComparison) -> String {
        guard let lower = metric.lower, let upper = metric.upper else { return "-" }
        return "\(difference(name, lower)) to \(difference(name, upper))"
    }

    static func percent(_ share: Double?) -> String {
        guard let share else { return "-" }
        return (share > 0 ? "+" : "") + Digits.percent(share)
    }

    /// What a row is called, such as `depth 3, k 50`.
    static func row(_ vary: [Named<JSONValue>]) -> String {
        if vary.first?.name == "baseline" { return "baseline" }
        if vary.isEmpty { return "the run" }
        return vary.map { "\($0.name.split(separator: ".").last ?? "") \(text($0.value))" }
            .joined(separator: ", ")
    }

    static func text(_ value: JSONValue) -> String { value.string ?? value.text() }

    /// What a value of a cause is called; checksums by their first digits.
    static func cause(_ cause: Cause, _ value: JSONValue) -> String {
        if value == .null { return cause.kind == .input ? "not read" : "none" }
        switch cause.kind {
        case .input: return String(text(value).prefix(12))
        case .price: return value.double.map { "$" + JSONValue.number($0).text() } ?? "-"
        case .version, .scenario: return text(value)
        }
    }

    /// Side B of a cause, for prices with what they are stated for.
    static func after(_ cause: Cause) -> String {
        let unit = cause.unit.map { " (" + $0.split(separator: " ").map(word).joined(separator: " ") + ")" }
        return self.cause(cause, cause.b) + (unit ?? "")
    }

    /// A price's unit, such as `1,000,000 tokens`.
    static func unit(_ meter: Meter, per count: Int) -> String {
        Digits.grouped(Double(count), 0) + " " + meter.kind.unit(count: count)
    }

    private static func word(_ word: Substring) -> String {
        Int(word).map { Digits.grouped(Double($0), 0) } ?? String(word)
    }
}
