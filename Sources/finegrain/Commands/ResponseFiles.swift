import Experiments
import Quantities
import Tabular
import Workbench

/// The measured effects of a file as the world of a scenario.
struct ResponseFiles {
    let files: [(name: String, text: String)]

    /// - Throws: bad input when there are no segments, or the metric is not of 0 and 1.
    init(_ readout: UpliftReadout, file: String) throws {
        let plan = readout.plan
        guard !plan.by.isEmpty else {
            throw FinegrainError.badInput(
                "a response model needs segments", remedy: "name their columns, coarse first", field: "--by")
        }
        let metric = readout.decisions.first?.metric ?? readout.metrics[0]
        guard let treatment = readout.roles.first(where: { $0.part == "treatment" })?.column else {
            throw FinegrainError.defect("a readout without a column of arms")
        }
        let cells =
            readout.isCells
            ? try CellTable(file: file).rolledUp(by: plan.by, file: file)
            : try CellCompressor(
                by: plan.by, arm: treatment, outcomes: [metric], covariates: [], bands: []
            ).compress(file: file)
        files = try ResponseModel(
            cells: cells, outcome: metric, control: readout.control, arms: readout.treatments,
            source: "\(readout.fileName), sha256 \(readout.sha256)", marginUSD: plan.margin(of: metric),
            sendUSD: plan.costUSD
        ).files
    }
}
