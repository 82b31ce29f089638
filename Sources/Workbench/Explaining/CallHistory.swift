import Audiences
import Encodings
import Quantities

/// The calls of one segment in one campaign, as the journal has them: when, how long each waited and for what, what
/// became of its answer, and what it cost.
struct CallHistory {
    private struct Call {
        var call: LineageCall
        var line: JournalLineReader.Call
        var bodies: (request: JSONValue, response: JSONValue)
        var end: Int
    }

    private let reader: LineageReader
    private let table: CampaignTable
    private let record: JSONValue
    private let calls: [Call]

    init(reader: LineageReader, table: CampaignTable, record: JSONValue) {
        self.reader = reader
        self.table = table
        self.record = record
        calls = (record["calls"]?.array ?? []).compactMap(LineageCall.init).compactMap { call in
            let bytes = reader.journalLine(offset: call.offset, length: call.length)
            guard let line = try? reader.journalLines.read(bytes) else { return nil }
            let value = try? JSONParser.parse(bytes)
            // The answer to a batch job is of many segments.
            let isOwn = line.segment != nil
            return Call(
                call: call, line: line,
                bodies: (
                    isOwn ? value?["request"] ?? .null : .null, isOwn ? value?["response"] ?? .null : .null
                ),
                end: Int((line.time + line.serviceTime).nanoseconds))
        }
    }

    /// When the last model's answer before an instant was there, in nanoseconds.
    func lastAnswer(before instant: Int) -> Int? {
        calls.filter { $0.line.service == .bedrock && $0.end <= instant }.map(\.end).max()
    }

    var json: JSONValue {
        var personaChecks = (record["persona"]?["checks"]?.array ?? [])[...]
        var copyChecks = (record["copy"]?["checks"]?.array ?? [])[...]
        return .array(
            calls.indices.map { place in
                let (call, line) = (calls[place].call, calls[place].line)
                var check: JSONValue?
                if line.status == 200 {
                    if line.service == .cortex { check = personaChecks.popFirst() }
                    if line.service == .bedrock { check = copyChecks.popFirst() }
                }
                let wait = wait(place)
                return .members([
                    "sequence": .integer(call.sequence), "service": .string(line.service.rawValue),
                    "operation": .string(line.operation), "status": .integer(line.status),
                    "at_s": .number(Double(line.time.nanoseconds) / 1e9),
                    "service_time_s": .number(line.serviceTime.inSeconds),
                    "waited_s": .optional(wait?.seconds), "waited_for": .text(wait?.reason),
                    "answer": check ?? .null, "usage": .array(call.charges.map(usage)),
                    "cost_usd": .number(call.cost.usd), "cost_picousd": .money(call.cost),
                    "request": calls[place].bodies.request, "response": calls[place].bodies.response,
                ])
            })
    }

    private func usage(_ charge: LineageCall.Charge) -> JSONValue {
        guard reader.billed.indices.contains(charge.amount.line) else { return .null }
        let price = reader.billed[charge.amount.line].description
        guard case .object(let members) = price else { return price }
        return .object(
            members + [
                .init("quantity", .integer(charge.amount.quantity)),
                .init("cost_usd", .number(charge.cost.usd)),
                .init("cost_picousd", .money(charge.cost)),
            ])
    }

    /// How long a model's or a function's call waited since the segment's stage began or its call before ended.
    private func wait(_ place: Int) -> (seconds: Double, reason: String)? {
        let line = calls[place].line
        func isStage(_ service: Meter.Service) -> Bool {
            line.service == .cortex ? service == .cortex : service == .lambda || service == .bedrock
        }
        guard [.cortex, .lambda, .bedrock].contains(line.service), line.operation != "finish" else {
            return nil
        }
        let earlier = calls[..<place].last { isStage($0.line.service) && $0.line.operation != "finish" }
        let now = Int(line.time.nanoseconds)
        guard let earlier else {
            let start = table.document[line.service == .cortex ? "personas_from_ns" : "copies_from_ns"]?
                .integer
            let reason = line.operation == "get_batch_job" ? "batch job" : "a free place"
            return start.map { (Double(now - $0) / 1e9, reason) }
        }
        let reason =
            switch earlier.line.status {
            case 429: "quota"
            case 200: line.service == .lambda ? "review" : "a free place"
            default: "retry"
            }
        return (Double(now - earlier.end) / 1e9, reason)
    }
}
