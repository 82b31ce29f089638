import Encodings

/// Numbers and texts.
extension SchemaSampler {
    mutating func integer(_ schema: JSONValue) throws(SchemaRefusal) -> JSONValue {
        let low = try SchemaSampler.lowest(schema)
        let high = try SchemaSampler.highest(schema)
        let first = low ?? high.map { $0 < 0 ? max($0, .min + 100) - 100 : 0 } ?? 0
        let last = high ?? (first > .max - 100 ? .max : first + 100)
        guard first <= last else { throw SchemaRefusal("minimum", "leaves no integer below the maximum") }
        if let step = schema["multipleOf"]?.double {
            return .integer(try multiple(of: step, from: first, through: last))
        }
        let (width, isOver) = last.subtractingReportingOverflow(first)
        let draw = next()
        if isOver { return .integer(first &+ Int(truncatingIfNeeded: draw >> 1)) }
        return .integer(first + SchemaSampler.share(draw, of: width))
    }

    /// A part of a width that fits the integers.
    private static func share(_ draw: UInt64, of width: Int) -> Int {
        if width > 1 << 40 { return Int(draw >> 1) % width }
        return min(width, Int((Double(draw % 1_001) / 1_000 * Double(width)).rounded(.down)))
    }

    private static func lowest(_ schema: JSONValue) throws(SchemaRefusal) -> Int? {
        var low: Int?
        for key in ["minimum", "exclusiveMinimum"] {
            guard let value = schema[key] else { continue }
            let isOpen = key == "exclusiveMinimum"
            guard let whole = value.integer ?? integer(value.double?.rounded(.up)) else {
                if let bound = value.double, bound < 0 { continue }
                throw SchemaRefusal(key, "is past the integers")
            }
            let isExact = value.double == Double(whole)
            guard !(isOpen && isExact && whole == .max) else {
                throw SchemaRefusal(key, "leaves no integer above it")
            }
            low = max(low ?? .min, isOpen && isExact ? whole + 1 : whole)
        }
        return low
    }

    private static func highest(_ schema: JSONValue) throws(SchemaRefusal) -> Int? {
        var high: Int?
        for key in ["maximum", "exclusiveMaximum"] {
            guard let value = schema[key] else { continue }
            let isOpen = key == "exclusiveMaximum"
            guard let whole = value.integer ?? integer(value.double?.rounded(.down)) else {
                if let bound = value.double, bound > 0 { continue }
                throw SchemaRefusal(key, "is past the integers")
            }
            let isExact = value.double == Double(whole)
            guard !(isOpen && isExact && whole == .min) else {
                throw SchemaRefusal(key, "leaves no integer below it")
            }
            high = min(high ?? .max, isOpen && isExact ? whole - 1 : whole)
        }
        return high
    }

    private static func integer(_ number: Double?) -> Int? { number.flatMap(Int.init(exactly:)) }

    private mutating func multiple(
        of step: Double, from first: Int, through last: Int
    ) throws(SchemaRefusal) -> Int {
        let low = (Double(first) / step).rounded(.up)
        let high = (Double(last) / step).rounded(.down)
        if low <= high {
            let start = (low + (Double(next() % 1_001) / 1_000 * (high - low)).rounded(.down)).rounded(.down)
            for index in 0..<1_000 {
                // Upwards from a drawn place, then from the lowest.
                let factor = start + Double(index) <= high ? start + Double(index) : low + Double(index)
                guard factor <= high else { break }
                if let whole = Int(exactly: factor * step), (first...last).contains(whole) { return whole }
            }
            if (first...last).contains(0) { return 0 }
        }
        throw SchemaRefusal("multipleOf", "has no integer within the bounds")
    }

