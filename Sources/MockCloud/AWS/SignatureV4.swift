import Quantities

/// AWS's Signature Version 4, checked as the service checks it, but for the age of the request: time is virtual here.
struct SignatureV4: Sendable {
    var accessKey: String
    var secret: String

    /// What is wrong with a request's signature; nil if nothing is.
    func problem(_ request: WireRequest, body: [UInt8]) -> (code: String, message: String)? {
        guard let header = request.headers["Authorization"] else {
            return ("MissingAuthenticationTokenException", "Missing Authentication Token")
        }
        guard let given = Authorization(header) else {
            return ("IncompleteSignatureException", "The Authorization header is no AWS4-HMAC-SHA256 signature.")
        }
        guard given.accessKey == accessKey else {
            return (
                "UnrecognizedClientException", "The security token included in the request is invalid."
            )
        }
        guard let date = request.headers["X-Amz-Date"], date.hasPrefix(given.day) else {
            return ("IncompleteSignatureException", "The request lacks an X-Amz-Date of the credential's day.")
        }
        let isS3 = given.service == "s3"
        let canonical = canonicalRequest(request, given, body, doublesEncoding: !isS3)
        let text = [
            "AWS4-HMAC-SHA256", date, given.scope, SHA256.hex(Array(canonical.utf8)),
        ].joined(separator: "\n")
        var key = Array(("AWS4" + secret).utf8)
        for part in [given.day, given.region, given.service, "aws4_request"] {
            key = HMAC.sha256(key: key, Array(part.utf8))
        }
        let signature = HMAC.hex(HMAC.sha256(key: key, Array(text.utf8)))
        guard signature == given.signature else {
            return (
                isS3 ? "SignatureDoesNotMatch" : "InvalidSignatureException",
                "The request signature we calculated does not match the signature you provided. Check your AWS Secret "
                    + "Access Key and signing method."
            )
        }
        return nil
    }

    private func canonicalRequest(
        _ request: WireRequest, _ given: Authorization, _ body: [UInt8], doublesEncoding: Bool
    ) -> String {
        let parts = request.target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let path = parts.first.map(String.init) ?? "/"
        let query = request.query.map {
            (PercentEncoding.encoded($0.name), PercentEncoding.encoded($0.value))
        }.sorted { $0 < $1 }.map { $0.0 + "=" + $0.1 }.joined(separator: "&")
        let headers = given.signedHeaders.map { name -> String in
            let value = request.headers[name] ?? ""
            return name + ":" + value.split(separator: " ").joined(separator: " ") + "\n"
        }.joined()
        let hash = request.headers["X-Amz-Content-SHA256"] ?? SHA256.hex(body)
        return [
            request.method, doublesEncoding ? PercentEncoding.encoded(path, keepsSlash: true) : path, query, headers,
            given.signedHeaders.joined(separator: ";"), hash,
        ].joined(separator: "\n")
    }

    /// The parts of an Authorization header.
    private struct Authorization {
        var accessKey: String
        var day: String
        var region: String
        var service: String
        var signedHeaders: [String]
        var signature: String
        var scope: String { [day, region, service, "aws4_request"].joined(separator: "/") }

        init?(_ header: String) {
            guard header.hasPrefix("AWS4-HMAC-SHA256 ") else { return nil }
            var credential: [String] = []
            var headers: [String] = []
            var signature = ""
            for part in header.dropFirst("AWS4-HMAC-SHA256 ".count).split(separator: ",") {
                let pair = part.split(separator: "=", maxSplits: 1).map { $0.filter { $0 != " " } }
                guard pair.count == 2 else { return nil }
                switch pair[0] {
                case "Credential": credential = pair[1].split(separator: "/").map(String.init)
                case "SignedHeaders": headers = pair[1].split(separator: ";").map(String.init)
                case "Signature": signature = pair[1]
                default: return nil
                }
            }
            guard credential.count == 5, credential[4] == "aws4_request", headers.contains("host") else {
                return nil
            }
            accessKey = credential[0]
            day = credential[1]
            region = credential[2]
            service = credential[3]
            signedHeaders = headers
            self.signature = signature
        }
    }
}

/// Keyed hashes (RFC 2104).
enum HMAC {
    static func sha256(key: [UInt8], _ message: [UInt8]) -> [UInt8] {
        var block = key.count > 64 ? bytes(SHA256.hex(key)) : key
        block += Array(repeating: 0, count: 64 - block.count)
        let inner = bytes(SHA256.hex(block.map { $0 ^ 0x36 } + message))
        return bytes(SHA256.hex(block.map { $0 ^ 0x5c } + inner))
    }

    static func hex(_ bytes: [UInt8]) -> String {
        var out: [UInt8] = []
        let digits = Array("0123456789abcdef".utf8)
        for byte in bytes { out += [digits[Int(byte >> 4)], digits[Int(byte & 15)]] }
        return String(decoding: out, as: UTF8.self)
    }

    private static func bytes(_ hex: String) -> [UInt8] {
        let digits = Array(hex.utf8).compactMap(PercentEncoding.hexadecimal)
        return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }
}
