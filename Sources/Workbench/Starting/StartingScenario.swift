import Encodings
import Tabular

/// The text of a scenario for a table of customers, with placeholders where only the user knows.
struct StartingScenario {
    /// Two dated exports from which drift is fitted.
    struct Exports {
        var old: String
        var new: String
        var identifier: String
        /// Weeks from the one to the other, when the names of the files tell.
        var weeks: Double?
    }

    let point: StartingPoint
    /// The customers' file as the scenario names it, and as the user did.
    let audience: String
    let file: String
    let scenarioFile: String
    let exports: Exports?
    /// The world when the cells hold measured results, and whether its control arm is a guess.
    let response: MeasuredResponse?
    let isControlGuessed: Bool
    /// What the user should know beside: why results cannot be used, how to use them.
    let remarks: [String]

    private var cutting: [StartingAttribute] { Array(point.attributes.prefix(point.finest)) }

    /// The whole file.
    var text: String {
        var text = ScenarioText()
        text.comment(
            "How finely to segment the \(WrittenNumber.grouped(point.customers)) customers of \(file). "
                + "It runs as it is:")
        text.line("#     finegrain sweep \(ShellWord.quoted(scenarioFile))")
        text.comment(
            "'confirm:' marks a placeholder for what only you know: the answer is as good as your values there. "
                + "'assumption:' marks what nobody has measured. Everything else was read from the file.")
        for remark in remarks { text.comment(remark) }
        text.line("description: " + Quoted.text("Customers of \(file)"))
        text.line("seed: 1")
        text.blank()
        writeAudience(to: &text)
        text.blank()
        writeSegmentation(to: &text)
        text.blank()
        writeDrift(to: &text)
        text.line("cache: {bucket_width: 0.05, hysteresis: 1}")
        text.line(
            "experiment: {generic: 0.1, holdout: 0}", note: "a tenth gets the generic copy, to measure by")
        text.blank()
        writeResponse(to: &text)
        text.blank()
        text.userFigures(sendUSD: nil, wage: 60)
        text.blank()
        writeSweep(to: &text)
        return text.text
    }

    private func writeAudience(to text: inout ScenarioText) {
        text.line("audience:")
        text.line("  from: \(Quoted.text(audience))")
        if let exports {
            text.line("  id: \(Quoted.text(exports.identifier))", note: "joins the two exports")
        }
        let bands = point.attributes.compactMap { attribute -> Bands? in
            if case .bands(let bands) = attribute.cut { bands } else { nil }
        }
        if !bands.isEmpty, point.numbers != .plain {
            text.line(
                "  numbers: \(Quoted.text(point.numbers.rawValue))", note: "how the file writes numbers")
        }
        if !bands.isEmpty {
            text.line("  bands:", note: "about equally many customers in each; the outer ones are open")
            for band in bands { text.line("    - \(Quoted.text(band.text))") }
        }
        guard !point.leftOut.isEmpty else { return }
        text.comment("Left out:", indent: "  ")
        for column in point.leftOut {
            text.comment("  \(column.name.oneLine): \(column.reason)", indent: "  ", hanging: "    ")
        }
    }

