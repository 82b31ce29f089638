import Encodings
import ServiceModels

/// What the service refuses besides what its model says of shapes and values.
extension FunctionSettings {
    func check(_ body: JSONValue, isNew: Bool) throws(ServiceError) {
        if let role = body["Role"]?.string, !FunctionSettings.isRole(role) {
            throw LambdaWire.validation(
                value: role, at: "role",
                "Member must satisfy regular expression pattern: "
                    + "arn:(aws[a-zA-Z-]*)?:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+")
        }
        if let handler = body["Handler"]?.string,
            handler.isEmpty || handler.unicodeScalars.contains(where: { $0.properties.isWhitespace })
        {
            throw LambdaWire.validation(
                value: handler, at: "handler", "Member must satisfy regular expression pattern: [^\\s]+")
        }
        if case .object(let variables)? = body["Environment"]?["Variables"] {
            try FunctionSettings.check(variables)
        }
        if body["SnapStart"]?["ApplyOn"] == "PublishedVersions" || body["Publish"] == true {
            throw LambdaWire.invalid("Versions are not published here: leave out Publish and SnapStart.")
        }
        for layer in body["Layers"]?.array ?? [] {
            let parts = (layer.string ?? "").split(separator: ":", omittingEmptySubsequences: false)
            guard parts.count == 8, parts[0] == "arn", parts[2] == "lambda", parts[5] == "layer",
                Int(parts[7]) != nil
            else { throw LambdaWire.invalid("Layer version ARN \(layer.text()) is malformed.") }
        }
        guard isNew else { return }
        guard body["Runtime"]?.string != nil, body["Handler"]?.string != nil else {
            throw LambdaWire.invalid(
                "Runtime and Handler are mandatory parameters for functions created with deployment packages."
            )
        }
        for member in tagsOf(body) where member.key.lowercased().hasPrefix("aws:") {
            throw LambdaWire.invalid("Tag keys that begin with aws: are reserved: \(member.key)")
        }
    }

    private func tagsOf(_ body: JSONValue) -> [JSONValue.Member] {
        if case .object(let pairs)? = body["Tags"] { return pairs }
        return []
    }

    /// The package that a request gives.
    /// - Returns: its bytes; none for one in S3, which is not read.
    static func code(_ code: JSONValue) throws(ServiceError) -> [UInt8] {
        if code["ImageUri"] != nil {
            throw LambdaWire.invalid("Unsupported parameter: ImageUri")
        }
        if let text = code["ZipFile"]?.string {
            guard let bytes = Base64.decoded(text), !bytes.isEmpty else {
                throw LambdaWire.invalid("Uploaded file must be a non-empty zip")
            }
            return bytes
        }
        guard code["S3Bucket"]?.string != nil, code["S3Key"]?.string != nil else {
            throw LambdaWire.invalid("Please provide a source for function code.")
        }
        return []
    }

    private static func check(_ variables: [JSONValue.Member]) throws(ServiceError) {
        for variable in variables {
            let name = Array(variable.key.utf8)
            guard name.count > 1, let first = name.first, isLetter(first),
                name.allSatisfy({ isLetter($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "_") })
            else {
                throw LambdaWire.validation(
                    value: variable.key, at: "environment.variables",
                    "Map keys must satisfy constraint: [Member must satisfy regular expression pattern: "
                        + "[a-zA-Z]([a-zA-Z0-9_])+]")
            }
            guard !reserved.contains(variable.key) else {
                throw LambdaWire.invalid(
                    "Lambda was unable to configure your environment variables because the environment variables you have "
                        + "provided contains reserved keys that are currently not supported for modification. Reserved keys "
                        + "used in this request: \(variable.key)")
            }
        }
        guard JSONValue.object(variables).text().utf8.count <= 4_096 else {
            throw LambdaWire.invalid(
                "Lambda was unable to configure your environment variables because the environment variables you have "
                    + "provided exceeded the 4KB limit.")
        }
    }

    private static let reserved = [
        "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_EXECUTION_ENV", "AWS_LAMBDA_FUNCTION_NAME",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "AWS_LAMBDA_FUNCTION_VERSION", "AWS_LAMBDA_INITIALIZATION_TYPE",
        "AWS_LAMBDA_LOG_GROUP_NAME", "AWS_LAMBDA_LOG_STREAM_NAME", "AWS_LAMBDA_RUNTIME_API", "AWS_ACCESS_KEY",
        "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "LAMBDA_TASK_ROOT",
        "LAMBDA_RUNTIME_DIR",
    ]

    private static func isLetter(_ byte: UInt8) -> Bool {
        (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte)
    }

    private static func isRole(_ text: String) -> Bool {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0] == "arn", parts[1].isEmpty || parts[1].hasPrefix("aws"),
            parts[2] == "iam", parts[3].isEmpty, parts[4].utf8.count == 12,
            parts[4].utf8.allSatisfy({ (0x30...0x39).contains($0) }), parts[5].hasPrefix("role")
        else { return false }
        let path = parts[5].utf8.dropFirst("role".utf8.count)
        let signs = Array("_+=,.@-/".utf8)
        return !path.isEmpty
            && path.allSatisfy { isLetter($0) || (0x30...0x39).contains($0) || signs.contains($0) }
    }

    /// The ARN of a topic that this cloud could have.
    static func isTopic(_ text: String) -> Bool {
        let prefix = TopicName.arn("")
        return text.hasPrefix(prefix) && TopicName.isName(String(text.dropFirst(prefix.count)))
    }
}

extension FunctionSettings {
    /// Takes a package over: its size, its hash, and a new revision.
    mutating func take(code: [UInt8]) {
        let digits = SHA256.hex(code).utf8.map { PercentEncoding.hexadecimal($0) ?? 0 }
        codeBytes = code.count
        codeHash = Base64.encoded(
            stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] })
        revision += 1
    }
}
