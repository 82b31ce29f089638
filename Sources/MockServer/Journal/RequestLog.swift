import Encodings
import Foundation
public import MockWire
import Quantities

/// Requests as JSON lines on standard error, without their bodies.
public final class RequestLog: CallObserver {
    public init() {}

    public func observe(_ record: CallRecord) {
        let line = JSONValue.members([
            "sequence": .integer(record.sequence), "time": .string(CivilTime(record.time).isoMilliseconds),
            "service": record.service.map { .string($0.rawValue) } ?? .null,
            "operation": .string(record.operation), "method": .string(record.request.method),
            "target": .string(record.request.target), "status": .integer(record.answer.status),
        ])
        FileHandle.standardError.write(Data((line.text() + "\n").utf8))
    }
}
