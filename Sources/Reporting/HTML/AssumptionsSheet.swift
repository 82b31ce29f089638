import Campaigns
import Pricing
import Quantities
import Scenarios
import Workbench

/// What the answer rests on: assumptions of the scenario, what it leaves open, and prices with their sources.
struct AssumptionsSheet {
    private let result: SweepResult
    private let fields: [ScenarioFields.Entry]

    init(_ result: SweepResult) {
        self.result = result
        fields = ScenarioFields.entries(of: result.scenario)
    }

    var html: String {
        let open = fields.filter { field in
            field.value == .null && !result.rows.contains { $0.values.contains { $0.name == field.path } }
        }
        return "<h3>Assumptions of the scenario</h3>\n"
            + table(fields.filter { $0.documentation.contains("(assumption") || isUncertain($0.path) })
            + "<h3>Left open</h3>\n"
            + HTML.paragraph(
                open.isEmpty
                    ? "Every field has a value."
                    : "These have no value: a limit is then never reached, a default applies.",
                css: "note")
            + (open.isEmpty ? "" : table(open)) + "<h3>Prices</h3>\n" + prices
    }

    private func table(_ entries: [ScenarioFields.Entry]) -> String {
        HTMLTable(
            header: ["field", "value", "unit", "low to high", "what it is"],
            rows: entries.map { entry in
                HTMLTable.Row(
                    cells: [entry.path, value(entry), entry.unit, range(entry.path), entry.documentation],
                    mark: entry.documentation.contains("grade C") ? .weak : .none)
            }, words: [0, 2, 3, 4]
        ).html
    }

    private func value(_ entry: ScenarioFields.Entry) -> String {
        var varied: [String] = []
        for row in result.rows {
            for named in row.values where named.name == entry.path {
                let text = RowName.text(named.value)
                if !varied.contains(text) { varied.append(text) }
            }
        }
        if !varied.isEmpty { return "varied: " + varied.joined(separator: ", ") }
        return entry.value == .null ? "none" : entry.value.string ?? entry.value.text()
    }

    private func isUncertain(_ path: String) -> Bool {
        result.scenario.uncertainty.contains { $0.name == path }
    }

    private func range(_ path: String) -> String {
        guard let input = result.scenario.uncertainty.first(where: { $0.name == path }) else { return "" }
        return input.value.map(RowName.text).joined(separator: " to ")
    }

    private var prices: String {
        HTMLTable(
            header: ["price", "amount", "unit", "grade", "as of", "source"],
            rows: result.assumptions.map { price in
                HTMLTable.Row(
                    cells: [
                        price.name, price.price.description,
                        price.unit.split(separator: " ").map(word).joined(separator: " "),
                        price.provenance.grade.rawValue, price.provenance.date, price.provenance.source,
                    ], mark: price.provenance.grade == .c ? .weak : .none)
            }, words: [0, 2, 3, 4, 5]
        ).html
    }

    /// A word of a unit: numbers with their thousands apart, currencies as people write them.
    private func word(_ word: Substring) -> String {
        Double(word).map { Digits.grouped($0, 0) } ?? (word == "usd" ? "USD" : String(word))
    }
}
