import Audiences
import Campaigns
import Encodings
import Foundation
import Quantities

/// Reads the lines that `JournalLines` writes, up to their bodies, into units of the invoice's lines.
///
/// Strict about order and form, so that a line that was edited is not taken for one that was written.
struct JournalLineReader {
    struct Call {
        var sequence: Int
        var time: SimulatedInstant
        var service: Meter.Service
        var operation: String
        /// Who asked for it alone; nil for a shared call.
        var segment: SegmentIdentity?
        var status: Int
        var serviceTime: SimulatedDuration
        var amounts: [ChargeBuilder.Amount]
    }

    enum Failure: Error {
        case malformed
        /// The invoice has no line for a meter.
        case unknownMeter(String)
    }

    /// The service and the name of each line of the invoice, as bytes of JSON.
    private let meters: [(service: String, name: [UInt8])]
    private let services: [(service: Meter.Service, name: [UInt8])]

    init(_ billed: [BilledMeter]) {
        meters = billed.map {
            ($0.service, Array(JSONValue.string($0.name).text().utf8.dropFirst().dropLast()))
        }
        services = Meter.Service.allCases.map { ($0, Array($0.rawValue.utf8)) }
    }

    /// - Complexity: O(bytes before the bodies).
    func read(_ line: UnsafeBufferPointer<UInt8>) throws(Failure) -> Call {
        var cursor = Cursor(bytes: line)
        let sequence = try cursor.integer(after: "{\"sequence\":")
        let time = try cursor.integer(after: ",\"time_ns\":")
        let name = try cursor.quoted(after: ",\"service\":\"")
        let operation = try cursor.quoted(after: ",\"operation\":\"")
        let entity = try cursor.integer(after: ",\"entity\":\"")
        let status = try cursor.integer(after: "\",\"status\":")
        let serviceTime = try cursor.integer(after: ",\"service_time_ns\":")
        guard let service = services.first(where: { $0.name.elementsEqual(line[name]) })?.service,
            cursor.take(",\"usage\":{")
        else { throw .malformed }
        var amounts: [ChargeBuilder.Amount] = []
        while !cursor.take("}") {
            let meter = try cursor.quoted(after: amounts.isEmpty ? "\"" : ",\"")
            let quantity = try cursor.integer(after: ":")
            guard
                let place = meters.firstIndex(where: {
                    $0.service == service.rawValue && $0.name.elementsEqual(line[meter])
                })
            else { throw .unknownMeter(String(decoding: line[meter], as: UTF8.self)) }
            amounts.append(.init(line: place, quantity: quantity))
        }
        guard cursor.take(",\"request\":") else { throw .malformed }
        let text = String(decoding: line[operation], as: UTF8.self)
        return Call(
            sequence: sequence, time: SimulatedInstant(nanoseconds: Int64(time)), service: service,
            operation: text, segment: CallOwner.segment(of: service, text, entity: UInt64(entity)),
            status: status, serviceTime: SimulatedDuration(nanoseconds: Int64(serviceTime)), amounts: amounts)
    }

    func read(_ line: [UInt8]) throws(Failure) -> Call {
        let result = line.withUnsafeBufferPointer { bytes in
            Result { () throws(Failure) in try read(bytes) }
        }
        return try result.get()
    }

    private struct Cursor {
        let bytes: UnsafeBufferPointer<UInt8>
        var position = 0

        mutating func take(_ text: StaticString) -> Bool {
            let count = text.utf8CodeUnitCount
            guard position + count <= bytes.count,
                memcmp(bytes.baseAddress! + position, text.utf8Start, count) == 0
            else { return false }
            position += count
            return true
        }

        /// Digits without a sign or leading zeros.
        mutating func integer(after text: StaticString) throws(Failure) -> Int {
            guard take(text) else { throw .malformed }
            let start = position
            var value = 0
            while position < bytes.count, case let digit = bytes[position] &- 0x30, digit <= 9 {
                let (tens, tooLarge) = value.multipliedReportingOverflow(by: 10)
                let (sum, overflow) = tens.addingReportingOverflow(Int(digit))
                guard !tooLarge, !overflow else { throw .malformed }
                value = sum
                position += 1
            }
            let count = position - start
            guard count > 0, count == 1 || bytes[start] != 0x30 else { throw .malformed }
            return value
        }

        /// What stands before the next quotation mark, which is stepped over.
        mutating func quoted(after text: StaticString) throws(Failure) -> Range<Int> {
            guard take(text) else { throw .malformed }
            let start = position
            while position < bytes.count, bytes[position] != UInt8(ascii: "\"") {
                position += bytes[position] == UInt8(ascii: "\\") ? 2 : 1
            }
            guard position < bytes.count else { throw .malformed }
            position += 1
            return start..<position - 1
        }
    }
}
