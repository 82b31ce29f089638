public import MockCloud
import Quantities

/// The journal as JSON lines: what was asked and answered, in order.
public struct JournalLines {
    private let journal: Journal

    public init(_ journal: Journal) { self.journal = journal }

    public var text: String {
        var text = ""
        for entry in journal.entries {
            let usage = entry.usage.amounts.map { amount in
                let tier = amount.meter.tier == .standard ? "" : "." + amount.meter.tier.rawValue
                return JSONValue.Member(
                    "\(amount.meter.sku)/\(amount.meter.kind.rawValue)\(tier)", .integer(amount.quantity))
            }
            text +=
                JSONValue.members([
                    "sequence": .integer(entry.sequence), "time_ns": .integer(Int(entry.time.nanoseconds)),
                    "service": .string(entry.service.rawValue), "operation": .string(entry.operation),
                    "entity": .string(String(entry.entity)), "status": .integer(entry.status),
                    "service_time_ns": .integer(Int(entry.serviceTime.nanoseconds)), "usage": .object(usage),
                    "request": entry.requestBody.map { .string($0) } ?? .null,
                    "response": entry.responseBody.map { .string($0) } ?? .null,
                ]).text() + "\n"
        }
        return text
    }
}
