import Encodings
public import MockWire
import Quantities
import ServiceModels

extension SNSWire {
    /// The answer of an action; without a result only its id.
    static func answer(_ action: String, _ result: [Markup]?, _ call: WireCall) -> WireAnswer {
        let id = call.uuid()
        let parts =
            (result.map { [Markup(action + "Result", $0)] } ?? []) + [
                Markup("ResponseMetadata", [Markup("RequestId", id)])
            ]
        return xml(Markup(action + "Response", namespace: namespace, parts), status: 200, id: id)
    }

    public func refused(_ code: String, status: Int, _ message: String, id: String) -> WireAnswer {
        let error = Markup(
            "Error",
            [
                Markup("Type", status < 500 ? "Sender" : "Receiver"),
                Markup("Code", SNSWire.codes[code] ?? code),
                Markup("Message", message),
            ])
        var answer = SNSWire.xml(
            Markup("ErrorResponse", namespace: SNSWire.namespace, [error, Markup("RequestId", id)]),
            status: status,
            id: id)
        answer.serviceTime = .milliseconds(20)
        return answer
    }

    /// Names that the query protocol has for refusals of other protocols.
    private static let codes = [
        "MissingAuthenticationTokenException": "MissingAuthenticationToken",
        "UnrecognizedClientException": "InvalidClientTokenId",
        "IncompleteSignatureException": "IncompleteSignature",
        "InvalidSignatureException": "SignatureDoesNotMatch",
        "RequestEntityTooLargeException": "InvalidParameter",
        "ValidationException": "InvalidParameter",
    ]

    /// Who asks, as STS says it. Clients of other services ask for it on their own, at the same address and in the same
    /// protocol, to find out where they run; so it takes no time and is no part of a bill.
    static func callerIdentity(_ call: WireCall) -> WireAnswer {
        let id = call.uuid()
        let result = Markup(
            "GetCallerIdentityResult",
            [
                Markup("Arn", "arn:aws:iam::\(AWSAccount.id):user/finegrain"),
                Markup("UserId", "AIDAFINEGRAIN"), Markup("Account", AWSAccount.id),
            ])
        let metadata = Markup("ResponseMetadata", [Markup("RequestId", id)])
        return xml(
            Markup(
                "GetCallerIdentityResponse", namespace: "https://sts.amazonaws.com/doc/2011-06-15/",
                [result, metadata]), status: 200, id: id)
    }

    private static func xml(_ root: Markup, status: Int, id: String) -> WireAnswer {
        WireAnswer(
            status: status, headers: [WireHeader("Content-Type", "text/xml"), AWSAnswer.requestID(id)],
            body: .bytes(root.document))
    }

    static func refused(_ code: String, _ status: Int, _ message: String) -> ServiceError {
        ServiceError(.sns, code: code, status: status, message: message, isRetryable: false)
    }

    static func lacking(_ name: String) -> ServiceError {
        SNS.Errors.invalid("\(name) Reason: no value for required parameter")
    }

    /// Fails with the first parameter that nobody has asked for.
    static func finish(_ form: QueryForm) throws(ServiceError) {
        if let name = form.unknown { throw SNS.Errors.invalid(name) }
    }

    static func required(_ name: String, _ form: inout QueryForm) throws(ServiceError) -> String {
        guard let value = form.take(name), !value.isEmpty else { throw lacking(name) }
        return value
    }

    /// A map of attributes as answers have it.
    static func attributes(_ pairs: [(String, String)]) -> Markup {
        Markup("Attributes", pairs.map { Markup("entry", [Markup("key", $0.0), Markup("value", $0.1)]) })
    }

    /// One page of a list, and the token of the next.
    static func page<Item>(_ items: [Item], _ form: inout QueryForm) throws(ServiceError) -> (
        items: ArraySlice<Item>, next: [Markup]
    ) {
        var start = 0
        if let token = form.take("NextToken"), !token.isEmpty {
            guard let bytes = Base64.decoded(token), let place = Int(String(decoding: bytes, as: UTF8.self)),
                items.indices.contains(place)
            else { throw SNS.Errors.invalid("NextToken") }
            start = place
        }
        let page = items[start...].prefix(pageSize)
        guard page.endIndex < items.count else { return (page, []) }
        return (page, [Markup("NextToken", Base64.encoded(Array(String(page.endIndex).utf8)))])
    }

    private static let pageSize = 100
}
