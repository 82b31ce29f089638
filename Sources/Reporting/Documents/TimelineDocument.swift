import Campaigns
import Encodings
import Scenarios
import Workbench

/// The first and the last campaign of the subject row in the first world, stage by stage, in hours after the start.
struct TimelineDocument {
    struct Stage {
        var name: String
        var begin: Double
        var end: Double
        var count: Int
    }

    struct Campaign {
        /// Counted from one.
        var index: Int
        var sendHours: Double
        /// Stages in which something happened.
        var stages: [Stage]
    }

    let campaigns: [Campaign]

    init(_ result: SweepResult) {
        guard let subject = result.decision.subject, result.cells.indices.contains(subject - 1),
            let cell = result.cells[subject - 1].first
        else {
            campaigns = []
            return
        }
        campaigns = zip([1, result.scenario.run.campaigns], cell.timelines).map { index, timeline in
            Campaign(
                index: index, sendHours: timeline.hours(timeline.send),
                stages: CampaignTimeline.Stage.allCases.compactMap { stage in
                    timeline[stage].map {
                        Stage(
                            name: stage.rawValue, begin: timeline.hours($0.begin),
                            end: timeline.hours($0.end),
                            count: $0.count)
                    }
                })
        }
    }

    var json: JSONValue {
        .array(
            campaigns.map { campaign in
                .members([
                    "campaign": .integer(campaign.index), "send_hours": .number(campaign.sendHours),
                    "stages": .array(
                        campaign.stages.map {
                            .members([
                                "stage": .string($0.name), "begin_hours": .number($0.begin),
                                "end_hours": .number($0.end), "events": .integer($0.count),
                            ])
                        }),
                ])
            })
    }
}
