import Encodings
import MockWire
import Quantities

/// One call as a line of JSON.
struct JournalLine {
    let record: CallRecord
    let bodyBytes: Int

    func append(to bytes: inout [UInt8]) {
        bytes.append(contentsOf: json.text().utf8)
        bytes.append(UInt8(ascii: "\n"))
    }

    private var json: JSONValue {
        let answer = record.answer
        return .members([
            "sequence": .integer(record.sequence), "time_ns": .integer(Int(record.time.nanoseconds)),
            "service": record.service.map { .string($0.rawValue) } ?? .null,
            "operation": .string(record.operation), "method": .string(record.request.method),
            "target": .string(record.request.target), "status": .integer(answer.status),
            "service_time_ns": .integer(Int(answer.serviceTime.nanoseconds)),
            "occurrence": .integer(record.occurrence),
            "usage": .array(
                answer.usage.amounts.map { amount in
                    .members([
                        "service": .string(amount.meter.service.rawValue), "sku": .string(amount.meter.sku),
                        "kind": .string(amount.meter.kind.rawValue),
                        "tier": .string(amount.meter.tier.rawValue), "quantity": .integer(amount.quantity),
                    ])
                }),
            "request": body(record.requestBody), "response": body(answer.body.bytes),
        ])
    }

    /// Text as it is; what is long or no text as its hash.
    private func body(_ bytes: [UInt8]) -> JSONValue {
        if bytes.isEmpty { return .null }
        if bytes.count <= bodyBytes, let text = String(validating: bytes, as: UTF8.self) {
            return .string(text)
        }
        return .members(["sha256": .string(SHA256.hex(bytes)), "bytes": .integer(bytes.count)])
    }
}
