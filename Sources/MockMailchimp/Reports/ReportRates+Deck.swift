import Foundation
import Quantities
import YAMLReading
import Yams

extension ReportRates {
    /// Reads a deck such as `mocks/mailchimp.yaml`.
    /// - Throws: bad input with every problem of the file, each with its line.
    public static func load(_ path: String) throws -> ReportRates {
        let reader = YAMLReader(file: path)
        guard let data = FileManager.default.contents(atPath: path) else {
            throw FinegrainError.badInput("\(path): no such file", remedy: "give a deck of report rates")
        }
        var rates: ReportRates?
        if let root = reader.root(of: String(decoding: data, as: UTF8.self)),
            let node = reader.member("rates", of: root, field: "")
        {
            rates = ReportRates(node, reader)
        }
        guard let rates, reader.problems.isEmpty else { throw FinegrainError(.badInput, reader.problems) }
        return rates
    }

    private init(_ node: Node, _ reader: YAMLReader) {
        func rate(_ name: String) -> Double {
            reader.number(name, of: node, field: "rates", in: 0...1) ?? 0
        }
        self.init(
            open: rate("open"), clickOfOpens: rate("click_of_opens"), unsubscribe: rate("unsubscribe"),
            hardBounce: rate("hard_bounce"), softBounce: rate("soft_bounce"), abuse: rate("abuse"),
            repeatOpens: rate("repeat_opens"), repeatClicks: rate("repeat_clicks"))
        let (median, sigma) = ("open_delay_median_hours", "open_delay_sigma")
        if reader.optionalMember(median, of: node) != nil,
            let hours = reader.number(median, of: node, field: "rates", in: 0...10_000), hours > 0,
            let spread = reader.number(sigma, of: node, field: "rates", in: 0.01...3)
        {
            delay = ReportDelay(median: SimulatedDuration(seconds: hours * 3_600), sigma: spread)
        }
        let known = [
            "open", "click_of_opens", "unsubscribe", "hard_bounce", "soft_bounce", "abuse", "repeat_opens",
            "repeat_clicks", median, sigma,
        ]
        for (name, member) in reader.members(node, field: "rates") where !known.contains(name) {
            reader.report(
                "`\(name)` is no rate of a report", at: member, field: "rates",
                remedy: "use one of: \(known.joined(separator: ", "))")
        }
    }
}
