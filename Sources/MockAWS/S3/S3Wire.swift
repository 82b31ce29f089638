import Encodings
public import MockWire
public import Quantities
import RandomStreams
public import ServiceModels

/// Amazon S3 over the wire, path-style: what batch jobs need of it, and what clients ask for around it.
///
/// Buckets are account-wide names. A first object makes its bucket, as the account's owner would have; names
/// that begin with `missing` stay missing. Stored bytes are not metered, requests are.
public struct S3Wire: WireService {
    let store: ObjectStore
    var uploads: [String: S3Upload] = [:]
    private let latency: LatencyModel
    private var faults: FaultInjector

    /// The bucket that is there from the start.
    static let defaultBucket = "finegrain"

    /// - Parameter latency: of every operation; 25 ms at the median by assumption.
    package init(
        store: ObjectStore,
        latency: LatencyModel = .logNormal(median: .milliseconds(25), sigma: 0.4, floor: .milliseconds(5)),
        faults: FaultPlan = .none
    ) {
        self.store = store
        self.latency = latency
        self.faults = FaultInjector(faults, service: .s3)
        store.makeBucket(S3Wire.defaultBucket)
    }

    public var service: Meter.Service { .s3 }

    public let routes: [WireRoute] = [
        WireRoute("ListBuckets", "GET", "/", signedFor: "s3"),
        WireRoute("ListObjectsV2", "GET", "/{bucket}", signedFor: "s3"),
        WireRoute("HeadBucket", "HEAD", "/{bucket}", signedFor: "s3"),
        WireRoute("CreateBucket", "PUT", "/{bucket}", signedFor: "s3"),
        WireRoute("DeleteBucket", "DELETE", "/{bucket}", signedFor: "s3"),
        WireRoute("DeleteObjects", "POST", "/{bucket}", signedFor: "s3", asking: ["delete"]),
        WireRoute("PostObject", "POST", "/{bucket}", signedFor: "s3"),
        WireRoute("GetObject", "GET", "/{bucket}/{key+}", signedFor: "s3"),
        WireRoute("HeadObject", "HEAD", "/{bucket}/{key+}", signedFor: "s3"),
        WireRoute("PutObject", "PUT", "/{bucket}/{key+}", signedFor: "s3"),
        WireRoute("DeleteObject", "DELETE", "/{bucket}/{key+}", signedFor: "s3"),
        WireRoute(
            "MultipartUpload", "POST", "/{bucket}/{key+}", signedFor: "s3", asking: ["uploads", "uploadId"]),
    ]

    public mutating func answer(_ call: WireCall) -> WireAnswer {
        var stream = call.stream
        let fault = faults.next(FaultInjector.name(of: call.operation), at: call.now, using: &stream)
        let time = latency.sample(using: &stream).slowed(by: fault)
        var answer: WireAnswer
        do throws(S3Error) {
            if fault == .throttle { throw .throttled }
            if fault == .serverError { throw .server }
            answer = try perform(call, fault)
            answer.usage = S3Wire.usage(call)
        } catch {
            answer = error.answer(call)
        }
        answer.serviceTime = time
        answer.headers += S3Wire.marks(call.token(16), call.token(48, 1))
        return answer
    }

    /// Headers of every answer.
    private static func marks(_ id: String, _ other: String) -> [WireHeader] {
        [
            WireHeader("x-amz-request-id", id), WireHeader("x-amz-id-2", other),
            WireHeader("Server", "AmazonS3"),
        ]
    }

    /// The path decides between service, bucket and object, the raw one, as a key may be a slash.
    private mutating func perform(_ call: WireCall, _ fault: FaultPlan.Kind?) throws(S3Error) -> WireAnswer {
        let request = S3Request(call.request)
        if request.bucket.isEmpty { return try listBuckets(request) }
        guard S3Request.isBucketName(request.bucket) else { throw .invalidBucket(request.bucket) }
        guard request.key.utf8.count <= 1_024 else { throw .keyTooLong(request.key.utf8.count) }
        let isBucket = request.key.isEmpty
        switch call.request.method {
        case "GET" where request.has("uploadId") && !isBucket: return try listParts(request)
        case "GET": return try isBucket ? readBucket(request) : getObject(request)
        case "HEAD": return try isBucket ? headBucket(request) : getObject(request)
        case "PUT": return try isBucket ? createBucket(request, call) : put(request, call)
        case "DELETE": return try isBucket ? deleteBucket(request) : deleteObject(request)
        case "POST" where isBucket && MultipartForm.isForm(call.request):
            return try postForm(request, call)
        case "POST": return try isBucket ? deleteObjects(request, fault) : postObject(request, call)
        default: throw .method(call.request.method)
        }
    }

