import CZlib
package import Encodings
package import Quantities

/// Frames of `application/vnd.amazon.eventstream`: a prelude with lengths and its checksum, headers, payload, checksum.
package enum EventStream {
    package static let contentType = "application/vnd.amazon.eventstream"

    /// An event with a JSON payload.
    package static func event(_ name: String, _ payload: JSONValue, due: SimulatedDuration) -> WireFrame {
        WireFrame(
            message(
                [
                    (":event-type", name), (":content-type", "application/json"), (":message-type", "event"),
                ], payload: Array(payload.text().utf8)), due: due)
    }

    /// An error in the middle of a stream; the name starts in lower case.
    package static func exception(_ name: String, _ message: String, due: SimulatedDuration) -> WireFrame {
        WireFrame(
            self.message(
                [
                    (":exception-type", name), (":content-type", "application/json"),
                    (":message-type", "exception"),
                ], payload: Array(JSONValue.members(["message": .string(message)]).text().utf8)), due: due)
    }

    /// One message. Integers are big-endian, checksums CRC-32 of IEEE 802.3.
    package static func message(_ headers: [(name: String, value: String)], payload: [UInt8]) -> [UInt8] {
        var block: [UInt8] = []
        for header in headers {
            block.append(UInt8(header.name.utf8.count))
            block += header.name.utf8
            block.append(7)
            let count = UInt16(header.value.utf8.count)
            block += [UInt8(count >> 8), UInt8(count & 0xff)]
            block += header.value.utf8
        }
        var out: [UInt8] = []
        out.reserveCapacity(16 + block.count + payload.count)
        append(UInt32(16 + block.count + payload.count), to: &out)
        append(UInt32(block.count), to: &out)
        append(checksum(out), to: &out)
        out += block
        out += payload
        append(checksum(out), to: &out)
        return out
    }

    private static func append(_ word: UInt32, to out: inout [UInt8]) {
        for shift in [24, 16, 8, 0] { out.append(UInt8(truncatingIfNeeded: word >> UInt32(shift))) }
    }

    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        UInt32(bytes.withUnsafeBufferPointer { crc32(0, $0.baseAddress, UInt32($0.count)) })
    }
}
