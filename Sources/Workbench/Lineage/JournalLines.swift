import Encodings
import Quantities
public import ServiceModels

/// The journal as JSON lines: what was asked and answered, in order.
public struct JournalLines: Sendable {
    public let bytes: [UInt8]
    /// Where each line begins, and the end of the last.
    public let offsets: [Int]

    public static let file = "journal.jsonl"

    public init(_ journal: Journal) {
        var bytes: [UInt8] = []
        var offsets = [0]
        offsets.reserveCapacity(journal.entries.count + 1)
        for entry in journal.entries {
            bytes.append(contentsOf: JournalLines.line(entry).utf8)
            bytes.append(UInt8(ascii: "\n"))
            offsets.append(bytes.count)
        }
        self.bytes = bytes
        self.offsets = offsets
    }

    public var text: String { String(decoding: bytes, as: UTF8.self) }

    private static func line(_ entry: Journal.Entry) -> String {
        let usage = entry.usage.amounts.map {
            JSONValue.Member($0.meter.journalName, .integer($0.quantity))
        }
        return JSONValue.members([
            "sequence": .integer(entry.sequence), "time_ns": .integer(Int(entry.time.nanoseconds)),
            "service": .string(entry.service.rawValue), "operation": .string(entry.operation),
            "entity": .string(String(entry.entity)), "status": .integer(entry.status),
            "service_time_ns": .integer(Int(entry.serviceTime.nanoseconds)), "usage": .object(usage),
            "request": entry.requestBody.map { .string($0) } ?? .null,
            "response": entry.responseBody.map { .string($0) } ?? .null,
        ]).text()
    }
}

extension Meter {
    /// The meter within a line of its service: `sku/kind`, with the tier behind it where it is not the standard one.
    var journalName: String {
        "\(sku)/\(kind.rawValue)" + (tier == .standard ? "" : "." + tier.rawValue)
    }
}
