import MockWire

/// A refusal of S3: its code, its status, and elements beside the message.
struct S3Error: Error, Hashable {
    var code: String
    var status: Int
    var message: String
    var details: [Markup] = []
    var headers: [WireHeader] = []

    init(
        _ code: String, _ status: Int, _ message: String, details: [Markup] = [], headers: [WireHeader] = []
    ) {
        self.code = code
        self.status = status
        self.message = message
        self.details = details
        self.headers = headers
    }

    static func noBucket(_ name: String) -> S3Error {
        S3Error(
            "NoSuchBucket", 404, "The specified bucket does not exist", details: [Markup("BucketName", name)])
    }

    static func noKey(_ key: String) -> S3Error {
        S3Error("NoSuchKey", 404, "The specified key does not exist.", details: [Markup("Key", key)])
    }

    static func invalidBucket(_ name: String) -> S3Error {
        S3Error(
            "InvalidBucketName", 400, "The specified bucket is not valid.",
            details: [Markup("BucketName", name)])
    }

    static func invalidArgument(_ name: String, _ value: String, _ message: String) -> S3Error {
        S3Error(
            "InvalidArgument", 400, message,
            details: [Markup("ArgumentName", name), Markup("ArgumentValue", value)])
    }

    static func invalidRequest(_ message: String) -> S3Error { S3Error("InvalidRequest", 400, message) }

    static let malformedXML = S3Error(
        "MalformedXML", 400,
        "The XML you provided was not well-formed or did not validate against our published schema")

    static func badDigest(_ algorithm: String) -> S3Error {
        S3Error("BadDigest", 400, "The \(algorithm) you specified did not match what we received.")
    }

    /// A header or parameter that this mock does not know, by name.
    static func notImplemented(_ kind: String, _ name: String) -> S3Error {
        S3Error(
            "NotImplemented", 501,
            "A \(kind) you provided implies functionality that is not implemented: \(name)",
            details: [Markup(kind == "header" ? "Header" : "Parameter", name)])
    }

    static func keyTooLong(_ size: Int) -> S3Error {
        S3Error(
            "KeyTooLongError", 400, "Your key is too long",
            details: [Markup("Size", String(size)), Markup("MaxSizeAllowed", "1024")])
    }

    static let tooLong = S3Error(
        "EntityTooLarge", 400, "Your proposed upload exceeds the maximum allowed size",
        details: [Markup("MaxSizeAllowed", String(ObjectStore.limit))])

    static func preconditionFailed(_ condition: String) -> S3Error {
        S3Error(
            "PreconditionFailed", 412, "At least one of the pre-conditions you specified did not hold",
            details: [Markup("Condition", condition)])
    }

    static let throttled = S3Error("SlowDown", 503, "Please reduce your request rate.")

    static let server = S3Error("InternalError", 500, "We encountered an internal error. Please try again.")

    static func method(_ method: String) -> S3Error {
        S3Error(
            "MethodNotAllowed", 405, "The specified method is not allowed against this resource.",
            details: [Markup("Method", method)])
    }

    /// As XML; a HEAD request gets the status alone, as clients expect no body.
    func answer(_ call: WireCall) -> WireAnswer {
        guard call.request.method != "HEAD", status != 304 else {
            return WireAnswer(status: status, headers: headers)
        }
        let resource = String(call.request.target.prefix { $0 != "?" })
        let root = Markup(
            "Error",
            [Markup("Code", code), Markup("Message", message)] + details + [
                Markup("Resource", resource), Markup("RequestId", call.token(16)),
            ])
        return WireAnswer(
            status: status, headers: [WireHeader("Content-Type", "application/xml")] + headers,
            body: .bytes(root.document))
    }
}
