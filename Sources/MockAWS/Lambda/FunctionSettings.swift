import Encodings
import Quantities
import ServiceModels

/// What a function was made with, besides what its environments need.
struct FunctionSettings: Sendable {
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
    var architectures = ["x86_64"]
    /// Megabytes of `/tmp`.
    var storageMegabytes = 512
    var tracing = "PassThrough"
    /// When snapshots are taken, which nothing here does.
    var snapStart = "None"
    var logging: [JSONValue.Member] = []
    var layers: [String] = []
    /// Who may invoke it, by the ids of the statements.
    var policy: [(id: String, statement: JSONValue)] = []
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
            .init("TracingConfig", .members(["Mode": .string(tracing)])),
            .init("RevisionId", .string(revisionID)),
            .init("State", "Active"), .init("LastUpdateStatus", "Successful"), .init("PackageType", "Zip"),
            .init("Architectures", .array(architectures.map { .string($0) })),
            .init("EphemeralStorage", .members(["Size": .integer(storageMegabytes)])),
            .init("SnapStart", .members(["ApplyOn": .string(snapStart), "OptimizationStatus": "Off"])),
            .init("LoggingConfig", .object(shownLogging)),
        ]
        if !environment.isEmpty {
            members.append(.init("Environment", .members(["Variables": .object(environment)])))
        }
        if !layers.isEmpty {
            let shown = layers.map { JSONValue.members(["Arn": .string($0), "CodeSize": 0]) }
            members.append(.init("Layers", .array(shown)))
        }
        if let deadLetterTopic {
            members.append(.init("DeadLetterConfig", .members(["TargetArn": .string(deadLetterTopic)])))
        }
        return .object(members)
    }

    var revisionID: String { UUIDText.make(ByteDigest.hash(name), revision) }

    private var shownLogging: [JSONValue.Member] {
        func value(_ name: String) -> JSONValue? { logging.first { $0.key == name }?.value }
        var shown: [JSONValue.Member] = [.init("LogFormat", value("LogFormat") ?? "Text")]
        if shown[0].value == "JSON" {
            shown.append(.init("ApplicationLogLevel", value("ApplicationLogLevel") ?? "INFO"))
            shown.append(.init("SystemLogLevel", value("SystemLogLevel") ?? "INFO"))
        }
        shown.append(.init("LogGroup", value("LogGroup") ?? .string("/aws/lambda/" + name)))
        return shown
    }
}

extension FunctionSettings {
    /// Members that both making and changing a function take; the last ones are only given back.
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
        where member.value != .null && !FunctionSettings.common.contains(member.key)
            && !(isNew ? FunctionSettings.creation.contains(member.key) : member.key == "RevisionId")
        {
            throw LambdaWire.invalid("Unsupported parameter: \(member.key)")
        }
        try check(body, isNew: isNew)
        runtime = body["Runtime"]?.string ?? runtime
        role = body["Role"]?.string ?? role
        handler = body["Handler"]?.string ?? handler
        description = body["Description"]?.string ?? description
        timeout = try FunctionSettings.number(body, "Timeout", "timeout", 1...900) ?? timeout
        memoryMegabytes =
            try FunctionSettings.number(body, "MemorySize", "memorySize", 128...10_240) ?? memoryMegabytes
        if case .object(let variables)? = body["Environment"]?["Variables"] { environment = variables }
        if case .object(let pairs)? = body["Tags"] { tags = pairs }
        architectures = body["Architectures"]?.array?.compactMap(\.string) ?? architectures
        storageMegabytes = body["EphemeralStorage"]?["Size"]?.integer ?? storageMegabytes
        tracing = body["TracingConfig"]?["Mode"]?.string ?? tracing
        snapStart = body["SnapStart"]?["ApplyOn"]?.string ?? snapStart
        if case .object(let parts)? = body["LoggingConfig"] { logging = parts.filter { $0.value != .null } }
        layers = body["Layers"]?.array?.compactMap(\.string) ?? layers
        if let target = body["DeadLetterConfig"]?["TargetArn"]?.string {
            guard target.isEmpty || FunctionSettings.isTopic(target) else {
                throw LambdaWire.invalid(
                    "The target \(target) cannot be used as a dead letter queue here: only topics of SNS can."
                )
            }
            deadLetterTopic = target.isEmpty ? nil : target
        }
        revision += 1
    }

    static func number(
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
