package import Encodings

/// What makes two requests the same: their operation, path, query and body, whatever the order of JSON members and
/// spaces between them. Headers are left out: they carry times, signatures and the client's version.
package enum CanonicalRequest {
    /// - Parameter ignoring: names of the query and of the body's top level that clients draw anew.
    /// - Complexity: O(bytes).
    static func hash(
        _ operation: String, _ request: WireRequest, body: [UInt8], ignoring: Set<String> = []
    ) -> UInt64 {
        hash(operation, request, body: body, json: json(body), ignoring: ignoring)
    }

    /// The same with a body that was parsed already.
    package static func hash(
        _ operation: String, _ request: WireRequest, body: [UInt8], json: JSONValue?, ignoring: Set<String>
    ) -> UInt64 {
        var fingerprint = Fingerprint()
        fingerprint.combine(operation)
        for part in request.path { fingerprint.combine(part) }
        for pair in request.query.sorted(by: { ($0.name, $0.value) < ($1.name, $1.value) })
        where !ignoring.contains(pair.name) {
            fingerprint.combine(pair.name)
            fingerprint.combine(pair.value)
        }
        if let json {
            combine(json, &fingerprint, ignoring)
        } else {
            body.withUnsafeBufferPointer { fingerprint.combine(ByteDigest.hash($0)) }
        }
        return fingerprint.value
    }

    /// The body as JSON; nil where it is something else.
    static func json(_ body: [UInt8]) -> JSONValue? {
        guard let first = body.first(where: { $0 > 0x20 }),
            first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
        else { return nil }
        return try? JSONParser.parse(body)
    }

    private static func combine(_ value: JSONValue, _ hash: inout Fingerprint, _ ignoring: Set<String> = []) {
        switch value {
        case .null: hash.combine(1)
        case .bool(let flag): hash.combine(flag ? 3 : 2)
        case .integer(let number): hash.combine(Double(number))
        case .number(let number): hash.combine(number)
        case .string(let text): hash.combine(ByteDigest.hash(text))
        case .array(let elements):
            hash.combine(elements.count)
            for element in elements { combine(element, &hash) }
        case .object(let all):
            let members = ignoring.isEmpty ? all : all.filter { !ignoring.contains($0.key) }
            hash.combine(members.count)
            for member in members.sorted(by: { $0.key < $1.key }) {
                hash.combine(member.key)
                combine(member.value, &hash)
            }
        }
    }
}
