import Encodings

/// A request with its body taken out of compression and parsed: what can be done before the cloud's turn comes.
public struct OpenedRequest: Sendable {
    let request: WireRequest
    /// AWS's name of the service that it is signed for.
    let signedFor: String?
    let body: [UInt8]
    /// The body as JSON where it is some.
    let json: JSONValue?
    /// Status and message for a body that cannot be read.
    let refusal: (status: Int, message: String)?

    public init(_ request: WireRequest) {
        self.request = request
        let signedFor = CredentialScope(request)?.service
        self.signedFor = signedFor
        let opened = OpenedRequest.inflated(request, signedFor: signedFor)
        body = opened.body
        refusal = opened.refusal ?? OpenedRequest.problem(request.headers[MeteringHeaders.now])
        json = CanonicalRequest.json(body)
    }

    /// What is wrong with the instant that a caller states.
    private static func problem(_ now: String?) -> (status: Int, message: String)? {
        guard let now, Int64(now).map({ $0 < 0 }) ?? true else { return nil }
        return (
            400,
            "\(MeteringHeaders.now) is a whole number of nanoseconds, zero or more, not '\(now.prefix(40))'"
        )
    }

    private static func inflated(
        _ request: WireRequest, signedFor: String?
    ) -> (body: [UInt8], refusal: (status: Int, message: String)?) {
        if request.isTooLong { return ([], (413, "the body is too long")) }
        guard request.headers["Content-Encoding"]?.lowercased() == "gzip" else { return (request.body, nil) }
        // An object that is stored compressed stays so.
        if signedFor == "s3" { return (request.body, nil) }
        do { return (try Inflation.inflated(request.body, limit: Cloud.bodyLimit), nil) } catch {
            return ([], error == .tooLong ? (413, "the body is too long") : (400, "the body is not gzip"))
        }
    }
}
