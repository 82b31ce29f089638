import Encodings
import Foundation
import MockWire

extension S3Wire {
    /// What one page of a listing holds: keys, and keys up to the delimiter rolled up into one.
    struct Page {
        var keys: [String] = []
        var prefixes: [String] = []
        /// The last key or prefix, if more follow.
        var next: String?
    }

    /// Version 2 of the operation, or version 1 without `list-type`.
    func listObjects(_ request: S3Request) throws(S3Error) -> WireAnswer {
        let isSecond = request.parameter("list-type") == "2"
        let own: Set<String> = isSecond ? ["continuation-token", "start-after", "fetch-owner"] : ["marker"]
        try request.check(
            parameters: own.union(["list-type", "prefix", "delimiter", "max-keys", "encoding-type"]))
        if let version = request.parameter("list-type"), version != "2" {
            throw .invalidArgument("list-type", version, "Invalid List Type specified in Request")
        }
        if let encoding = request.parameter("encoding-type"), encoding != "url" {
            throw .invalidArgument("encoding-type", encoding, "Invalid Encoding Method specified in Request")
        }
        try requireBucket(request.bucket)
        var start = request.parameter(isSecond ? "start-after" : "marker")
        if let token = request.parameter("continuation-token") {
            guard let bytes = Data(base64Encoded: token), let text = String(bytes: bytes, encoding: .utf8)
            else {
                throw .invalidArgument(
                    "continuation-token", token, "The continuation token provided is incorrect")
            }
            start = text
        }
        let limit = try S3Wire.count(request, "max-keys", most: 1_000)
        let page = page(request, after: start, limit: limit)
        return S3Wire.xml(
            Markup(
                "ListBucketResult", namespace: S3Wire.namespace,
                summary(request, page, limit: limit, isSecond: isSecond) + contents(request, page)))
    }

    private func page(_ request: S3Request, after start: String?, limit: Int) -> Page {
        var page = Page()
        guard limit > 0 else { return page }
        let prefix = request.parameter("prefix") ?? ""
        let delimiter = request.parameter("delimiter") ?? ""
        var last: String?
        for key in store.keys(request.bucket, prefix: prefix) {
            let group = S3Wire.group(key, prefix: prefix, delimiter: delimiter)
            let entry = group ?? key
            if entry == last { continue }
            if let start, !start.utf8.lexicographicallyPrecedes(entry.utf8) { continue }
            if page.keys.count + page.prefixes.count == limit {
                page.next = last
                return page
            }
            if group == nil { page.keys.append(key) } else { page.prefixes.append(entry) }
            last = entry
        }
        return page
    }

    /// The key up to the first delimiter after the prefix; nil if there is none.
    private static func group(_ key: String, prefix: String, delimiter: String) -> String? {
        guard !delimiter.isEmpty else { return nil }
        let bytes = Array(key.utf8)
        let mark = Array(delimiter.utf8)
        var place = prefix.utf8.count
        while place + mark.count <= bytes.count {
            if bytes[place..<place + mark.count].elementsEqual(mark) {
                return String(decoding: bytes[..<(place + mark.count)], as: UTF8.self)
            }
            place += 1
        }
        return nil
    }

    private func summary(_ request: S3Request, _ page: Page, limit: Int, isSecond: Bool) -> [Markup] {
        var parts = [
            Markup("Name", request.bucket),
            Markup("Prefix", name(request.parameter("prefix") ?? "", request)),
        ]
        if let delimiter = request.parameter("delimiter") {
            parts.append(Markup("Delimiter", name(delimiter, request)))
        }
        if let encoding = request.parameter("encoding-type") {
            parts.append(Markup("EncodingType", encoding))
        }
        parts.append(Markup("MaxKeys", String(limit)))
        parts.append(Markup("IsTruncated", page.next == nil ? "false" : "true"))
        guard isSecond else {
            parts.append(Markup("Marker", name(request.parameter("marker") ?? "", request)))
            if let next = page.next { parts.append(Markup("NextMarker", name(next, request))) }
            return parts
        }
        parts.append(Markup("KeyCount", String(page.keys.count + page.prefixes.count)))
        if let token = request.parameter("continuation-token") {
            parts.append(Markup("ContinuationToken", token))
        }
        if let start = request.parameter("start-after") {
            parts.append(Markup("StartAfter", name(start, request)))
        }
        if let next = page.next {
            parts.append(Markup("NextContinuationToken", Data(next.utf8).base64EncodedString()))
        }
        return parts
    }

    private func contents(_ request: S3Request, _ page: Page) -> [Markup] {
        let hasOwner = request.parameter("list-type") != "2" || request.parameter("fetch-owner") == "true"
        let objects = page.keys.compactMap { key in
            store.get(request.bucket, key).map { object in
                Markup(
                    "Contents",
                    [
                        Markup("Key", name(key, request)),
                        Markup("LastModified", CivilTime(object.modified).isoMilliseconds),
                        Markup("ETag", S3Wire.quoted(object.etag)), Markup("Size", String(object.body.count)),
                        Markup("StorageClass", "STANDARD"),
                    ] + (hasOwner ? [S3Wire.owner] : []))
            }
        }
        return objects + page.prefixes.map { Markup("CommonPrefixes", [Markup("Prefix", name($0, request))]) }
    }

    /// Keys are percent-encoded if the client asks, because XML cannot say every character.
    func name(_ text: String, _ request: S3Request) -> String {
        request.has("encoding-type") ? PercentEncoding.encoded(text, keepsSlash: true) : text
    }
}
