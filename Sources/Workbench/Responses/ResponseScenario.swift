import Scenarios

/// The text of a scenario whose world is drawn from measured cells.
struct ResponseScenario {
    let measured: ResponseCells
    let response: MeasuredResponse
    let source: String
    let sendUSD: Double?

    /// The whole file.
    var text: String {
        var text = ScenarioText()
        for line in provenance { text.line("# " + line) }
        text.blank()
        writeWorld(to: &text)
        text.blank()
        text.userFigures(sendUSD: sendUSD, wage: nil)
        text.line(
            "drift: {kernel: within_class, weekly_rate: 0.02}", assumption: "the data are of one date")
        text.line("experiment: {generic: 0.1, holdout: 0}", assumption: "the test inside every campaign")
        text.blank()
        writeSweep(to: &text)
        return text.text
    }

    private var control: ResponseCells.ArmTotal { measured.arms[0] }
    private var customers: Int { measured.arms.reduce(0) { $0 + $1.customers } }
    /// The finest depth at which a profile can still change: one attribute less than there are.
    private var depth: Int { measured.attributes.count - 1 }

    /// Where every number comes from.
    private var provenance: [String] {
        let treatments = measured.arms.dropFirst()
        var lines = [
            "A world from measured results; runs as it is: finegrain sweep \(ResponseModel.scenarioFile)",
            "Source: \(source.replacing("\n", with: " "))",
            "Outcome: \(measured.outcome) (0 or 1), by \(measured.attributes.joined(separator: ", ")).",
            "Control \(Quoted.text(control.name)): \(control.outcomes) of \(control.customers), "
                + "rate \(Quoted.number(control.rate)).",
        ]
        lines += treatments.map { arm in
            "Arm \(Quoted.text(arm.name)): \(arm.outcomes) of \(arm.customers), "
                + "rate \(Quoted.number(arm.rate)), effect \(Quoted.number(arm.rate - control.rate))."
        }
        lines += [
            "Each replication draws base rates and effects of every cell from their joint posterior, pooled",
            "over the attributes in the order below: worlds differ as much as these data leave open.",
            "'confirm:' marks what only you know, 'assumption:' what is not in the data.",
        ]
        if !measured.constantAttributes.isEmpty {
            lines.append(
                "Left out, having one value only: \(measured.constantAttributes.joined(separator: ", ")).")
        }
        return lines
    }

    private func writeWorld(to text: inout ScenarioText) {
        let attributes = Quoted.list(measured.attributes)
        text.line(
            "description: " + Quoted.text("A world drawn from the measured results of \(measured.outcome)."))
        text.line("seed: 1")
        text.blank()
        text.line("audience:")
        text.line(
            "  from: \(ResponseModel.cellsFile)", note: "all \(customers) units of the cells, each a customer"
        )
        text.blank()
        text.line("segmentation:")
        text.line("  dimensions: \(attributes)")
        text.line("  depth: \(depth)", note: "at full depth no profile could change")
        text.blank()
        text.line("profile:")
        text.line("  attributes: \(attributes)")
        text.blank()
        text.line("privacy: {k: \(min(50, customers))}")
        text.blank()
        response.write(to: &text)
    }

    private func writeSweep(to text: inout ScenarioText) {
        let depths = (1...min(depth, 6)).map(String.init).joined(separator: ", ")
        text.line("sweep:")
        text.line("  vary: {segmentation.depth: [\(depths)]}")
        text.blank()
        text.line("uncertainty:")
        text.line("  response.knowledge: [0.2, 0.8]", assumption: "what the writer knows of these effects")
        text.line("  drift.weekly_rate: [0.005, 0.05]", assumption: "how fast customers change")
    }
}
