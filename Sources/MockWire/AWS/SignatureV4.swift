import Encodings

/// AWS's Signature Version 4, in a header or in a query, and S3's old one.
///
/// Checked as the service checks it, but for the age of the request and for when an address that was signed beforehand
/// expires: time is virtual here, and clients sign by their own clocks.
struct SignatureV4: Sendable {
    var accessKey: String
    var secret: String

    /// What is wrong with the signature of a request to a service; nil if nothing is.
    /// - Parameter service: AWS's name of the service that answers it.
    func problem(_ request: WireRequest, for service: String) -> SignatureProblem? {
        guard let scope = CredentialScope(request) else {
            let isTried =
                request.headers["Authorization"] != nil || request.parameter("X-Amz-Signature") != nil
            return isTried ? .incomplete("The request has no AWS4-HMAC-SHA256 signature.") : .missing
        }
        guard scope.accessKey == accessKey else { return .unknownKey }
        // What the cloud tells about who asks is at the door of SNS.
        guard scope.service == service || (service == "sns" && scope.service == "sts") else {
            return .scope(service)
        }
        if scope.isOld { return S3OldSignature(secret: secret).problem(request, scope) }
        do throws(SignatureProblem) {
            let given = try Given(request, scope)
            let hash = try payloadHash(request, scope)
            let text = [
                "AWS4-HMAC-SHA256", given.date, scope.text,
                SHA256.hex(Array(canonicalRequest(request, given, hash, scope).utf8)),
            ].joined(separator: "\n")
            var key = Array(("AWS4" + secret).utf8)
            for part in [scope.day, scope.region, scope.service, "aws4_request"] {
                key = HMAC.sha256(key: key, Array(part.utf8))
            }
            let signature = HMAC.hex(HMAC.sha256(key: key, Array(text.utf8)))
            return signature == given.signature ? nil : .mismatch(isS3: scope.service == "s3")
        } catch {
            return error
        }
    }

    /// The hash that the signature covers. S3 takes the client's word and compares it with the body; the other services
    /// hash the body themselves, and have no unsigned payloads.
    private func payloadHash(
        _ request: WireRequest, _ scope: CredentialScope
    ) throws(SignatureProblem) -> String {
        let sent = request.headers["X-Amz-Content-SHA256"]
        guard scope.service == "s3" else { return SHA256.hex(request.body) }
        if scope.isInQuery { return sent ?? "UNSIGNED-PAYLOAD" }
        guard let sent else { return SHA256.hex(request.body) }
        if sent.utf8.count == 64, sent != SHA256.hex(request.body) {
            throw SignatureProblem(
                code: "XAmzContentSHA256Mismatch",
                message: "The provided 'x-amz-content-sha256' header does not match what was computed.",
                status: 400)
        }
        return sent
    }

    private func canonicalRequest(
        _ request: WireRequest, _ given: Given, _ hash: String, _ scope: CredentialScope
    ) -> String {
        let parts = request.target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let path = parts.first.map(String.init) ?? "/"
        let query = request.query.filter { !scope.isInQuery || $0.name != "X-Amz-Signature" }.map {
            (PercentEncoding.encoded($0.name), PercentEncoding.encoded($0.value))
        }.sorted { $0 < $1 }.map { $0.0 + "=" + $0.1 }.joined(separator: "&")
        let headers = given.signedHeaders.map { name -> String in
            let value = request.headers[name] ?? ""
            return name + ":" + value.split(separator: " ").joined(separator: " ") + "\n"
        }.joined()
        let isS3 = scope.service == "s3"
        return [
            request.method, isS3 ? path : PercentEncoding.encoded(path, keepsSlash: true), query, headers,
            given.signedHeaders.joined(separator: ";"), hash,
        ].joined(separator: "\n")
    }

    /// Date, names of headers and signature, as the header or the query has them.
    private struct Given {
        var date: String
        var signedHeaders: [String] = []
        var signature = ""

        init(_ request: WireRequest, _ scope: CredentialScope) throws(SignatureProblem) {
            date =
                (scope.isInQuery ? request.parameter("X-Amz-Date") : request.headers["X-Amz-Date"]) ?? ""
            if scope.isInQuery {
                guard request.parameter("X-Amz-Algorithm") == "AWS4-HMAC-SHA256",
                    request.parameter("X-Amz-Expires").flatMap(Int.init) != nil
                else { throw .incomplete("The query lacks X-Amz-Algorithm or X-Amz-Expires.") }
                read("SignedHeaders", request.parameter("X-Amz-SignedHeaders") ?? "")
                read("Signature", request.parameter("X-Amz-Signature") ?? "")
            } else {
                let header = request.headers["Authorization"] ?? ""
                guard header.hasPrefix("AWS4-HMAC-SHA256 ") else {
                    throw .incomplete("The Authorization header is no AWS4-HMAC-SHA256 signature.")
                }
                for part in header.dropFirst("AWS4-HMAC-SHA256 ".count).split(separator: ",") {
                    let pair = part.split(separator: "=", maxSplits: 1).map { $0.filter { $0 != " " } }
                    if pair.count == 2 { read(pair[0], pair[1]) }
                }
            }
            guard date.hasPrefix(scope.day) else {
                throw .incomplete("The request lacks an X-Amz-Date of the credential's day.")
            }
            guard signedHeaders.contains("host"), !signature.isEmpty else {
                throw .incomplete("The signature is missing, or does not cover the host.")
            }
        }

        private mutating func read(_ name: String, _ value: String) {
            if name == "SignedHeaders" { signedHeaders = value.split(separator: ";").map(String.init) }
            if name == "Signature" { signature = value }
        }
    }
}
