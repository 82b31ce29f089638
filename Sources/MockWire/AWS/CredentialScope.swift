/// Who signed a request to AWS, and for which service: in the Authorization header, or in the query of an address that was
/// signed beforehand.
package struct CredentialScope: Hashable, Sendable {
    var accessKey: String
    /// Eight digits; empty for S3's old signature, which has no region either.
    var day: String
    var region: String
    /// AWS's name of the service.
    package var service: String
    var isInQuery: Bool
    /// Signed by S3's old rules.
    var isOld: Bool { day.isEmpty }

    /// The scope as a signature covers it.
    var text: String { [day, region, service, "aws4_request"].joined(separator: "/") }

    /// Nil for a request that is not signed, or not as AWS signs.
    package init?(_ request: WireRequest) {
        if let header = request.headers["Authorization"] {
            let parts = header.split { $0 == " " || $0 == "," }
            if parts.count == 2, parts[0] == "AWS", let colon = parts[1].lastIndex(of: ":") {
                self.init(oldKey: String(parts[1][..<colon]), isInQuery: false)
                return
            }
            guard let part = parts.first(where: { $0.hasPrefix("Credential=") }) else { return nil }
            self.init(part.dropFirst("Credential=".count), isInQuery: false)
        } else if let credential = request.parameter("X-Amz-Credential") {
            self.init(credential[...], isInQuery: true)
        } else if let key = request.parameter("AWSAccessKeyId"), request.parameter("Signature") != nil {
            self.init(oldKey: key, isInQuery: true)
        } else {
            return nil
        }
    }

    private init(oldKey: String, isInQuery: Bool) {
        accessKey = oldKey
        day = ""
        region = ""
        service = "s3"
        self.isInQuery = isInQuery
    }

    private init?(_ credential: Substring, isInQuery: Bool) {
        let parts = credential.split(separator: "/").map(String.init)
        guard parts.count == 5, parts[4] == "aws4_request" else { return nil }
        accessKey = parts[0]
        day = parts[1]
        region = parts[2]
        service = parts[3]
        self.isInQuery = isInQuery
    }
}
