import Encodings
import Foundation
import Quantities
import Workbench

/// Values of an explanation as people read them.
enum ExplanationText {
    /// Dollars to the last pico-dollar that is not zero.
    static func exact(_ value: JSONValue?) -> String {
        guard let amount = value?.money else { return "-" }
        let text = amount.decimalText
        return text.hasPrefix("-") ? "-$" + text.dropFirst() : "$" + text
    }

    /// A share in percent with two places.
    static func percent(_ value: JSONValue?) -> String {
        value?.double.map { Digits.fixed($0 * 100, 2) + "%" } ?? "-"
    }

    /// A difference of shares in percentage points.
    static func points(_ value: JSONValue?, sign: Bool = true) -> String {
        value?.double.map { (sign && $0 > 0 ? "+" : "") + Digits.fixed($0 * 100, 2) } ?? "-"
    }

    static func count(_ value: JSONValue?) -> String { Digits.plain(value?.double) }

    /// A time of the simulation, which starts on a Monday at midnight.
    static func time(_ value: JSONValue?) -> String {
        guard let seconds = value?.double else { return "-" }
        let whole = Int(seconds)
        let day = whole / 86_400
        let name = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"][day % 7]
        let clock = String(format: "%02d:%02d:%02d", whole / 3_600 % 24, whole / 60 % 60, whole % 60)
        return "week \(day / 7 + 1) \(name) \(clock)"
    }

    static func duration(_ value: JSONValue?) -> String {
        guard let seconds = value?.double else { return "-" }
        if seconds < 120 { return Digits.fixed(seconds, 2) + " s" }
        return seconds < 7_200
            ? Digits.fixed(seconds / 60, 1) + " min" : Digits.fixed(seconds / 3_600, 1) + " h"
    }

    /// What a cache said, in words.
    static func lookup(_ value: JSONValue?) -> String {
        guard let name = value?.string else { return "not asked" }
        if name == "hit" || name == "held" { return name }
        let parts = name.split(separator: ".").map { $0.split(separator: "_").joined(separator: " ") }
        let cause = parts.count == 3 ? "\(parts[1]): \(parts[2])" : parts.last ?? name
        return "miss, \(cause)"
    }
}
