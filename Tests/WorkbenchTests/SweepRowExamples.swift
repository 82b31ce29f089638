import Campaigns
import Scenarios

@testable import Workbench

/// Rows made of given net values, for tests of the decision.
enum SweepRowExamples {
    static func row(
        _ segments: Double, _ nets: [Double], cost: Double = 0, hours: Double = 0, k: Int = 50,
        scenario: Scenario = Scenario()
    ) -> SweepRow {
        let cells = nets.map { net -> CellResult in
            var values = MetricValues()
            values[.segments] = segments
            values[.netValueUSD] = net
            values[.costUSD] = cost
            values[.reviewHours] = hours
            var record = CampaignRecord(index: 1)
            record.metrics = values
            return CellResult(campaigns: [record, record], invariants: InvariantLedger(), mails: 0)
        }
        var scenario = scenario
        scenario.run.campaigns = 2
        scenario.privacy.k = k
        return SweepRow(values: [], cells: cells, scenario: scenario)
    }

    static func baseline(_ worlds: Int) -> SweepRow {
        SweepRow.baseline(replications: worlds, scenario: Scenario())
    }

    static func decision(_ rows: [SweepRow], _ settings: DecisionSettings = DecisionSettings()) -> Decision {
        Decision(rows: [baseline(rows[0].netValues.count)] + rows, settings: settings)
    }
}
