import Encodings
import MockWire

extension S3Wire {
    /// Headers that are kept with an object and come back with it, besides `x-amz-meta-`.
    private static let kept = [
        "cache-control", "content-disposition", "content-encoding", "content-language", "expires",
    ]

    /// The longest metadata of an object, names and values.
    private static let metadataLimit = 2_048

    func putObject(_ request: S3Request, _ call: WireCall) throws(S3Error) -> WireAnswer {
        try request.check(headers: ["x-amz-meta-", "x-amz-checksum-"])
        try openBucket(request.bucket, call)
        let body = call.request.body
        let checksum = try S3Checksum.verify(request, body: body)
        try checkConditions(request, store.get(request.bucket, request.key), isWrite: true)
        var object = ObjectStore.Object(
            body: body, contentType: request.header("Content-Type") ?? "binary/octet-stream",
            modified: call.now)
        object.headers = try S3Wire.keptHeaders(request)
        object.checksum = checksum
        guard store.put(request.bucket, request.key, object) else { throw .tooLong }
        let etag = store.get(request.bucket, request.key)?.etag ?? ""
        return WireAnswer(headers: [WireHeader("ETag", S3Wire.quoted(etag))] + (checksum.map { [$0] } ?? []))
    }

    func copyObject(_ request: S3Request, _ call: WireCall) throws(S3Error) -> WireAnswer {
        try request.check(
            headers: S3Wire.sourceHeaders.union([
                "x-amz-metadata-directive", "x-amz-meta-", "x-amz-checksum-algorithm",
            ]))
        try openBucket(request.bucket, call)
        let source = try S3Wire.source(request)
        var object = try copySource(request)
        if request.header("x-amz-metadata-directive") == "REPLACE" {
            object.headers = try S3Wire.keptHeaders(request)
            object.contentType = request.header("Content-Type") ?? "binary/octet-stream"
        } else if source.bucket == request.bucket, source.key == request.key {
            throw .invalidRequest(
                "This copy request is illegal because it is trying to copy an object to itself without changing the "
                    + "object's metadata, storage class, website redirect location or encryption attributes.")
        }
        object.modified = call.now
        if !object.parts.isEmpty {
            // A copy is one piece again, with a tag of its own.
            object.parts = []
            object.etag = MD5.hex(object.body)
        }
        guard store.put(request.bucket, request.key, object) else { throw .tooLong }
        return S3Wire.xml(
            Markup(
                "CopyObjectResult", namespace: S3Wire.namespace,
                [
                    Markup("LastModified", CivilTime(call.now).isoMilliseconds),
                    Markup("ETag", S3Wire.quoted(object.etag)),
                ]))
    }

    /// Headers that say what is copied, and when.
    static let sourceHeaders: Set<String> = [
        "x-amz-copy-source", "x-amz-copy-source-if-match", "x-amz-copy-source-if-none-match",
        "x-amz-copy-source-if-modified-since", "x-amz-copy-source-if-unmodified-since",
    ]

    /// Bucket and key that a copy names.
    private static func source(_ request: S3Request) throws(S3Error) -> S3Request {
        let name = request.header("x-amz-copy-source") ?? ""
        let source = S3Request(WireRequest("GET", "/" + trimmed(name)))
        guard !source.key.isEmpty else {
            throw .invalidArgument(
                "x-amz-copy-source", name,
                "Copy Source must mention the source bucket and key: sourcebucket/sourcekey")
        }
        return source
    }

    /// The object that is copied, under the conditions of the request.
    func copySource(_ request: S3Request) throws(S3Error) -> ObjectStore.Object {
        let source = try S3Wire.source(request)
        try requireBucket(source.bucket)
        guard let object = store.get(source.bucket, source.key) else { throw .noKey(source.key) }
        try checkConditions(request, object, isWrite: false, prefix: "x-amz-copy-source-")
        return object
    }

    /// Deleting what is not there is no error.
    mutating func deleteObject(_ request: S3Request) throws(S3Error) -> WireAnswer {
        if request.has("uploadId") { return try abortUpload(request) }
        try request.check()
        try requireBucket(request.bucket)
        store.remove(request.bucket, request.key)
        return WireAnswer(status: 204)
    }

    /// Makes the bucket of a first object; names that begin with `missing` stay missing.
    func openBucket(_ name: String, _ call: WireCall) throws(S3Error) {
        if !name.hasPrefix("missing") { store.makeBucket(name, at: call.now) }
        try requireBucket(name)
    }

    static func headers(_ object: ObjectStore.Object) -> [WireHeader] {
        [
            WireHeader("Content-Type", object.contentType), WireHeader("ETag", quoted(object.etag)),
            WireHeader("Last-Modified", CivilTime(object.modified).httpDate),
            WireHeader("Accept-Ranges", "bytes"),
        ] + object.headers
    }

    static func keptHeaders(_ request: S3Request) throws(S3Error) -> [WireHeader] {
        let metadata = request.wire.headers.filter { $0.name.lowercased().hasPrefix("x-amz-meta-") }
            .map { WireHeader($0.name.lowercased(), $0.value) }
        let size = metadata.reduce(0) {
            $0 + $1.name.utf8.count - "x-amz-meta-".utf8.count + $1.value.utf8.count
        }
        guard size <= metadataLimit else {
            throw S3Error(
                "MetadataTooLarge", 400, "Your metadata headers exceed the maximum allowed metadata size",
                details: [Markup("Size", String(size)), Markup("MaxSizeAllowed", String(metadataLimit))])
        }
        return request.wire.headers.filter { kept.contains($0.name.lowercased()) } + metadata
    }

    /// Parameters by which the reader sets headers of the answer.
    static var overrides: [(parameter: String, name: String)] {
        [
            "Content-Type", "Content-Disposition", "Content-Encoding", "Content-Language", "Cache-Control",
            "Expires",
        ]
        .map { ("response-" + $0.lowercased(), $0) }
    }

    static func quoted(_ etag: String) -> String { "\"" + etag + "\"" }

    static func unquoted(_ etag: String) -> String {
        etag.count >= 2 && etag.hasPrefix("\"") && etag.hasSuffix("\"")
            ? String(etag.dropFirst().dropLast()) : etag
    }

    private static func trimmed(_ source: String) -> String {
        String(source.hasPrefix("/") ? source.dropFirst() : source[...])
    }
}
