import Encodings
import MockWire

extension S3Wire {
    mutating func createUpload(_ request: S3Request, _ call: WireCall) throws(S3Error) -> WireAnswer {
        try request.check(
            parameters: ["uploads"],
            headers: ["x-amz-meta-", "x-amz-checksum-algorithm", "x-amz-checksum-type"])
        if let algorithm = request.header("x-amz-checksum-algorithm"),
            !["CRC32", "SHA1", "SHA256"].contains(algorithm)
        {
            throw .notImplemented("header", "x-amz-checksum-algorithm: " + algorithm)
        }
        let headers = try S3Wire.keptHeaders(request)
        try openBucket(request.bucket, call)
        let id = call.token(40, 2)
        uploads[id] = S3Upload(
            bucket: request.bucket, key: request.key,
            contentType: request.header("Content-Type") ?? "binary/octet-stream", headers: headers,
            initiated: call.now)
        return S3Wire.xml(
            Markup(
                "InitiateMultipartUploadResult", namespace: S3Wire.namespace,
                [Markup("Bucket", request.bucket), Markup("Key", request.key), Markup("UploadId", id)]))
    }

    mutating func uploadPart(_ request: S3Request, _ call: WireCall) throws(S3Error) -> WireAnswer {
        if request.header("x-amz-copy-source") != nil { return try copyPart(request, call) }
        try request.check(parameters: ["partNumber", "uploadId"], headers: ["x-amz-checksum-"])
        let checksum = try S3Checksum.verify(request, body: call.request.body)
        let part = S3Upload.Part(body: call.request.body, modified: call.now, checksum: checksum)
        try keep(part, request)
        return WireAnswer(
            headers: [WireHeader("ETag", S3Wire.quoted(part.etag))] + (checksum.map { [$0] } ?? []))
    }

    /// A part of the bytes of an object that is there.
    private mutating func copyPart(_ request: S3Request, _ call: WireCall) throws(S3Error) -> WireAnswer {
        try request.check(
            parameters: ["partNumber", "uploadId"],
            headers: S3Wire.sourceHeaders.union(["x-amz-copy-source-range"]))
        var body = try copySource(request).body
        if let range = request.header("x-amz-copy-source-range") {
            guard case .part(let bytes) = ByteRange(range, count: body.count) else {
                throw .invalidArgument(
                    "x-amz-copy-source-range", range,
                    "The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are "
                        + "the zero-based offsets of the first and last bytes to copy")
            }
            body = Array(body[bytes])
        }
        let part = S3Upload.Part(body: body, modified: call.now)
        try keep(part, request)
        return S3Wire.xml(
            Markup(
                "CopyPartResult", namespace: S3Wire.namespace,
                [
                    Markup("LastModified", CivilTime(call.now).isoMilliseconds),
                    Markup("ETag", S3Wire.quoted(part.etag)),
                ]))
    }

    /// Keeps a part under the number that the request gives it.
    private mutating func keep(_ part: S3Upload.Part, _ request: S3Request) throws(S3Error) {
        let id = try uploadID(request)
        guard let number = request.parameter("partNumber").flatMap(Int.init), (1...10_000).contains(number)
        else {
            throw .invalidArgument(
                "partNumber", request.parameter("partNumber") ?? "",
                "Part number must be an integer between 1 and 10000, inclusive")
        }
        guard store.size + (uploads[id]?.size ?? 0) + part.body.count <= ObjectStore.limit else {
            throw .tooLong
        }
        uploads[id]?.put(part, number: number)
    }

    mutating func completeUpload(_ request: S3Request, _ call: WireCall) throws(S3Error) -> WireAnswer {
        try request.check(
            parameters: ["uploadId"],
            headers: ["x-amz-checksum-type", "x-amz-mp-object-size", "x-amz-checksum-"])
        let id = try uploadID(request)
        guard let upload = uploads[id] else { throw S3Wire.noUpload }
        let numbers = try S3Wire.parts(call.request.body, of: upload, id)
        var object = ObjectStore.Object(body: [], contentType: upload.contentType, modified: call.now)
        var digests: [UInt8] = []
        for number in numbers {
            guard let part = upload.parts[number] else { throw S3Wire.noUpload }
            object.body += part.body
            object.parts.append(part.body.count)
            digests += MD5.digest(part.body)
        }
        object.headers = upload.headers
        object.etag = MD5.hex(digests) + "-\(numbers.count)"
        guard store.put(upload.bucket, upload.key, object) else { throw .tooLong }
        uploads[id] = nil
        return S3Wire.xml(
            Markup(
                "CompleteMultipartUploadResult", namespace: S3Wire.namespace,
                [
                    Markup(
                        "Location", "\(call.baseURL)/\(upload.bucket)/" + PercentEncoding.encoded(upload.key)),
                    Markup("Bucket", upload.bucket), Markup("Key", upload.key),
                    Markup("ETag", S3Wire.quoted(object.etag)),
                ]))
    }

    /// The numbers of the parts that the client wants put together: all there, in order, and none too small.
    private static func parts(
        _ body: [UInt8], of upload: S3Upload, _ id: String
    ) throws(S3Error) -> [Int] {
        guard let root = try? MarkupReader.read(body), root.name == "CompleteMultipartUpload" else {
            throw .malformedXML
        }
        var numbers: [Int] = []
        for entry in root.all("Part") {
            guard let number = entry["PartNumber"].flatMap({ Int($0.text) }), let etag = entry["ETag"]?.text
            else {
                throw .malformedXML
            }
            guard number > numbers.last ?? 0 else {
                throw S3Error(
                    "InvalidPartOrder", 400,
                    "The list of parts was not in ascending order. Parts must be ordered by part number.")
            }
            guard let part = upload.parts[number], part.etag == S3Wire.unquoted(etag) else {
                throw S3Error(
                    "InvalidPart", 400, "One or more of the specified parts could not be found.",
                    details: [Markup("UploadId", id), Markup("PartNumber", String(number))])
            }
            numbers.append(number)
        }
        guard !numbers.isEmpty else { throw .malformedXML }
        for number in numbers.dropLast() where (upload.parts[number]?.body.count ?? 0) < S3Upload.smallestPart
        {
            throw S3Error(
                "EntityTooSmall", 400, "Your proposed upload is smaller than the minimum allowed size",
                details: [Markup("PartNumber", String(number))])
        }
        return numbers
    }

    mutating func abortUpload(_ request: S3Request) throws(S3Error) -> WireAnswer {
        try request.check(parameters: ["uploadId"])
        uploads[try uploadID(request)] = nil
        return WireAnswer(status: 204)
    }

    /// The id of an upload of just this object.
    func uploadID(_ request: S3Request) throws(S3Error) -> String {
        let id = request.parameter("uploadId") ?? ""
        guard let upload = uploads[id], upload.bucket == request.bucket, upload.key == request.key else {
            throw S3Wire.noUpload
        }
        return id
    }

    static let noUpload = S3Error(
        "NoSuchUpload", 404,
        "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or "
            + "completed.")
}
