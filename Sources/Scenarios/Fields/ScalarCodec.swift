import Quantities

/// How a scalar of one type is read from YAML text and printed to JSON.
struct ScalarCodec<Value: Sendable>: Sendable {
    var schema: JSONValue
    /// What is expected, for the message when reading fails.
    var expectation: String
    var read: @Sendable (String) -> Value?
    var print: @Sendable (Value) -> JSONValue
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
            read: { text in Double(text).flatMap { $0.isFinite && range.contains($0) ? $0 : nil } },
            print: { .number($0) })
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
            read: { text in Int(text.filter { $0 != "_" }).flatMap { range.contains($0) ? $0 : nil } },
            print: { .integer($0) })
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
    private static func bounds(_ type: String, _ minimum: JSONValue, _ maximum: JSONValue?) -> JSONValue {
        .object(
            [.init("type", .string(type)), .init("minimum", minimum)]
                + (maximum.map { [.init("maximum", $0)] } ?? []))
    }
}