    private mutating func put(_ request: S3Request, _ call: WireCall) throws(S3Error) -> WireAnswer {
        if request.has("partNumber") { return try uploadPart(request, call) }
        return try request.header("x-amz-copy-source") == nil
            ? putObject(request, call) : copyObject(request, call)
    }

    private mutating func postObject(_ request: S3Request, _ call: WireCall) throws(S3Error) -> WireAnswer {
        if request.has("uploads") { return try createUpload(request, call) }
        if request.has("uploadId") { return try completeUpload(request, call) }
        throw request.query.first.map { .notImplemented("parameter", $0.name) } ?? .method("POST")
    }

    /// Fails where the bucket is not there.
    func requireBucket(_ name: String) throws(S3Error) {
        guard store.has(name) else { throw .noBucket(name) }
    }

    static func xml(_ root: Markup, headers: [WireHeader] = []) -> WireAnswer {
        WireAnswer(
            headers: [WireHeader("Content-Type", "application/xml")] + headers, body: .bytes(root.document))
    }

    static let namespace = "http://s3.amazonaws.com/doc/2006-03-01/"

    /// Reads and deletions by the price of GET or free, everything else by that of PUT.
    private static func usage(_ call: WireCall) -> Usage {
        var usage = Usage()
        switch call.operation {
        case "DeleteObject", "DeleteObjects", "DeleteBucket": break
        case "GetObject", "HeadObject", "HeadBucket": usage.add(1, to: Meter(.s3, "get", .requests))
        default: usage.add(1, to: Meter(.s3, "put", .requests))
        }
        return usage
    }

    public func unknown(_ request: WireRequest, key: UInt64) -> WireAnswer? {
        guard CredentialScope(request)?.service == "s3" else { return nil }
        let error = S3Error.method(request.method)
        return refused(error.code, status: error.status, error.message, id: UUIDText.make(key))
    }

    public func isSigned(_ operation: String) -> Bool { true }

    /// An unsigned request of an AWS client, or one for a bucket that is there.
    public func adopts(_ request: WireRequest) -> Bool {
        request.headers["amz-sdk-invocation-id"] != nil || request.path.first.map(store.has) ?? false
    }

    public func refused(_ code: String, status: Int, _ message: String, id: String) -> WireAnswer {
        let root = Markup(
            "Error",
            [
                Markup("Code", S3Wire.codes[code] ?? code),
                Markup("Message", S3Wire.messages[code] ?? message),
                Markup("RequestId", id),
            ])
        var answer = WireAnswer(
            status: status, headers: [WireHeader("Content-Type", "application/xml")] + S3Wire.marks(id, id),
            body: .bytes(root.document))
        answer.serviceTime = .milliseconds(20)
        return answer
    }

    /// Names that S3 has for refusals of other services.
    private static let codes = [
        "MissingAuthenticationTokenException": "AccessDenied",
        "UnrecognizedClientException": "InvalidAccessKeyId",
        "IncompleteSignatureException": "AuthorizationHeaderMalformed",
        "RequestEntityTooLargeException": "EntityTooLarge", "ValidationException": "InvalidRequest",
    ]

    /// What S3 says in place of other services' words.
    private static let messages = [
        "MissingAuthenticationTokenException": "Access Denied",
        "UnrecognizedClientException":
            "The AWS Access Key Id you provided does not exist in our records.",
    ]

    public let volatileNames: Set<String> = [
        "X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Expires", "X-Amz-Security-Token",
        "X-Amz-Signature", "X-Amz-SignedHeaders", "x-id", "AWSAccessKeyId", "Expires", "Signature",
        "x-amz-security-token",
    ]

    public mutating func reset(faults: FaultPlan) {
        store.clear()
        store.makeBucket(S3Wire.defaultBucket)
        uploads = [:]
        inject(faults)
    }

    public mutating func inject(_ faults: FaultPlan) { self.faults = FaultInjector(faults, service: .s3) }
}