    mutating func number(_ schema: JSONValue) throws(SchemaRefusal) -> JSONValue {
        let closedLow = schema["minimum"]?.double
        let openLow = schema["exclusiveMinimum"]?.double
        let closedHigh = schema["maximum"]?.double
        let openHigh = schema["exclusiveMaximum"]?.double
        let givenLow = [closedLow, openLow].compactMap { $0 }.max()
        let givenHigh = [closedHigh, openHigh].compactMap { $0 }.min()
        let low = givenLow ?? givenHigh.map { $0 <= 0 ? $0 - max(100, abs($0) / 2) : 0 } ?? 0
        let high = givenHigh ?? low + max(100, abs(low) / 2)
        let part = Double(next() % 1_001) / 1_000
        let drawn = low * (1 - part) + high * part
        var candidates = [drawn.rounded(.down), drawn, low / 2 + high / 2, low, low.nextUp, high]
        if let step = schema["multipleOf"]?.double {
            let factors = [drawn / step, high / step, low / step].flatMap { factor -> [Double] in
                let whole = factor.rounded(.down)
                return (-2...2).map { whole + Double($0) }
            }
            // Those that divide without a rest in binary too, then the others.
            let exact = factors.filter { $0 * step / step == $0 }
            candidates = exact.map { $0 * step } + [0] + factors.map { $0 * step }
        }
        for candidate in candidates
        where candidate.isFinite && SchemaCheck.findNumber(candidate, schema, place: "$") == nil {
            return .number(candidate)
        }
        let keyword = schema["multipleOf"] == nil ? "minimum" : "multipleOf"
        throw SchemaRefusal(keyword, "leaves no number within the bounds")
    }

    mutating func text(_ schema: JSONValue, name: String) throws(SchemaRefusal) -> String {
        let least = SchemaReference.count(schema["minLength"]) ?? 0
        let most = SchemaReference.count(schema["maxLength"]) ?? .max
        guard least <= most else { throw SchemaRefusal("minLength", "is greater than maxLength") }
        guard least <= SchemaSampler.longest else {
            throw SchemaRefusal("minLength", "asks for a longer text than this mock makes")
        }
        if let source = schema["pattern"]?.string {
            return try text(of: try TextPattern(source), source, least, most)
        }
        if let text = formatted(schema["format"]?.string) {
            guard let found = SchemaCheck.findText(text, schema, place: "$") else { return text }
            throw SchemaRefusal(found.keyword, "leaves no room for the format")
        }
        var text = sentences.isEmpty ? name : sentences[Int(next() % UInt64(sentences.count))]
        if variation > 0 { text = "\(variation) \(text)" }
        var length = text.unicodeScalars.count
        let filler = " " + name
        while length < least {
            text += filler
            length += filler.unicodeScalars.count
        }
        if length > most { text = String(String.UnicodeScalarView(text.unicodeScalars.prefix(most))) }
        return text
    }

    private mutating func text(
        of pattern: TextPattern, _ source: String, _ least: Int, _ most: Int
    ) throws(SchemaRefusal) -> String {
        let shortest = pattern.minimumLength
        guard shortest <= SchemaSampler.longest else {
            throw SchemaRefusal("pattern", "\(source) asks for a longer text than this mock makes")
        }
        guard shortest <= most else {
            throw SchemaRefusal("maxLength", "leaves no room for the pattern \(source)")
        }
        let wanted = max(least, shortest)
        for attempt in 0..<24 {
            let room = min(most, wanted + (attempt == 0 ? Int(next() % 4) : attempt % 8))
            var text = pattern.text(slack: room - shortest) { next() }
            // A pattern without an anchor at its end leaves room for more.
            while text.unicodeScalars.count < least { text += "a" }
            if text.unicodeScalars.count <= most, pattern.matches(text) { return text }
        }
        throw SchemaRefusal("pattern", "\(source) has no text that was found")
    }

    private mutating func formatted(_ format: String?) -> String? {
        switch format {
        case "date": "2026-01-\(10 + Int(next() % 20))"
        case "date-time": "2026-01-\(10 + Int(next() % 20))T12:00:00Z"
        case "time": "12:00:\(10 + Int(next() % 50))Z"
        case "email": "reader\(next() % 1_000)@example.com"
        case "uri": "https://example.com/\(next() % 1_000)"
        case "hostname": "host\(next() % 1_000).example.com"
        case "ipv4": "192.0.2.\(next() % 255)"
        case "uuid": UUIDText.make(next())
        default: nil
        }
    }
}
