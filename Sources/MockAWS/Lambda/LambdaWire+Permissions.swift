import Encodings
import MockWire
import ServiceModels

/// Who may invoke a function. Statements are kept and shown; nothing here asks for them.
extension LambdaWire {
    private static let members = [
        "StatementId", "Action", "Principal", "SourceArn", "SourceAccount", "PrincipalOrgID",
        "EventSourceToken",
        "FunctionUrlAuthType", "InvokedViaFunctionUrl", "RevisionId",
    ]

    mutating func addPermission(_ call: WireCall) throws(ServiceError) -> WireAnswer {
        var changed = try function(call)
        let body = try checkedBody(call)
        if case .object(let given) = body {
            for member in given where !LambdaWire.members.contains(member.key) {
                throw LambdaWire.invalid("Unsupported parameter: \(member.key)")
            }
        }
        try LambdaWire.check(revision: body["RevisionId"]?.string, of: changed)
        let id = try LambdaWire.text(body, "StatementId", "([a-zA-Z0-9-_]+)", FunctionName.isName)
        let action = try LambdaWire.text(body, "Action", "(lambda:[*]|lambda:[a-zA-Z]+|[*])") {
            $0 == "*" || $0 == "lambda:*"
                || ($0.hasPrefix("lambda:") && FunctionName.isName(String($0.dropFirst(7))))
        }
        let principal = try LambdaWire.text(body, "Principal", "[^\\s]+") {
            !$0.isEmpty && !$0.unicodeScalars.contains { $0.properties.isWhitespace }
        }
        guard !changed.policy.contains(where: { $0.id == id }) else {
            throw LambdaWire.refused(
                "ResourceConflictException", 409,
                "The statement id (\(id)) provided already exists. Please provide a new statement id, or remove the existing "
                    + "statement.")
        }
        var statement: [JSONValue.Member] = [
            .init("Sid", .string(id)), .init("Effect", "Allow"),
            .init("Principal", LambdaWire.principal(principal)), .init("Action", .string(action)),
            .init("Resource", .string(FunctionName.arn(changed.name))),
        ]
        let conditions = LambdaWire.conditions(body)
        if !conditions.isEmpty { statement.append(.init("Condition", .object(conditions))) }
        changed.policy.append((id, .object(statement)))
        changed.revision += 1
        keep(changed)
        return LambdaWire.json(
            .members(["Statement": .string(JSONValue.object(statement).text())]), status: 201, call)
    }

    func getPolicy(_ call: WireCall) throws(ServiceError) -> WireAnswer {
        let found = try function(call)
        guard !found.policy.isEmpty else { throw LambdaWire.noPolicy }
        let policy = JSONValue.members([
            "Version": "2012-10-17", "Id": "default", "Statement": .array(found.policy.map(\.statement)),
        ])
        return LambdaWire.json(
            .members(["Policy": .string(policy.text()), "RevisionId": .string(found.revisionID)]), call)
    }

    mutating func removePermission(_ call: WireCall) throws(ServiceError) -> WireAnswer {
        var changed = try function(call)
        try LambdaWire.check(revision: call.request.parameter("RevisionId"), of: changed)
        let id = call.parameters["statement"] ?? ""
        guard !changed.policy.isEmpty else { throw LambdaWire.noPolicy }
        guard let place = changed.policy.firstIndex(where: { $0.id == id }) else {
            throw LambdaWire.refused(
                "ResourceNotFoundException", 404, "Statement \(id) is not found in resource policy.")
        }
        changed.policy.remove(at: place)
        changed.revision += 1
        keep(changed)
        return WireAnswer(status: 204, headers: [AWSAnswer.requestID(call.uuid())])
    }

    private static let noPolicy = refused(
        "ResourceNotFoundException", 404, "The resource you requested does not exist.")

    /// A member that must be there and have a form.
    private static func text(
        _ body: JSONValue, _ member: String, _ pattern: String, _ fits: (String) -> Bool
    ) throws(ServiceError) -> String {
        let value = body[member]?.string ?? ""
        guard fits(value) else {
            throw validation(
                value: value, at: member.prefix(1).lowercased() + member.dropFirst(),
                "Member must satisfy regular expression pattern: " + pattern)
        }
        return value
    }

    private static func principal(_ text: String) -> JSONValue {
        if text == "*" { return "*" }
        if text.utf8.count == 12, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
            return .members(["AWS": .string("arn:aws:iam::\(text):root")])
        }
        return .members([text.hasPrefix("arn:") ? "AWS" : "Service": .string(text)])
    }

    private static func conditions(_ body: JSONValue) -> [JSONValue.Member] {
        var equal: [JSONValue.Member] = []
        for (member, key) in [
            ("SourceAccount", "AWS:SourceAccount"), ("PrincipalOrgID", "aws:PrincipalOrgID"),
            ("EventSourceToken", "lambda:EventSourceToken"),
            ("FunctionUrlAuthType", "lambda:FunctionUrlAuthType"),
        ] {
            if let value = body[member], value != .null { equal.append(.init(key, value)) }
        }
        var conditions = equal.isEmpty ? [] : [JSONValue.Member("StringEquals", .object(equal))]
        if let source = body["SourceArn"], source != .null {
            conditions.append(.init("ArnLike", .members(["AWS:SourceArn": source])))
        }
        if let flag = body["InvokedViaFunctionUrl"], flag != .null {
            conditions.append(.init("Bool", .members(["lambda:InvokedViaFunctionUrl": flag])))
        }
        return conditions
    }
}
