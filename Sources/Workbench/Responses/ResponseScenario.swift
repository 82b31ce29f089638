import Quantities
import Scenarios

/// The text of a scenario whose world is drawn from measured cells.
struct ResponseScenario {
    let measured: ResponseCells
    /// Angle and the arm that stands for it.
    let angles: [Named<String>]
    let source: String
    let marginUSD: Double?
    let sendUSD: Double?

    /// The whole file.
    var text: String {
        (provenance + [""] + world + [""] + assumptions + [""] + sweep).joined(separator: "\n") + "\n"
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
            "A line marked 'assumption' is not in the data: put your own value there.",
        ]
        if !measured.constantAttributes.isEmpty {
            lines.append(
                "Left out, having one value only: \(measured.constantAttributes.joined(separator: ", ")).")
        }
        return lines.map { "# " + $0 }
    }

    private var world: [String] {
        let attributes = "[" + measured.attributes.map(Quoted.text).joined(separator: ", ") + "]"
        var lines = [
            "description: " + Quoted.text("A world drawn from the measured results of \(measured.outcome)."),
            "seed: 1",
            "",
            "audience:",
            "  from: \(ResponseModel.cellsFile)   # all \(customers) units of the cells, each a customer",
            "",
            "segmentation:",
            "  dimensions: \(attributes)",
            "  depth: \(depth)   # at full depth no profile could change",
            "",
            "profile:",
            "  attributes: \(attributes)",
            "",
            "privacy: {k: \(min(50, customers))}",
            "",
            "response:",
            "  from: results",
            "  outcome: \(Quoted.text(measured.outcome))",
            "  control_arm: \(Quoted.text(control.name))   # what a hold-out customer gets",
            "  angles: [" + angles.map { Quoted.text($0.name) }.joined(separator: ", ") + "]",
            "  arms:   # each angle is one arm's mail; its name decides the mock's sentences, not its effect",
        ]
        for angle in angles {
            let note = angle.value == control.name ? "   # no effect: the copy that the control got" : ""
            lines.append("    \(Quoted.text(angle.name)): \(Quoted.text(angle.value))\(note)")
        }
        let note =
            marginUSD == nil ? "assumption: what one \(measured.outcome) is worth" : "as given with --margin"
        lines.append("  margin_usd: \(Quoted.number(marginUSD ?? 1))   # \(note)")
        return lines
    }

    private var assumptions: [String] {
        let price = sendUSD == nil ? "assumption: price of one mail" : "as given with --cost"
        return [
            "prices: {send_usd: \(Quoted.number(sendUSD ?? 0.001))}   # \(price)",
            "",
            "drift: {kernel: within_class, weekly_rate: 0.02}   # assumption: the data are of one date",
            "campaign: {brief_changes_every: never}   # assumption: a standing brief",
            "experiment: {generic: 0.1, holdout: 0}   # assumption: the test inside every campaign",
            "limits: {bedrock_tokens_per_minute: 200000}   # assumption: your account's quota",
        ]
    }

    private var sweep: [String] {
        let depths = (1...min(depth, 6)).map(String.init).joined(separator: ", ")
        return [
            "sweep:",
            "  vary: {segmentation.depth: [\(depths)]}",
            "  replications: 20",
            "  side_replications: 4",
            "",
            "uncertainty:",
            "  response.knowledge: [0.2, 0.8]   # assumption: what the writer knows of these effects",
            "  drift.weekly_rate: [0.005, 0.05]   # assumption",
        ]
    }
}

/// Values as YAML writes them.
enum Quoted {
    /// Plain where it can mean nothing else, otherwise in JSON's double quotes, which are YAML's too.
    static func text(_ text: String) -> String {
        let isPlain =
            text.first.map { $0.isASCII && $0.isLetter } == true
            && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
            && !["true", "false", "yes", "no", "on", "off", "null", "y", "n"].contains(text.lowercased())
        return isPlain ? text : JSONValue.string(text).text()
    }

    /// The shortest text that reads back as the same number.
    static func number(_ value: Double) -> String { JSONValue.number(value).text() }
}
