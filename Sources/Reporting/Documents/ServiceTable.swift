import Campaigns
import Encodings
import Quantities
import Workbench

/// What services refused in a single run, by service, and what it took to go on.
struct ServiceTable {
    let records: [CampaignRecord]

    static func json(_ tally: ServiceTally) -> JSONValue {
        .object(
            tally.called.map { service, line in
                .init(
                    service.rawValue,
                    .members([
                        "calls": .integer(line.calls), "throttled": .integer(line.throttled),
                        "refused": .integer(line.refused), "timed_out": .integer(line.timedOut),
                        "retries": .integer(line.retries), "given_up": .integer(line.givenUp),
                        "waited_s": .number(line.waited.inSeconds),
                    ]))
            })
    }

    /// All campaigns together; empty where every call was answered.
    var text: String {
        let lines = Meter.Service.allCases.compactMap { service -> [String]? in
            let all = records.map { $0.services[service] }
            func sum(_ count: (ServiceTally.Line) -> Int) -> Int { all.reduce(0) { $0 + count($1) } }
            let numbers = [
                sum(\.throttled), sum(\.refused), sum(\.timedOut), sum(\.retries), sum(\.givenUp),
            ]
            guard numbers.contains(where: { $0 > 0 }) else { return nil }
            let waited = all.reduce(0) { $0 + $1.waited.inSeconds }
            return [service.rawValue, Digits.grouped(Double(sum(\.calls)), 0)]
                + numbers.map { Digits.grouped(Double($0), 0) } + [Digits.fixed(waited / 3_600, 2)]
        }
        guard !lines.isEmpty else { return "" }
        let failures = records.reduce(into: FailureTally()) { $0.merge($1.failures) }
        let reasons = FailureTally.Reason.allCases.filter { failures[$0] > 0 }.map {
            TextTable.wrapped("\(Digits.grouped(Double(failures[$0]), 0)) x \($0.rawValue)", indent: "  ")
        }
        let table = TextTable(
            header: [
                ["service", "calls", "throttled", "refused", "late", "retries", "given up", "waited h"]
            ],
            rows: lines)
        return ([FaultTable.title, table.text] + reasons).joined(separator: "\n")
    }
}
