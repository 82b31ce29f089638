import Encodings

/// The signature that S3 had before version 4, HMAC-SHA1 over a few lines; clients still sign addresses beforehand with it.
struct S3OldSignature: Sendable {
    var secret: String

    func problem(_ request: WireRequest, _ scope: CredentialScope) -> SignatureProblem? {
        let sent =
            scope.isInQuery
            ? request.parameter("Signature")
            : request.headers["Authorization"]?.split(separator: ":").last.map(String.init)
        if scope.isInQuery, request.parameter("Expires").flatMap(Int.init) == nil {
            return .incomplete("The query lacks Expires.")
        }
        let text = signedText(request, scope)
        let signature = Base64.encoded(HMAC.sha1(key: Array(secret.utf8), Array(text.utf8)))
        return signature == sent ? nil : .mismatch(isS3: true)
    }

    private func signedText(_ request: WireRequest, _ scope: CredentialScope) -> String {
        func value(_ name: String) -> String {
            request.headers[name] ?? (scope.isInQuery ? request.parameter(name) : nil) ?? ""
        }
        let date =
            scope.isInQuery
            ? value("Expires") : request.headers["x-amz-date"] == nil ? value("Date") : ""
        var own = request.headers.map { ($0.name.lowercased(), $0.value) }
        // Clients put the headers of an address into its query, and may send them too.
        let extra = scope.isInQuery ? request.query.filter { request.headers[$0.name] == nil } : []
        own += extra.map { ($0.name.lowercased(), $0.value) }
        let headers = own.filter { $0.0.hasPrefix("x-amz-") }.sorted { $0 < $1 }.map {
            $0.0 + ":" + $0.1 + "\n"
        }
        let path = String(request.target.prefix { $0 != "?" })
        let parts = request.query.filter { S3OldSignature.covered.contains($0.name) }.sorted {
            $0.name < $1.name
        }
        .map { $0.value.isEmpty ? $0.name : $0.name + "=" + $0.value }
        let resource = parts.isEmpty ? path : path + "?" + parts.joined(separator: "&")
        return [request.method, value("content-md5"), value("content-type"), date].joined(separator: "\n")
            + "\n" + headers.joined() + resource
    }

    /// Parameters that say which resource is meant, or set headers of the answer.
    private static let covered: Set<String> = [
        "acl", "cors", "delete", "lifecycle", "location", "logging", "notification", "partNumber", "policy",
        "replication", "requestPayment", "response-cache-control", "response-content-disposition",
        "response-content-encoding", "response-content-language", "response-content-type", "response-expires",
        "restore", "tagging", "torrent", "uploadId", "uploads", "versionId", "versioning", "versions",
        "website",
    ]
}