    private func writeSegmentation(to text: inout ScenarioText) {
        text.line("segmentation:")
        let about = point.target.map { "about which arm is best by '\($0)'" } ?? "about the other attributes"
        text.comment(
            "First what tells most \(about) for the segments that it costs, given the dimensions above it: bits of "
                + "information per doubling of the number of segments (the equation is in docs/getting-started.md)."
                + (point.target == nil
                    ? " The file cannot say what customers respond to: if you know, put that first." : ""),
            indent: "  ")
        if point.steps.prefix(point.finest).allSatisfy({ $0.bitsPerDoubling < DimensionOrder.leastBits }) {
            text.comment(
                "They tell next to nothing here, so that this order is as good as any.", indent: "  ")
        }
        text.line("  dimensions:")
        for (place, attribute) in cutting.enumerated() {
            let step = point.steps[place]
            let name = Quoted.text(attribute.name)
            var about = attribute.classes.joined(separator: " | ").oneLine(160)
            about += "; \(StartingScenario.bits(step.bitsPerDoubling)); makes \(segments(step.segments))"
            if step.published < step.segments {
                about += ", \(segments(step.published)) of at least \(point.k) customers"
            }
            switch attribute.cut {
            case .values, .bands: text.line("    - \(name)", note: about)
            case .groups(let groups):
                text.line("    - attribute: \(name)", note: about)
                text.line("      bands:")
                for group in groups {
                    text.line(
                        "        - {name: \(Quoted.text(group.name)), levels: \(Quoted.list(group.levels))}")
                }
            }
        }
        let more = point.attributes.dropFirst(point.finest).map(\.name.oneLine)
        text.comment("To cut finer, add: \(more.joined(separator: ", ")).", indent: "  ", hanging: "  ")
        text.line("  depth: \(min(2, point.finest))", note: "for finegrain run; the sweep below varies it")
        text.blank()
        text.line(
            "profile:", note: "what a persona is told of a segment: the shares of its customers at each value"
        )
        text.line("  attributes: \(Quoted.list(point.attributes.map(\.name)))")
        text.blank()
        let note =
            point.k < StartingPoint.usualK
            ? "smallest segment that is published; 50 would leave too few of \(point.customers) customers"
            : "smallest segment that is published"
        text.line("privacy: {k: \(point.k)}", note: note)
    }

    private func segments(_ count: Int) -> String {
        (point.isSampled ? "about " : "") + "\(WrittenNumber.grouped(count)) segment\(count == 1 ? "" : "s")"
    }

    private static func bits(_ value: Double) -> String {
        Quoted.number((value * 1_000).rounded() / 1_000) + " bits"
    }

    private func writeDrift(to text: inout ScenarioText) {
        guard let exports else {
            text.line(
                "drift: {kernel: within_class, weekly_rate: 0.02}",
                assumption:
                    "one export shows no change; with an older one: finegrain init \(ShellWord.quoted(file)) --old OLDER.csv"
            )
            return
        }
        text.line("drift:", note: "fitted to what changed between the two exports")
        text.line("  from: \(Quoted.list([exports.old, exports.new]))")
        if let weeks = exports.weeks {
            text.line(
                "  weeks_between: \(Quoted.number(weeks))", note: "from the dates in the names of the files")
        } else {
            text.line("  weeks_between: 1", confirm: "weeks from the one export to the other")
        }
    }

    private func writeResponse(to text: inout ScenarioText) {
        if let response {
            response.write(to: &text, confirmsControl: isControlGuessed)
            return
        }
        text.line("response:")
        text.line(
            "  base_rate: 0.02",
            confirm: "outcomes, such as orders, per customer and mail with the generic copy")
        text.line("  margin_usd: 20", confirm: "what one outcome is worth in USD")
        text.line(
            "  lift: 0.04", assumption: "gain in outcomes if every customer got the copy that suits best")
        text.line(
            "  knowledge: 0.5",
            assumption: "correlation of what the writer believes with what customers prefer")
    }

    private func writeSweep(to text: inout ScenarioText) {
        text.line("sweep:")
        text.line("  vary: {segmentation.depth: \(Quoted.numbers(Array(1...point.finest)))}")
        text.blank()
        text.line("uncertainty:", note: "low and high values, to see what would change the answer")
        if response == nil {
            text.line("  response.lift: [0, 0.1]")
            text.line("  response.margin_usd: [10, 40]", confirm: "around your margin")
        }
        text.line("  response.knowledge: [0.2, 0.8]")
        text.line("  review.wage_usd_per_hour: [35, 90]")
        if exports == nil { text.line("  drift.weekly_rate: [0.005, 0.05]") }
    }
}
