import Encodings
import MockWire

/// Uploads in parts, and the parts of one.
extension S3Wire {
    func listParts(_ request: S3Request) throws(S3Error) -> WireAnswer {
        try request.check(parameters: ["uploadId", "max-parts", "part-number-marker", "encoding-type"])
        let id = try uploadID(request)
        guard let upload = uploads[id] else { throw S3Wire.noUpload }
        let limit = try S3Wire.count(request, "max-parts", most: 1_000)
        let marker = try S3Wire.count(request, "part-number-marker", most: 10_000, otherwise: 0)
        let rest = upload.numbers.filter { $0 > marker }
        let shown = rest.prefix(limit)
        var members = [
            Markup("Bucket", upload.bucket), Markup("Key", upload.key), Markup("UploadId", id),
            Markup("Initiator", S3Wire.owner.children), S3Wire.owner, Markup("StorageClass", "STANDARD"),
            Markup("PartNumberMarker", String(marker)), Markup("MaxParts", String(limit)),
            Markup("IsTruncated", shown.count < rest.count ? "true" : "false"),
        ]
        if let last = shown.last { members.append(Markup("NextPartNumberMarker", String(last))) }
        for number in shown {
            guard let part = upload.parts[number] else { continue }
            members.append(
                Markup(
                    "Part",
                    [
                        Markup("PartNumber", String(number)),
                        Markup("LastModified", CivilTime(part.modified).isoMilliseconds),
                        Markup("ETag", S3Wire.quoted(part.etag)), Markup("Size", String(part.body.count)),
                    ] + S3Checksum.elements(part.checksum)))
        }
        return S3Wire.xml(Markup("ListPartsResult", namespace: S3Wire.namespace, members))
    }

    /// Uploads that are neither put together nor given up, by key and time.
    func listUploads(_ request: S3Request) throws(S3Error) -> WireAnswer {
        try request.check(
            parameters: [
                "uploads", "prefix", "max-uploads", "key-marker", "upload-id-marker", "encoding-type",
            ])
        try requireBucket(request.bucket)
        let limit = try S3Wire.count(request, "max-uploads", most: 1_000)
        let prefix = request.parameter("prefix") ?? ""
        let all = uploads.filter { $0.value.bucket == request.bucket && $0.value.key.hasPrefix(prefix) }
            .sorted { a, b in
                a.value.key == b.value.key
                    ? (a.value.initiated, a.key) < (b.value.initiated, b.key)
                    : a.value.key.utf8.lexicographicallyPrecedes(b.value.key.utf8)
            }
        let rest = S3Wire.after(request, all.map { (key: $0.value.key, id: $0.key) })
        let shown = rest.prefix(limit)
        var members = [
            Markup("Bucket", request.bucket),
            Markup("KeyMarker", name(request.parameter("key-marker") ?? "", request)),
            Markup("UploadIdMarker", request.parameter("upload-id-marker") ?? ""),
            Markup("Prefix", name(prefix, request)), Markup("MaxUploads", String(limit)),
            Markup("IsTruncated", shown.count < rest.count ? "true" : "false"),
        ]
        if let encoding = request.parameter("encoding-type") {
            members.append(Markup("EncodingType", encoding))
        }
        if shown.count < rest.count, let last = shown.last {
            members.append(Markup("NextKeyMarker", name(last.key, request)))
            members.append(Markup("NextUploadIdMarker", last.id))
        }
        for (key, id) in shown {
            let initiated = uploads[id].map { CivilTime($0.initiated).isoMilliseconds } ?? ""
            members.append(
                Markup(
                    "Upload",
                    [
                        Markup("Key", name(key, request)), Markup("UploadId", id),
                        Markup("Initiator", S3Wire.owner.children), S3Wire.owner,
                        Markup("StorageClass", "STANDARD"), Markup("Initiated", initiated),
                    ]))
        }
        return S3Wire.xml(Markup("ListMultipartUploadsResult", namespace: S3Wire.namespace, members))
    }

    /// What follows the markers: uploads of the same key after the one of the id, and those of later keys.
    private static func after(
        _ request: S3Request, _ all: [(key: String, id: String)]
    ) -> [(key: String, id: String)] {
        guard let key = request.parameter("key-marker"), !key.isEmpty else { return all }
        if let id = request.parameter("upload-id-marker"),
            let place = all.firstIndex(where: { $0.key == key && $0.id == id })
        {
            return Array(all[(place + 1)...])
        }
        return all.filter { key.utf8.lexicographicallyPrecedes($0.key.utf8) }
    }
}
