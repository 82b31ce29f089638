import MockWire

/// A body of `multipart/form-data` (RFC 7578), as browsers send files.
struct MultipartForm {
    struct Field {
        var name: String
        var fileName: String?
        var contentType: String?
        var value: [UInt8]
        var text: String { String(decoding: value, as: UTF8.self) }
    }

    private(set) var fields: [Field] = []

    subscript(name: String) -> Field? { fields.first { $0.name.lowercased() == name.lowercased() } }

    static func isForm(_ request: WireRequest) -> Bool {
        request.headers["Content-Type"]?.lowercased().hasPrefix("multipart/form-data") ?? false
    }

    /// Nil where the body is no such form.
    init?(_ request: WireRequest) {
        guard let type = request.headers["Content-Type"], let mark = type.firstRange(of: "boundary=") else {
            return nil
        }
        let boundary = type[mark.upperBound...].prefix { $0 != ";" }.filter { $0 != "\"" }
        guard !boundary.isEmpty else { return nil }
        // The first boundary has no line break before it.
        let body = [0x0d, 0x0a] + request.body
        let places = MultipartForm.places(of: Array("\r\n--\(boundary)".utf8), in: body)
        guard places.count > 1 else { return nil }
        for (place, end) in zip(places, places.dropFirst()) {
            guard let field = MultipartForm.field(body[place.upperBound..<end.lowerBound]) else { return nil }
            fields.append(field)
        }
    }

    /// Headers, an empty line, and the value.
    private static func field(_ bytes: ArraySlice<UInt8>) -> Field? {
        let part = Array(bytes)
        guard let gap = places(of: Array("\r\n\r\n".utf8), in: part).first else { return nil }
        var field = Field(name: "", value: Array(part[gap.upperBound...]))
        for line in String(decoding: part[..<gap.lowerBound], as: UTF8.self).split(separator: "\r\n") {
            let pair = line.split(separator: ":", maxSplits: 1).map { $0.drop { $0 == " " } }
            guard pair.count == 2 else { continue }
            if pair[0].lowercased() == "content-type" { field.contentType = String(pair[1]) }
            guard pair[0].lowercased() == "content-disposition" else { continue }
            for item in pair[1].split(separator: ";").dropFirst() {
                let parts = item.split(separator: "=", maxSplits: 1).map {
                    $0.filter { $0 != " " && $0 != "\"" }
                }
                guard parts.count == 2 else { continue }
                if parts[0] == "name" { field.name = parts[1] }
                if parts[0] == "filename" { field.fileName = parts[1] }
            }
        }
        return field.name.isEmpty ? nil : field
    }

    /// Where a mark is, without overlap.
    private static func places(of mark: [UInt8], in bytes: [UInt8]) -> [Range<Int>] {
        var places: [Range<Int>] = []
        var place = 0
        while place + mark.count <= bytes.count {
            if bytes[place] == mark[0], bytes[place..<place + mark.count].elementsEqual(mark) {
                places.append(place..<place + mark.count)
                place += mark.count
            } else {
                place += 1
            }
        }
        return places
    }
}
