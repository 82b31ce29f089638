import Encodings
import RandomStreams
import Testing

@testable import JSONSchemas

/// Schemas at the edge of what one can ask for: an answer fits, or the schema is refused by keyword.
@Suite struct OddSchemaTests {
    static func sample(_ schema: JSONValue, hash: UInt64 = 1) throws(SchemaRefusal) -> JSONValue {
        var sampler = SchemaSampler(
            schema, sentences: ["A line of copy.", "Another line, somewhat longer."], hash: hash)
        return try sampler.sample()
    }

    static func parsed(_ text: String) throws -> JSONValue { try JSONParser.parse(text) }

    @Test(arguments: [
        #"{"type":"integer","minimum":9223372036854775807}"#,
        #"{"type":"integer","maximum":-9223372036854775808}"#,
        #"{"type":"integer","minimum":-9223372036854775808,"maximum":9223372036854775807}"#,
        #"{"type":"integer","maximum":-5}"#,
        #"{"type":"integer","minimum":0.5,"maximum":1.5}"#,
        #"{"type":"integer","exclusiveMinimum":3,"exclusiveMaximum":5}"#,
        #"{"type":"integer","multipleOf":7,"minimum":8,"maximum":15}"#,
        #"{"type":"integer","multipleOf":2.5,"minimum":1,"maximum":9}"#,
        #"{"type":"number","maximum":-3.5}"#,
        #"{"type":"number","exclusiveMaximum":0.001}"#,
        #"{"type":"number","exclusiveMinimum":0,"exclusiveMaximum":0.001}"#,
        #"{"type":"number","minimum":-1e308,"maximum":1e308}"#,
        #"{"type":"number","minimum":1e300}"#,
        #"{"type":"number","multipleOf":0.01,"minimum":0.3,"maximum":0.4}"#,
        #"{"type":"string","pattern":"^[A-Z]{3}-\\d{4}$"}"#,
        #"{"type":"string","pattern":"^(cat|dog|[a-f]+)\\.(jpe?g|png)$","minLength":8}"#,
        #"{"type":"string","pattern":"^[a-z0-9]+@[a-z]+\\.com$","minLength":12,"maxLength":14}"#,
        #"{"type":"string","pattern":"[0-9]","minLength":6}"#,
        #"{"type":"string","maxLength":0}"#,
        #"{"type":"array","items":{"type":"boolean"},"uniqueItems":true,"minItems":2}"#,
        #"{"type":"array","items":{"type":"string"},"uniqueItems":true,"minItems":30}"#,
        #"{"type":"array","prefixItems":[{"type":"integer"},{"type":"string"}],"items":false}"#,
        #"{"type":"array","items":{"type":"integer"},"contains":{"const":1234},"minItems":2}"#,
        #"{"type":"object","minProperties":3}"#,
        #"{"type":"object","properties":{"a":{"type":"string"}},"required":["a","b"]}"#,
        #"{"type":"object","propertyNames":{"pattern":"^k[0-9]$"},"minProperties":4}"#,
        #"{"type":"object","patternProperties":{"^x-":{"type":"integer"}},"additionalProperties":false,"minProperties":2}"#,
        #"{"allOf":[{"type":"object","properties":{"a":{"type":"integer"}},"required":["a"]},{"properties":{"a":{"minimum":500}}}]}"#,
        #"{"allOf":[{"type":"string"},{"maxLength":5}]}"#,
        #"{"oneOf":[{"type":"integer","multipleOf":3},{"type":"integer","multipleOf":5}]}"#,
        #"{"type":["string","null"],"maxLength":3}"#,
        #"{"type":"integer","minimum":1,"not":{"const":1}}"#,
        ##"{"$defs":{"n":{"type":"object","properties":{"kids":{"type":"array","items":{"$ref":"#/$defs/n"}}},"required":["kids"]}},"$ref":"#/$defs/n"}"##,
        ##"{"$defs":{"e":{"anyOf":[{"type":"object","properties":{"l":{"$ref":"#/$defs/e"},"r":{"$ref":"#/$defs/e"}},"required":["l","r"]},{"type":"integer"}]}},"$ref":"#/$defs/e"}"##,
    ])
    func aSchemaThatCanBeMetIsMet(_ text: String) throws {
        let schema = try Self.parsed(text)
        for hash in 0..<40 {
            let value = try Self.sample(schema, hash: UInt64(hash))
            #expect(SchemaCheck(root: schema).problem(value) == nil, "\(text) \(value.text())")
            // What was made reads back from its text as what it is.
            let read = try JSONParser.parse(value.text())
            #expect(SchemaCheck(root: schema).problem(read) == nil, "\(text) \(value.text())")
        }
    }

