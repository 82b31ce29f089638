import Quantities

/// What a function was made with, besides what its environments need.
struct FunctionSettings: Hashable, Sendable {
    var name: String
    var memoryMegabytes = 512
    /// In seconds.
    var timeout = 60
    var runtime = "python3.13"
    var handler = "app.handler"
    var role = "arn:aws:iam::123456789012:role/finegrain"
    var description = ""
    var environment: [JSONValue.Member] = []
    var tags: [JSONValue.Member] = []
    var codeBytes = 0
    var codeHash = ""
    /// An SNS topic that hears of asynchronous invocations that failed for good.
    var deadLetterTopic: String?
    var modified = SimulatedInstant.start
    /// Counts changes; the revision's id is made of it.
    var revision: UInt64 = 0

    /// `FunctionConfiguration` of the service's model.
    var json: JSONValue {
        var members: [JSONValue.Member] = [
            .init("FunctionName", .string(name)), .init("FunctionArn", .string(FunctionName.arn(name))),
            .init("Runtime", .string(runtime)), .init("Role", .string(role)),
            .init("Handler", .string(handler)),
            .init("CodeSize", .integer(codeBytes)), .init("Description", .string(description)),
            .init("Timeout", .integer(timeout)), .init("MemorySize", .integer(memoryMegabytes)),
            .init("LastModified", .string(CivilTime(modified).isoMilliseconds.dropLast() + "+0000")),
            .init("CodeSha256", .string(codeHash)), .init("Version", "$LATEST"),
            .init("TracingConfig", .members(["Mode": "PassThrough"])),
            .init("RevisionId", .string(UUIDText.make(ByteDigest.hash(name), revision))),
            .init("State", "Active"), .init("LastUpdateStatus", "Successful"), .init("PackageType", "Zip"),
            .init("Architectures", ["x86_64"]), .init("EphemeralStorage", .members(["Size": 512])),
            .init("SnapStart", .members(["ApplyOn": "None", "OptimizationStatus": "Off"])),
            .init(
                "LoggingConfig",
                .members(["LogFormat": "Text", "LogGroup": .string("/aws/lambda/" + name)])),
        ]
        if !environment.isEmpty {
            members.append(.init("Environment", .members(["Variables": .object(environment)])))
        }
        if let deadLetterTopic {
            members.append(.init("DeadLetterConfig", .members(["TargetArn": .string(deadLetterTopic)])))
        }
        return .object(members)
    }
}

extension FunctionSettings {
    /// Members that both making and changing a function take; the third group has no effect here.
    private static let common: Set<String> = [
        "Runtime", "Role", "Handler", "Description", "Timeout", "MemorySize", "Environment",
        "DeadLetterConfig",
        "TracingConfig", "LoggingConfig", "EphemeralStorage", "SnapStart", "Layers",
    ]
    private static let creation: Set<String> = [
        "FunctionName", "Code", "Publish", "PackageType", "Architectures", "Tags",
    ]

    /// Takes over what a request says.
    /// - Throws: a refusal that names the member.
    mutating func apply(_ body: JSONValue, isNew: Bool) throws(ServiceError) {
        guard case .object(let members) = body else {
            throw LambdaWire.content("The request body is no JSON object.")
        }
        for member in members
        where !FunctionSettings.common.contains(member.key)
            && !(isNew ? FunctionSettings.creation.contains(member.key) : member.key == "RevisionId")
        {
            throw LambdaWire.invalid("Unsupported parameter: \(member.key)")
        }
        runtime = body["Runtime"]?.string ?? runtime
        role = body["Role"]?.string ?? role
        handler = body["Handler"]?.string ?? handler
        description = body["Description"]?.string ?? description
        timeout = try FunctionSettings.number(body, "Timeout", "timeout", 1...900) ?? timeout
        memoryMegabytes =
            try FunctionSettings.number(body, "MemorySize", "memorySize", 128...10_240) ?? memoryMegabytes
        if case .object(let variables)? = body["Environment"]?["Variables"] { environment = variables }
        if case .object(let pairs)? = body["Tags"] { tags = pairs }
        if let target = body["DeadLetterConfig"]?["TargetArn"]?.string {
            guard target.isEmpty || target.hasPrefix("arn:aws:sns:") else {
                throw LambdaWire.invalid(
                    "The target \(target) cannot be used as a dead letter queue here: only topics of SNS can."
                )
            }
            deadLetterTopic = target.isEmpty ? nil : target
        }
        revision += 1
    }

    private static func number(
        _ body: JSONValue, _ member: String, _ name: String, _ range: ClosedRange<Int>
    ) throws(ServiceError) -> Int? {
        guard let value = body[member], value != .null else { return nil }
        guard let number = value.integer, range.contains(number) else {
            let bound =
                (value.integer ?? 0) < range.lowerBound
                ? "greater than or equal to \(range.lowerBound)" : "less than or equal to \(range.upperBound)"
            throw LambdaWire.validation(
                value: value.text(), at: name, "Member must have value \(bound)")
        }
        return number
    }
}
