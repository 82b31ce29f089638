import ArgumentParser
import Encodings
import Reporting
import Scenarios
import Terminal
import Workbench

/// `finegrain estimate`: closed forms, no simulation of weeks.
struct EstimateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "estimate", abstract: "Hit rates and costs in closed form, where one holds.",
        discussion:
            "Where no closed form holds (hysteresis, smoothing, publication rule, within-class drift), it says why."
    )

    @OptionGroup var common: CommonOptions

    @Option(
        name: .customLong("vary"),
        help: ArgumentHelp("Vary a field of the scenario. May be repeated.", valueName: "path=v1,v2"))
    var variations: [String] = []

    func run() throws {
        let workspace = try common.workspace()
        let plan = try SweepPlan(
            scenario: workspace.scenario, options: try variations.map(ScenarioFile.variation))
        let document = EstimateDocument(
            try Estimator(workspace: workspace, plan: plan, jobs: common.jobs).run())
        switch common.format {
        case .table: print(document.table)
        case .json: print(document.json.text(indent: 2))
        case .csv: print(document.csv, terminator: "")
        }
    }
}
