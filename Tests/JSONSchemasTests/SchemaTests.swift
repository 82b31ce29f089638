import Encodings
import JSONSchemas
import RandomStreams
import Testing

@Suite struct SchemaTests {
    /// A schema of the kinds that the sampler reads, drawn at random.
    private func schema(_ stream: inout RandomStream, depth: Int = 0) -> JSONValue {
        switch stream.below(depth > 3 ? 4 : 7) {
        case 0: return .members(["type": "boolean"])
        case 1:
            let low = Int(stream.below(50))
            return .members([
                "type": "integer", "minimum": .integer(low), "maximum": .integer(low + Int(stream.below(9))),
            ])
        case 2: return .members(["enum": ["red", "green", 3]])
        case 3:
            let least = Int(stream.below(60))
            return .members([
                "type": "string", "minLength": .integer(least),
                "maxLength": .integer(least + Int(stream.below(40))),
            ])
        case 4:
            let least = Int(stream.below(4))
            return .members([
                "type": "array", "items": schema(&stream, depth: depth + 1), "minItems": .integer(least),
                "maxItems": .integer(least + Int(stream.below(3))),
            ])
        case 5:
            return .members([
                "anyOf": .array([schema(&stream, depth: depth + 1), .members(["type": "null"])])
            ])
        default:
            let names = ["a", "b", "c"].prefix(1 + Int(stream.below(3)))
            return .members([
                "type": "object",
                "properties": .object(names.map { .init($0, schema(&stream, depth: depth + 1)) }),
                "required": .array(names.map { .string($0) }), "additionalProperties": false,
            ])
        }
    }

    @Test func everySampleFitsItsSchema() throws {
        for seed in 0..<2_000 {
            var stream = Seed(UInt64(seed)).streams("schemas").stream(entity: 0)
            let schema = schema(&stream)
            var sampler = SchemaSampler(schema, sentences: ["A line of copy."], hash: stream.next())
            let sample = try sampler.sample()
            #expect(
                SchemaCheck(root: schema).problem(sample) == nil, "\(seed): \(schema.text()) \(sample.text())"
            )
        }
    }

    @Test func referencesAreFollowedAndLoopsEnd() throws {
        let schema = try JSONParser.parse(
            ##"{"$defs":{"node":{"type":"object","properties":{"next":{"$ref":"#/$defs/node"}}}},"$ref":"#/$defs/node"}"##
        )
        var sampler = SchemaSampler(schema, sentences: [], hash: 1)
        #expect(try sampler.sample().isObject)
        #expect(SchemaCheck(root: schema).problem(.members(["next": 3])) != nil)
    }

    @Test func whatDoesNotFitIsNamedWithItsPlace() throws {
        let schema = try JSONParser.parse(
            #"{"type":"object","properties":{"n":{"type":"integer","maximum":3}},"required":["n"],"additionalProperties":false}"#
        )
        let check = SchemaCheck(root: schema)
        #expect(check.problem(try JSONParser.parse(#"{"n": 4}"#))?.contains("$.n") == true)
        #expect(check.problem(try JSONParser.parse(#"{}"#)) == "$.n is missing")
        #expect(check.problem(try JSONParser.parse(#"{"n": 1, "m": 2}"#)) == "$.m is unknown")
        #expect(check.problem(try JSONParser.parse(#"[]"#)) != nil)
    }
}
