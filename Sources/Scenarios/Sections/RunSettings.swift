/// How long a run lasts.
public struct RunSettings: ScenarioSection {
    /// Campaigns in the run; default 26 (half a year, weekly). At least two: the first is all misses.
    public var campaigns = 26
    /// Hours from one campaign to the next; default 168 (a week). Weekly drift, departures and arrivals are scaled to it.
    public var intervalHours = 168
    /// Hours after Monday 00:00 at which the export starts; default 8.
    public var startHour = 8
    /// Hours from the export to the send, which is the reviewers' deadline; default 72.
    public var sendAfterHours = 72

    public init() {}

    public static let fields: [Field<Self>] = [
        .scalar(
            "campaigns", \.campaigns, .integer(2...520), unit: "campaigns",
            "Campaigns in the run; the first is all misses, so at least two."),
        .scalar(
            "interval_hours", \.intervalHours, .integer(24...8_760), unit: "h",
            "Time from one campaign to the next; weekly drift, departures and arrivals are scaled to it."),
        .scalar(
            "start_hour", \.startHour, .integer(0...167), unit: "h after Monday 00:00",
            "When the export starts."),
        .scalar(
            "send_after_hours", \.sendAfterHours, .integer(1...8_760), unit: "h",
            "Time from the export to the send; copy not decided by then is late."),
    ]
}
