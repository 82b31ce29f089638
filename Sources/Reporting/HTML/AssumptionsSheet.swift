import Campaigns
import Pricing
import Quantities
import Scenarios
import Workbench

/// What the answer rests on: scenario fields that are assumptions, and price rows with source, date and grade.
struct AssumptionsSheet {
    let result: SweepResult

    var html: String {
        var fields: [(cells: [String], mark: String)] = []
        collect(Scenario.jsonSchema, result.scenario.canonical, "", into: &fields)
        return "<div class=\"text\">" + HTML.table(["field", "value", "what it is"], fields)
            + HTML.table(["price", "amount", "unit", "grade", "as of", "source"], prices) + "</div>"
    }

    /// Scenario fields whose documentation says that they are assumptions.
    private func collect(
        _ schema: JSONValue, _ value: JSONValue, _ path: String,
        into rows: inout [(cells: [String], mark: String)]
    ) {
        guard case .object(let members)? = schema["properties"] else { return }
        for member in members {
            let place = path.isEmpty ? member.key : path + "." + member.key
            guard let child = value[member.key] else { continue }
            if member.value["properties"] != nil {
                collect(member.value, child, place, into: &rows)
            } else if let text = member.value["description"]?.string, text.contains("assumption") {
                rows.append(([place, child.text(), text], "weak"))
            }
        }
    }

    private var prices: [(cells: [String], mark: String)] {
        result.assumptions.map { price in
            (
                [
                    price.name, price.price.description, price.unit, price.provenance.grade.rawValue,
                    price.provenance.date, price.provenance.source,
                ],
                price.provenance.grade == .c ? "weak" : ""
            )
        }
    }
}
