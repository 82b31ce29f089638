import Encodings
import MockWire

/// Objects as they are read: whole, in ranges, in parts, and under conditions.
extension S3Wire {
    /// GET and HEAD: what HEAD leaves out is the body only.
    func getObject(_ request: S3Request) throws(S3Error) -> WireAnswer {
        let overrides = S3Wire.overrides
        try request.check(parameters: Set(overrides.map(\.parameter)).union(["partNumber"]))
        try requireBucket(request.bucket)
        guard let object = store.get(request.bucket, request.key) else { throw .noKey(request.key) }
        try checkConditions(request, object, isWrite: false)
        var headers = S3Wire.headers(object)
        for (parameter, name) in overrides {
            guard let value = request.parameter(parameter) else { continue }
            headers.removeAll { $0.name.lowercased() == name.lowercased() }
            headers.append(WireHeader(name, value))
        }
        var body = object.body
        var status = 200
        switch try range(request, object, &headers) {
        case .whole:
            if request.header("x-amz-checksum-mode") == "ENABLED", let checksum = object.checksum {
                headers.append(checksum)
            }
        case .part(let range):
            status = 206
            headers.append(
                WireHeader("Content-Range", "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(body.count)")
            )
            body = Array(body[range])
        case .unsatisfiable:
            throw S3Error(
                "InvalidRange", 416, "The requested range is not satisfiable",
                details: [
                    Markup("RangeRequested", request.header("Range") ?? ""),
                    Markup("ActualObjectSize", String(body.count)),
                ], headers: [WireHeader("Content-Range", "bytes */\(body.count)")])
        }
        guard request.wire.method == "HEAD" else {
            return WireAnswer(status: status, headers: headers, body: .bytes(body))
        }
        return WireAnswer(
            status: status, headers: headers + [WireHeader("Content-Length", String(body.count))])
    }

    /// What a `Range` or a number of a part asks for.
    private func range(
        _ request: S3Request, _ object: ObjectStore.Object, _ headers: inout [WireHeader]
    ) throws(S3Error) -> ByteRange {
        guard let number = request.parameter("partNumber") else {
            return ByteRange(request.header("Range"), count: object.body.count)
        }
        guard request.header("Range") == nil else {
            throw .invalidRequest("Cannot specify both Range header and partNumber query parameter")
        }
        let parts = object.parts.isEmpty ? [object.body.count] : object.parts
        guard let place = Int(number), parts.indices.contains(place - 1) else {
            throw S3Error(
                "InvalidPartNumber", 416, "The requested partnumber is not satisfiable",
                details: [
                    Markup("PartNumberRequested", number), Markup("ActualPartCount", String(parts.count)),
                ])
        }
        if !object.parts.isEmpty {
            headers.append(WireHeader("x-amz-mp-parts-count", String(parts.count)))
        }
        let start = parts[..<(place - 1)].reduce(0, +)
        let range = start..<start + parts[place - 1]
        return range.isEmpty ? .whole : .part(range)
    }

    /// Conditions on tags go before those on times (RFC 9110, section 13.2.2).
    /// - Parameter prefix: that of the headers, where they are about the source of a copy.
    func checkConditions(
        _ request: S3Request, _ object: ObjectStore.Object?, isWrite: Bool, prefix: String = ""
    ) throws(S3Error) {
        let modified = object.map { CivilTime($0.modified).epochSeconds } ?? 0
        func time(_ name: String) -> Int? {
            isWrite ? nil : request.header(prefix + name).flatMap { CivilTime.epochSeconds(httpDate: $0) }
        }
        if let wanted = request.header(prefix + "If-Match") {
            guard let object else { throw .noKey(request.key) }
            guard wanted == "*" || S3Wire.unquoted(wanted) == object.etag else {
                throw .preconditionFailed("If-Match")
            }
        } else if let limit = time("If-Unmodified-Since"), modified > limit {
            throw .preconditionFailed("If-Unmodified-Since")
        }
        guard let object else { return }
        var failed: String?
        if let unwanted = request.header(prefix + "If-None-Match") {
            if unwanted == "*" || S3Wire.unquoted(unwanted) == object.etag { failed = "If-None-Match" }
        } else if let limit = time("If-Modified-Since"), modified <= limit {
            failed = "If-Modified-Since"
        }
        guard let failed else { return }
        if isWrite || !prefix.isEmpty { throw .preconditionFailed(failed) }
        throw S3Error(
            "NotModified", 304, "Not Modified", headers: [WireHeader("ETag", S3Wire.quoted(object.etag))])
    }
}