    @Test(arguments: [
        (#"{"type":"integer","exclusiveMinimum":9223372036854775807}"#, "exclusiveMinimum"),
        (#"{"type":"integer","minimum":1e300}"#, "minimum"),
        (#"{"type":"integer","minimum":5,"maximum":1}"#, "minimum"),
        (#"{"type":"string","maxLength":-1}"#, "maxLength"),
        (#"{"type":"string","maxLength":"many"}"#, "maxLength"),
        (#"{"type":"string","minLength":3,"maxLength":1}"#, "minLength"),
        (#"{"type":"string","minLength":4611686018427387904}"#, "minLength"),
        (#"{"type":"array","minItems":-1,"maxItems":-5,"items":{"type":"string"}}"#, "minItems"),
        (#"{"type":"array","minItems":50000000,"items":{"type":"string"}}"#, "minItems"),
        (#"{"type":"array","items":{"enum":[1,2]},"uniqueItems":true,"minItems":3}"#, "uniqueItems"),
        (#"{"type":"object","minProperties":4611686018427387904}"#, "minProperties"),
        (#"{"type":"object","required":["a"],"additionalProperties":false}"#, "additionalProperties"),
        (#"{"type":"integer","multipleOf":0}"#, "multipleOf"),
        (#"{"type":"string","pattern":"((("}"#, "pattern"),
        (#"{"type":"string","pattern":"^(?=a)b$"}"#, "pattern"),
        (#"{"type":"string","pattern":"^(((a{1000}){1000}){1000})$"}"#, "pattern"),
        (#"{"enum":[]}"#, "enum"),
        (#"{"anyOf":[]}"#, "anyOf"),
        (#"{"type":"text"}"#, "type"),
        (#"{"unevaluatedProperties":false}"#, "unevaluatedProperties"),
        (#"{"allOf":[{"type":"string"},{"type":"integer"}]}"#, "type"),
        (##"{"type":"object","properties":{"a":{"$ref":"#"}},"required":["a"]}"##, "$ref"),
        (##"{"$ref":"#/$defs/missing"}"##, "$ref"),
        (##"{"allOf":[{"$ref":"#"},{"$ref":"#"}]}"##, "$ref"),
    ])
    func whatCannotBeMetIsRefusedByItsKeyword(_ text: String, _ keyword: String) throws {
        let schema = try Self.parsed(text)
        let error = #expect(throws: SchemaRefusal.self, "\(text)") { try Self.sample(schema) }
        #expect(error?.keyword == keyword, "\(text): \(error?.message ?? "")")
    }

    @Test func patternsFitAsRegularExpressionsDo() throws {
        let cases: [(String, [String], [String])] = [
            ("^a+$", ["a", "aaa"], ["", "b", "ab"]), ("b", ["abc", "b"], ["ac", ""]),
            ("^(ab|cd){2}$", ["abab", "cdab"], ["ab", "ababab"]), ("^[^0-9]$", ["x"], ["5", "xy"]),
            (#"^\w+\s\w+$"#, ["one two"], ["one", "one  two"]), ("^.{2,3}$", ["ab", "abc"], ["a", "abcd"]),
            (#"^\u0041\x42\.$"#, ["AB."], ["ABx"]), ("^a{,2}$", ["a{,2}"], ["aa"]),
            ("^(a|a)*(b|)$", ["aaaaaaaaaaaaaaaaaaaaaaaaaaaab", ""], ["aaaaaaaaaaaaaaaaaaaaaaaaaaaac"]),
        ]
        for (pattern, fit, unfit) in cases {
            let read = try TextPattern(pattern)
            for text in fit { #expect(read.matches(text), "\(pattern) \(text)") }
            for text in unfit { #expect(!read.matches(text), "\(pattern) \(text)") }
        }
    }

    private static let oddValues: [JSONValue] = [
        .integer(.max), .integer(.min), 0, -1, 1, 2, 3, 7, 1000, .number(1e300), .number(-1e308),
        .number(0.5),
        .number(1e-9), .number(4.6e18), .string("x"), .null, true, [], .object([]), .integer(1 << 62),
    ]
    private static let keywords = [
        "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength",
        "minItems", "maxItems", "minProperties", "maxProperties", "minContains", "maxContains", "pattern",
        "required", "enum", "const", "uniqueItems", "format",
    ]
    private static let patterns = [
        "^[a-z]+$", "(a|b)*c", "\\d{3}", "^$", "[", "a{2,1}", "(?!x)", "^(x*)*$", "a$b", "[^\\s\\S]",
        "\\p{L}",
        "((a?){30}){30}", ".*.*.*",
    ]

    private func odd(_ stream: inout RandomStream, depth: Int) -> JSONValue {
        func pick<Element>(_ list: [Element]) -> Element { list[Int(stream.below(UInt32(list.count)))] }
        if stream.below(20) == 0 { return pick(Self.oddValues) }
        var members: [JSONValue.Member] = []
        let types: [JSONValue] = [
            "object", "array", "string", "integer", "number", "boolean", "null", ["string", "null"], "any",
        ]
        if stream.below(5) > 0 { members.append(.init("type", pick(types))) }
        for _ in 0..<stream.below(4) {
            let key = pick(Self.keywords)
            members.append(.init(key, key == "pattern" ? .string(pick(Self.patterns)) : pick(Self.oddValues)))
        }
        guard depth < 4 else { return .object(members) }
        for _ in 0..<stream.below(3) {
            switch stream.below(6) {
            case 0: members.append(.init("items", odd(&stream, depth: depth + 1)))
            case 1:
                let key = pick(["anyOf", "oneOf", "allOf", "prefixItems"])
                members.append(
                    .init(key, [odd(&stream, depth: depth + 1), odd(&stream, depth: depth + 1)]))
            case 2:
                members.append(
                    .init("properties", .members(["a": odd(&stream, depth: depth + 1), "b": true])))
                members.append(.init("required", ["a", "c"]))
            case 3: members.append(.init("$ref", .string(pick(["#", "#/properties/a", "#/items", "x"]))))
            case 4: members.append(.init(pick(["not", "if", "contains"]), odd(&stream, depth: depth + 1)))
            default:
                members.append(
                    .init(
                        pick(["additionalProperties", "propertyNames"]),
                        pick([false, odd(&stream, depth: depth + 1)])))
            }
        }
        return .object(members)
    }

    @Test func noSchemaHowEverOddStopsTheProcessOrIsBroken() throws {
        var met = 0
        for seed in 0..<6_000 {
            var stream = Seed(UInt64(seed)).streams("odd schemas").stream(entity: 0)
            let schema = odd(&stream, depth: 0)
            guard let value = try? Self.sample(schema, hash: stream.next()) else { continue }
            met += 1
            #expect(SchemaCheck(root: schema).problem(value) == nil, "\(schema.text()) \(value.text())")
        }
        // The test is of no use where nearly all are refused.
        #expect(met > 800)
    }
}
