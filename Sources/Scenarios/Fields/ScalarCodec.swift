import Encodings

/// How a scalar of one type is read from YAML text and printed to JSON.
struct ScalarCodec<Value: Sendable>: Sendable {
    var schema: JSONValue
    /// What is expected, for the message when reading fails.
    var expectation: String
    var read: @Sendable (String) -> Value?
    var print: @Sendable (Value) -> JSONValue
    /// What to write instead of a text that cannot be read, when one can tell what is meant.
    var suggestion: @Sendable (String) -> String? = { _ in nil }
}

extension ScalarCodec where Value == Double {
    static func number(_ range: ClosedRange<Double>) -> Self {
        Self(
            schema: bounds(
                "number", .number(range.lowerBound),
                range.upperBound.isFinite ? .number(range.upperBound) : nil),
            expectation: "a number"
                + (range.upperBound.isFinite
                    ? " from \(JSONValue.number(range.lowerBound).text()) to \(JSONValue.number(range.upperBound).text())"
                    : ", at least \(JSONValue.number(range.lowerBound).text())"),
            read: { number($0, range) }, print: { .number($0) },
            suggestion: { text in
                let asShare = range.upperBound <= 2 && Double(text) != nil ? text + " %" : text
                return suggested(asShare) { number($0, range) != nil }
            })
    }
}

extension ScalarCodec where Value == Double {
    private static func number(_ text: String, _ range: ClosedRange<Double>) -> Double? {
        guard !text.isPartOfGroup else { return nil }
        return Double(text).flatMap { $0.isFinite && range.contains($0) ? $0 : nil }
    }
}

extension ScalarCodec where Value == Int {
    static func integer(_ range: ClosedRange<Int>) -> Self {
        Self(
            schema: bounds(
                "integer", .integer(range.lowerBound),
                range.upperBound < .max ? .integer(range.upperBound) : nil),
            expectation: "a whole number"
                + (range.upperBound < .max
                    ? " from \(range.lowerBound) to \(range.upperBound)" : ", at least \(range.lowerBound)"),
            read: { whole($0, range) }, print: { .integer($0) },
            suggestion: { text in suggested(text) { whole($0, range) != nil } })
    }

    private static func whole(_ text: String, _ range: ClosedRange<Int>) -> Int? {
        guard !text.isPartOfGroup else { return nil }
        return Int(text.filter { $0 != "_" }).flatMap { range.contains($0) ? $0 : nil }
    }
}

extension ScalarCodec where Value == String {
    static var text: Self {
        Self(schema: .members(["type": "string"]), expectation: "text", read: { $0 }, print: { .string($0) })
    }
}

extension ScalarCodec where Value == Bool {
    /// `on` or `off`; YAML's `true`, `false`, `yes` and `no` are read as well.
    static var onOff: Self {
        Self(
            schema: .members(["enum": ["on", "off", true, false]]), expectation: "on or off",
            read: {
                ["on": true, "true": true, "yes": true, "off": false, "false": false, "no": false][
                    $0.lowercased()]
            },
            print: { .string($0 ? "on" : "off") })
    }
}

extension ScalarCodec where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
    static var choice: Self {
        let names = Value.allCases.map(\.rawValue)
        return Self(
            schema: .members(["enum": .array(names.map { .string($0) })]),
            expectation: "one of " + names.joined(separator: ", "),
            read: { Value(rawValue: $0) }, print: { .string($0.rawValue) })
    }
}

extension ScalarCodec {
    /// What to write for a number in another form, if that would be read.
    private static func suggested(_ text: String, _ isRead: (String) -> Bool) -> String? {
        if text.isPartOfGroup {
            return "a comma separates values: write thousands as 1000 and decimals as 0.02"
        }
        guard let plain = WrittenNumber.plain(text), isRead(plain) else { return nil }
        return "write \(plain) for \(text)"
    }

    private static func bounds(_ type: String, _ minimum: JSONValue, _ maximum: JSONValue?) -> JSONValue {
        .object(
            [.init("type", .string(type)), .init("minimum", minimum)]
                + (maximum.map { [.init("maximum", $0)] } ?? []))
    }
}

extension String {
    /// Digits with a zero too many in front, as a comma between thousands or decimals leaves in a list.
    fileprivate var isPartOfGroup: Bool {
        count > 1 && first == "0" && allSatisfy { $0.isASCII && $0.isNumber }
    }
}
