import Encodings
import MockWire
import ServiceModels

/// Lists that come in pages.
extension BedrockWire {
    /// The part of a list that a request asks for: `maxResults` of it, from where the page before ended.
    /// - Throws: for a token that no page gave out.
    func page(_ count: Int, _ call: WireCall) throws(ServiceError) -> Range<Int> {
        let most = min(max(1, call.request.parameter("maxResults").flatMap(Int.init) ?? 1_000), 1_000)
        guard let token = call.request.parameter("nextToken") else { return 0..<min(most, count) }
        guard let start = Int(token), start > 0, start <= count else {
            throw Bedrock.Errors.validation("The nextToken is not one that was given out.")
        }
        return start..<start + min(most, count - start)
    }

    /// A page, with the token of the next one if more follow.
    static func listed(
        _ name: String, _ items: [JSONValue], _ range: Range<Int>, of count: Int, _ call: WireCall
    ) -> WireAnswer {
        var members = [JSONValue.Member(name, .array(items))]
        if range.upperBound < count {
            members.append(.init("nextToken", .string(String(range.upperBound))))
        }
        var answer = AWSAnswer.json(.object(members), call)
        answer.serviceTime = Bedrock.refusalTime
        return answer
    }
}
