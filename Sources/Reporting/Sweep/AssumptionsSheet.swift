import Campaigns
import Encodings
import Pricing
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
        let assumed = fields.filter { field in
            !result.inertFields.contains { $0.path == field.path }
                && (GradeC.isAssumption(field.documentation) || isUncertain(field.path))
        }
        return HTML.paragraph(GradeC.rule, css: "note")
            + HTML.details(
                "Assumptions of the scenario (\(assumed.count))",
                table("Assumptions of the scenario", assumed, hasGrade: true))
            + HTML.details(
                "Fields without a value (\(open.count))",
                open.isEmpty
                    ? ""
                    : HTML.paragraph(
                        "A limit without a value is never reached; elsewhere a default applies.", css: "note")
                        + table("Fields without a value", open, hasGrade: false))
            + HTML.details("Prices (\(result.assumptions.count))", prices)
    }

    /// Assumptions and uncertain inputs are of grade C, unless they were fitted to data.
    private func isGradeC(_ path: String) -> Bool {
        path != "drift.weekly_rate" || result.scenario.drift.from.isEmpty
    }

    private func table(_ caption: String, _ entries: [ScenarioFields.Entry], hasGrade: Bool) -> String {
        HTMLTable(
            caption: caption,
            header: ["field", "value", "unit"] + (hasGrade ? ["grade", "low to high"] : []) + ["what it is"],
            rows: entries.map { entry in
                let isWeak = hasGrade && isGradeC(entry.path)
                return HTMLTable.Row(
                    cells: [entry.path, value(entry), entry.unit]
                        + (hasGrade ? [isWeak ? "C" : "fitted", range(entry.path)] : [])
                        + [entry.documentation],
                    mark: isWeak ? .weak : .none)
            }, words: hasGrade ? [0, 2, 3, 4, 5] : [0, 2, 3]
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
            caption: "Prices", header: ["price", "amount", "unit", "grade", "as of", "source"],
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
