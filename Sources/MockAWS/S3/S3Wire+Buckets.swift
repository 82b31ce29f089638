import Encodings
import MockWire
import ServiceModels

extension S3Wire {
    func listBuckets(_ request: S3Request) throws(S3Error) -> WireAnswer {
        guard request.wire.method == "GET" else { throw .method(request.wire.method) }
        try request.check(parameters: ["prefix", "max-buckets"])
        let prefix = request.parameter("prefix") ?? ""
        let limit = try S3Wire.count(request, "max-buckets", most: 10_000)
        let buckets = store.buckets.filter { $0.name.hasPrefix(prefix) }.prefix(limit).map { bucket in
            Markup(
                "Bucket",
                [
                    Markup("Name", bucket.name),
                    Markup("CreationDate", CivilTime(bucket.created).isoMilliseconds),
                ])
        }
        return S3Wire.xml(
            Markup(
                "ListAllMyBucketsResult", namespace: S3Wire.namespace,
                [S3Wire.owner, Markup("Buckets", Array(buckets))]))
    }

    static let owner = Markup("Owner", [Markup("ID", "finegrain"), Markup("DisplayName", "finegrain")])

    func createBucket(_ request: S3Request, _ call: WireCall) throws(S3Error) -> WireAnswer {
        try request.check(headers: ["x-amz-checksum-"])
        if !call.request.body.isEmpty {
            guard (try? MarkupReader.read(call.request.body))?.name == "CreateBucketConfiguration" else {
                throw .malformedXML
            }
        }
        // In us-east-1 making one's own bucket again succeeds.
        store.makeBucket(request.bucket, at: call.now)
        return WireAnswer(headers: [WireHeader("Location", "/" + request.bucket)])
    }

    func headBucket(_ request: S3Request) throws(S3Error) -> WireAnswer {
        try request.check()
        try requireBucket(request.bucket)
        return WireAnswer(headers: [
            WireHeader("x-amz-bucket-region", "us-east-1"), WireHeader("Content-Type", "application/xml"),
        ])
    }

    func deleteBucket(_ request: S3Request) throws(S3Error) -> WireAnswer {
        try request.check()
        try requireBucket(request.bucket)
        guard store.removeBucket(request.bucket) else {
            throw S3Error(
                "BucketNotEmpty", 409, "The bucket you tried to delete is not empty",
                details: [Markup("BucketName", request.bucket)])
        }
        return WireAnswer(status: 204)
    }

    /// Every GET of a bucket: its objects, or where it is.
    func readBucket(_ request: S3Request) throws(S3Error) -> WireAnswer {
        if request.has("uploads") { return try listUploads(request) }
        guard request.has("location") else { return try listObjects(request) }
        try request.check(parameters: ["location"])
        try requireBucket(request.bucket)
        // us-east-1 is the region that has no name here.
        return S3Wire.xml(Markup("LocationConstraint", namespace: S3Wire.namespace, []))
    }

    /// Removes many objects in one request. Under a partial failure every second one stays.
    func deleteObjects(_ request: S3Request, _ fault: FaultPlan.Kind?) throws(S3Error) -> WireAnswer {
        guard request.has("delete") else {
            throw request.query.first.map { .notImplemented("parameter", $0.name) } ?? .method("POST")
        }
        try request.check(parameters: ["delete"], headers: ["x-amz-checksum-"])
        try requireBucket(request.bucket)
        _ = try S3Checksum.verify(request, body: request.wire.body)
        guard let root = try? MarkupReader.read(request.wire.body), root.name == "Delete" else {
            throw .malformedXML
        }
        let entries = root.all("Object")
        guard (1...1_000).contains(entries.count) else { throw .malformedXML }
        let isQuiet = root["Quiet"]?.text == "true"
        var results: [Markup] = []
        for (index, entry) in entries.enumerated() {
            guard let key = entry["Key"]?.text, !key.isEmpty else { throw .malformedXML }
            if fault == .partialFailure, index % 2 == 1 {
                results.append(
                    Markup(
                        "Error",
                        [
                            Markup("Key", key), Markup("Code", S3Error.server.code),
                            Markup("Message", S3Error.server.message),
                        ]))
            } else {
                store.remove(request.bucket, key)
                if !isQuiet { results.append(Markup("Deleted", [Markup("Key", key)])) }
            }
        }
        return S3Wire.xml(Markup("DeleteResult", namespace: S3Wire.namespace, results))
    }

    /// A whole number in the query, from zero up, and at most what S3 gives in one page.
    static func count(
        _ request: S3Request, _ name: String, most: Int, otherwise: Int? = nil
    ) throws(S3Error) -> Int {
        guard let text = request.parameter(name) else { return otherwise ?? most }
        guard let number = Int(text), number >= 0 else {
            throw .invalidArgument(name, text, "Provided \(name) not an integer or within integer range")
        }
        return min(number, most)
    }
}
