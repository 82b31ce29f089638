import CZlib
import Encodings
import Foundation
import MockWire

/// Checks the digests that a client sent along with a body.
enum S3Checksum {
    /// Checks all of them.
    /// - Returns: the header of `x-amz-checksum-`, to be kept with the object.
    static func verify(_ request: S3Request, body: [UInt8]) throws(S3Error) -> WireHeader? {
        try verifyPayload(request, body)
        try verifyMD5(request, body)
        let sent = request.wire.headers.filter {
            let name = $0.name.lowercased()
            return name.hasPrefix("x-amz-checksum-")
                && !["x-amz-checksum-mode", "x-amz-checksum-type"].contains(name)
                && name != "x-amz-checksum-algorithm"
        }
        guard let header = sent.first else { return nil }
        guard sent.count == 1 else {
            throw .invalidRequest(
                "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.")
        }
        let name = header.name.lowercased()
        let computed: [UInt8]
        switch name {
        case "x-amz-checksum-crc32": computed = crc32(of: body)
        case "x-amz-checksum-sha1": computed = SHA1.digest(body)
        case "x-amz-checksum-sha256": computed = bytes(hex: SHA256.hex(body))
        default: throw .notImplemented("header", name)
        }
        guard let wanted = Data(base64Encoded: header.value), wanted.count == computed.count else {
            throw .invalidRequest("Value for \(name) header is invalid.")
        }
        guard Array(wanted) == computed else {
            throw .badDigest(name.dropFirst("x-amz-checksum-".count).uppercased())
        }
        return WireHeader(name, header.value)
    }

    /// A checksum as an element of a listing: `ChecksumSHA256` and the like.
    static func elements(_ header: WireHeader?) -> [Markup] {
        guard let header else { return [] }
        return [
            Markup("Checksum" + header.name.dropFirst("x-amz-checksum-".count).uppercased(), header.value)
        ]
    }

    /// The hash that the signature covers; bodies in signed chunks are refused by name.
    private static func verifyPayload(_ request: S3Request, _ body: [UInt8]) throws(S3Error) {
        let encoding = request.header("Content-Encoding") ?? ""
        guard let sent = request.header("x-amz-content-sha256") else { return }
        if sent.hasPrefix("STREAMING-") || encoding.contains("aws-chunked") {
            throw .notImplemented("header", "x-amz-content-sha256: " + sent + " (aws-chunked bodies)")
        }
        guard sent != "UNSIGNED-PAYLOAD", sent.utf8.count == 64, sent != SHA256.hex(body) else { return }
        throw S3Error(
            "XAmzContentSHA256Mismatch", 400,
            "The provided 'x-amz-content-sha256' header does not match what was computed.",
            details: [
                Markup("ClientComputedContentSHA256", sent),
                Markup("S3ComputedContentSHA256", SHA256.hex(body)),
            ])
    }

    private static func verifyMD5(_ request: S3Request, _ body: [UInt8]) throws(S3Error) {
        guard let sent = request.header("Content-MD5") else { return }
        guard let wanted = Data(base64Encoded: sent), wanted.count == 16 else {
            throw S3Error("InvalidDigest", 400, "The Content-MD5 you specified was invalid.")
        }
        if Array(wanted) != MD5.digest(body) { throw .badDigest("Content-MD5") }
    }

    /// CRC-32 of IEEE 802.3, big-endian.
    static func crc32(of body: [UInt8]) -> [UInt8] {
        let sum = body.withUnsafeBufferPointer { CZlib.crc32(0, $0.baseAddress, UInt32($0.count)) }
        return [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: sum >> UInt($0)) }
    }

    private static func bytes(hex: String) -> [UInt8] {
        let digits = hex.utf8.map { PercentEncoding.hexadecimal($0) ?? 0 }
        return stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }
}
