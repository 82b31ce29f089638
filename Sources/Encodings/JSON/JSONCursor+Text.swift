extension JSONCursor {
    /// The string that a span stands for; nil if an escape is wrong.
    package func text(_ span: Span) -> String? {
        guard span.hasEscapes else { return String(decoding: bytes[span.range], as: UTF8.self) }
        var units: [UInt8] = []
        units.reserveCapacity(span.range.count)
        var index = span.range.lowerBound
        while index < span.range.upperBound {
            let byte = bytes[index]
            index += 1
            guard byte == UInt8(ascii: "\\") else {
                units.append(byte)
                continue
            }
            let escape = bytes[index]
            index += 1
            switch escape {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): units.append(escape)
            case UInt8(ascii: "n"): units.append(0x0a)
            case UInt8(ascii: "r"): units.append(0x0d)
            case UInt8(ascii: "t"): units.append(0x09)
            default: return strictText(span)
            }
        }
        return String(decoding: units, as: UTF8.self)
    }

    /// The rarer escapes, by the strict parser.
    private func strictText(_ span: Span) -> String? {
        let quoted = String(
            decoding: bytes[span.range.lowerBound - 1..<span.range.upperBound + 1], as: UTF8.self)
        guard let value = try? JSONParser.parse(quoted) else { return nil }
        return value.string
    }

    /// The place of the first object in the text that has a member of the given name at its top level.
    ///
    /// Text around the object may be anything. At most `maximumCandidates` opening braces are tried.
    package static func findObject(
        withMember name: StaticString, in bytes: UnsafeBufferPointer<UInt8>
    ) -> Int? {
        var start = 0
        for _ in 0..<maximumCandidates {
            while start < bytes.count, bytes[start] != UInt8(ascii: "{") { start += 1 }
            guard start < bytes.count else { return nil }
            var cursor = JSONCursor(bytes, at: start)
            var isFound = false
            let isObject = cursor.object { member, cursor in
                if cursor.equals(member, name) { isFound = true }
                return cursor.skipValue()
            }
            if isObject, isFound { return start }
            start = isObject ? cursor.position : start + 1
        }
        return nil
    }

    private static let maximumCandidates = 64
}
