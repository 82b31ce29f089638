import Foundation
import Testing

@testable import JSONSchemas
@testable import MockWire

/// The service's patterns, with texts that Python's `re.fullmatch` takes or refuses.
@Suite struct TextPatternTests {
    private static let job = #"[a-zA-Z0-9]{1,63}(-*[a-zA-Z0-9\+\-\.]){0,63}"#
    private static let role = #"arn:aws(-[^:]+)?:iam::([0-9]{12})?:role/.+"#
    private static let uri =
        #"s3://[a-z0-9][-.a-z0-9]{1,61}[a-z0-9](?:/[-!_*'().a-z0-9A-Z]+(?:/[-!_*'().a-z0-9A-Z]+)*)?/?"#
    private static let prompt =
        #"([0-9a-zA-Z]{10})|(arn:aws:bedrock:[a-z0-9-]{1,20}:[0-9]{12}:prompt/[0-9a-zA-Z]{10})(?::[0-9]{1,5})?"#

    @Test(arguments: [
        (job, "first-job.2+x", true), (job, "my job", false), (job, "-a", false), (job, "", false),
        (job, "a--", true), (role, "arn:aws:iam::123456789012:role/r", true),
        (role, "arn:aws:iam:::role/r", true),
        (role, "arn:aws-cn:iam::1:role/r", false), (role, "arn:aws:iam::123456789012:role/", false),
        (uri, "s3://finegrain/in/a.jsonl", true), (uri, "s3://finegrain/in/", true), (uri, "s3://fg", false),
        (uri, "http://x/y", false), (uri, "s3://finegrain/a//b", false), (prompt, "ABCDEFGHIJ", true),
        (prompt, "ABCDEFGHIJ:1", false),
        (prompt, "arn:aws:bedrock:us-east-1:123456789012:prompt/ABCDEFGHIJ:12", true),
        (#"\S*"#, "", true), (#"\S*"#, "a b", false), (#"[\s\S]*"#, "a\nb", true),
        (#"(|([a-z]+)|(DRAFT))"#, "", true),
        (#"[a-z+,-.]+"#, "a-.", true), (#"[a-z+,-.]+"#, "/", false), (#"(^a$)|b.*"#, "a", true),
        (#"(^a$)|b.*"#, "b\n", false),
    ])
    func textsFitOrNot(pattern: String, text: String, fits: Bool) throws {
        #expect(try TextPattern(pattern, isWhole: true).matches(text) == fits)
    }

    /// Engines that try one way after the other need 2⁶⁰ steps here.
    @Test func ambiguousTextsAreRefusedAtOnce() throws {
        let pattern = try TextPattern(Self.job, isWhole: true)
        #expect(!pattern.matches("a" + String(repeating: "-", count: 60) + "!"))
        #expect(!pattern.matches(String(repeating: "a", count: 10_000_000)))
    }

    @Test(arguments: ["(a", "[a", "a{2,1}", "*", #"\b"#, "(?=a)"])
    func otherPatternsAreNotRead(source: String) {
        #expect(throws: SchemaRefusal.self) { try TextPattern(source) }
    }

    @Test(arguments: ["bedrock", "bedrock-agent", "bedrock-runtime"])
    func everyPatternOfTheModelsIsRead(service: String) throws {
        let book = try ShapeBook(path: "mocks/aws/\(service).json")
        let text = try String(contentsOfFile: "mocks/aws/\(service).json", encoding: .utf8)
        let patterns = book.shapes.compactMap(\.pattern)
        #expect(patterns.count == text.components(separatedBy: "\"pattern\"").count - 1)
        for pattern in patterns { _ = try pattern.pattern() }
    }
}
