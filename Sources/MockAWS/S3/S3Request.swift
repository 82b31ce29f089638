import Encodings
import MockWire

/// Bucket and key of a path-style request, taken from its raw target: keys may hold doubled and final
/// slashes.
struct S3Request {
    var bucket: String
    var key: String
    let query: [(name: String, value: String)]
    let wire: WireRequest

    init(_ request: WireRequest) {
        let path = request.target.prefix { $0 != "?" }.dropFirst()
        let parts = path.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        bucket = parts.first.map { PercentEncoding.decoded($0) } ?? ""
        key = parts.count > 1 ? PercentEncoding.decoded(parts[1]) : ""
        query = request.query
        wire = request
    }

    func header(_ name: String) -> String? { wire.headers[name] }

    func parameter(_ name: String) -> String? { query.first { $0.name == name }?.value }

    func has(_ name: String) -> Bool { query.contains { $0.name == name } }

    /// Headers of `x-amz-` that every operation takes.
    private static let common: Set<String> = [
        "x-amz-date", "x-amz-content-sha256", "x-amz-security-token", "x-amz-user-agent",
        "x-amz-sdk-checksum-algorithm", "x-amz-checksum-mode", "x-amz-expected-bucket-owner",
        "x-amz-request-payer", "x-amz-te", "x-amz-decoded-content-length", "x-amz-trailer",
        // Kept by no bucket here, and without effect on what is read back.
        "x-amz-acl", "x-amz-storage-class", "x-amz-server-side-encryption",
        "x-amz-bucket-object-lock-enabled",
        "x-amz-object-ownership",
    ]

    /// Parameters that are not the operation's, beside those of `x-amz-`: the client's name of it, and an old signature.
    private static let signing: Set<String> = [
        "x-id", "AWSAccessKeyId", "Expires", "Signature", "content-type", "content-md5",
    ]

    /// Refuses headers of `x-amz-` and parameters that the operation does not know.
    func check(parameters: Set<String> = [], headers: Set<String> = []) throws(S3Error) {
        for header in wire.headers {
            let name = header.name.lowercased()
            guard name.hasPrefix("x-amz-"), !S3Request.common.contains(name), !headers.contains(name),
                !(name.hasPrefix("x-amz-meta-") && headers.contains("x-amz-meta-")),
                !(name.hasPrefix("x-amz-checksum-") && headers.contains("x-amz-checksum-"))
            else { continue }
            throw .notImplemented("header", name)
        }
        for pair in query where !parameters.contains(pair.name) {
            // Signatures in the query are not the operation's, and `x-id` is the client's name of it.
            if S3Request.signing.contains(pair.name) || pair.name.lowercased().hasPrefix("x-amz-") {
                continue
            }
            throw .notImplemented("parameter", pair.name)
        }
        if let class_ = header("x-amz-storage-class"), class_ != "STANDARD" {
            throw .notImplemented("header", "x-amz-storage-class: " + class_)
        }
    }

    /// Names of 3 to 63 letters, digits, dots and hyphens that begin and end with a letter or digit.
    static func isBucketName(_ name: String) -> Bool {
        let bytes = Array(name.utf8)
        guard (3...63).contains(bytes.count), let first = bytes.first, let last = bytes.last else {
            return false
        }
        func isAlphanumeric(_ byte: UInt8) -> Bool {
            (0x30...0x39).contains(byte) || (0x61...0x7a).contains(byte)
        }
        return isAlphanumeric(first) && isAlphanumeric(last) && !name.contains("..")
            && bytes.allSatisfy { isAlphanumeric($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") }
            && !isAddress(bytes)
    }

    /// Four numbers with dots between, which no bucket may be called.
    private static func isAddress(_ bytes: [UInt8]) -> Bool {
        let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return parts.count == 4
            && parts.allSatisfy { part in
                (1...3).contains(part.count) && part.allSatisfy { (0x30...0x39).contains($0) }
            }
    }
}
