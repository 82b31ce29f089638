import Foundation

/// Numbers as people read them: few digits, thousands apart.
enum Digits {
    /// Money without cents from ten dollars on, such as `-1,234` or `3.27`.
    static func money(_ value: Double?) -> String {
        guard let value else { return "-" }
        return abs(value) < 0.005 ? "0" : abs(value) < 10 ? fixed(value, 2) : grouped(value, 0)
    }

    /// Money with its sign before the currency, such as `-$1,234`.
    static func usd(_ value: Double?) -> String {
        guard let value else { return "-" }
        return (value < 0 && abs(value) >= 0.005 ? "-$" : "$") + money(abs(value))
    }

    /// Money with its sign always, such as `+$206`; zero has none.
    static func signedUSD(_ value: Double?) -> String {
        guard let value else { return "-" }
        return (value >= 0.005 ? "+" : "") + usd(value)
    }

    /// A share as a percentage, such as `94.8%`.
    static func percent(_ value: Double?, _ places: Int = 1) -> String {
        guard let value else { return "-" }
        return (abs(value) >= 10 ? grouped(value * 100, 0) : fixed(value * 100, places)) + "%"
    }

    /// A count or a quantity with the places that its size deserves.
    static func plain(_ value: Double?) -> String {
        guard let value else { return "-" }
        if value == value.rounded() { return grouped(value, 0) }
        return abs(value) >= 100 ? grouped(value, 0) : fixed(value, abs(value) >= 10 ? 1 : 2)
    }

    /// As `plain`, with two significant digits below 0.1.
    static func significant(_ value: Double?) -> String {
        guard let value, value != 0, abs(value) < 0.1 else { return plain(value) }
        return String(format: "%.2g", value)
    }

    static func fixed(_ value: Double, _ places: Int) -> String {
        let text = String(format: "%.\(places)f", value)
        return text.hasPrefix("-") && !text.contains(where: { $0 >= "1" && $0 <= "9" })
            ? String(text.dropFirst()) : text
    }

    static func grouped(_ value: Double, _ places: Int) -> String {
        let text = fixed(abs(value), places)
        let whole = text.prefix { $0 != "." }
        var out = ""
        for (index, digit) in whole.enumerated() {
            if index > 0, (whole.count - index) % 3 == 0 { out += "," }
            out.append(digit)
        }
        let isZero = !text.contains { $0 >= "1" && $0 <= "9" }
        return (value < 0 && !isZero ? "-" : "") + out + text.dropFirst(whole.count)
    }
}
