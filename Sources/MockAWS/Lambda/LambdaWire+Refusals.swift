import Encodings
import MockWire
import Quantities
import ServiceModels

extension LambdaWire {
    /// HTTP status of every exception of Invoke's model, for the triggers `fault-<exception>`.
    static let statuses = [
        "CodeArtifactUserDeletedException": 409, "CodeArtifactUserFailedException": 409,
        "CodeArtifactUserPendingException": 409, "DurableExecutionAlreadyStartedException": 409,
        "EC2AccessDeniedException": 502, "EC2ThrottledException": 502, "EC2UnexpectedException": 502,
        "EFSIOException": 410, "EFSMountConnectivityException": 408, "EFSMountFailureException": 403,
        "EFSMountTimeoutException": 408, "ENILimitReachedException": 502, "ENINotReadyException": 502,
        "InvalidParameterValueException": 400, "InvalidRequestContentException": 400,
        "InvalidRuntimeException": 502, "InvalidSecurityGroupIDException": 502,
        "InvalidSubnetIDException": 502,
        "InvalidZipFileException": 502, "KMSAccessDeniedException": 502, "KMSDisabledException": 502,
        "KMSInvalidStateException": 502, "KMSNotFoundException": 502, "ModeNotSupportedException": 400,
        "NoPublishedVersionException": 400, "RecursiveInvocationException": 400,
        "RequestTooLargeException": 413,
        "ResourceConflictException": 409, "ResourceNotFoundException": 404, "ResourceNotReadyException": 502,
        "RuntimeAliasDeletedException": 409, "RuntimeVersionDeletedException": 409,
        "S3FilesMountConnectivityException": 408, "S3FilesMountFailureException": 403,
        "S3FilesMountTimeoutException": 408, "SerializedRequestEntityTooLargeException": 413,
        "ServiceException": 500, "ServiceQuotaExceededException": 402, "SnapStartException": 400,
        "SnapStartNotReadyException": 409, "SnapStartRegenerationFailureException": 409,
        "SnapStartTimeoutException": 408, "SubnetIPAddressLimitReachedException": 502,
        "TooManyRequestsException": 429, "UnsupportedMediaTypeException": 415,
    ]

    /// Exceptions whose message is written with a small letter; the model has both.
    private static let small: Set<String> = [
        "CodeArtifactUserDeletedException", "CodeArtifactUserFailedException",
        "CodeArtifactUserPendingException",
        "InvalidParameterValueException", "InvalidRequestContentException", "ModeNotSupportedException",
        "RequestTooLargeException", "ResourceConflictException", "ResourceNotReadyException",
        "RuntimeAliasDeletedException", "RuntimeVersionDeletedException",
        "SerializedRequestEntityTooLargeException", "TooManyRequestsException",
        "UnsupportedMediaTypeException",
        "ValidationException",
    ]

    /// The refusal that a function of the name `fault-<exception>` answers with; nil for other names.
    static func fault(_ name: String) -> ServiceError? {
        let code = name.hasPrefix("fault-") ? String(name.dropFirst("fault-".count)) : ""
        guard let status = statuses[code] else { return nil }
        let isThrottle = code == "TooManyRequestsException"
        return ServiceError(
            .lambda, code: code, status: status,
            message: isThrottle ? "Rate Exceeded." : "\(code) as asked for by the function's name.",
            isRetryable: status == 429 || status >= 500,
            reason: isThrottle ? Lambda.Errors.reserved.reason : nil)
    }

    static func refused(_ code: String, _ status: Int, _ message: String) -> ServiceError {
        ServiceError(.lambda, code: code, status: status, message: message, isRetryable: false)
    }

    static func invalid(_ message: String) -> ServiceError {
        refused("InvalidParameterValueException", 400, message)
    }

    static func content(_ message: String) -> ServiceError {
        refused("InvalidRequestContentException", 400, message)
    }

    static func validation(value: String, at member: String, _ constraint: String) -> ServiceError {
        refused(
            "ValidationException", 400,
            "1 validation error detected: Value '\(value)' at '\(member)' failed to satisfy constraint: \(constraint)"
        )
    }

    static func missing(_ name: String, qualifier: String? = nil) -> ServiceError {
        refused(
            "ResourceNotFoundException", 404,
            "Function not found: " + FunctionName.arn(name, qualifier: qualifier))
    }

    /// Refuses what an ARN names in another region or account.
    static func checkPlace(_ name: FunctionName, _ text: String, _ operation: String) throws(ServiceError) {
        if let region = name.region, region != AWSAccount.region || name.partition != "aws" {
            throw refused(
                "ResourceNotFoundException", 404,
                "Functions from '\(region)' are not reachable in this region ('\(AWSAccount.region)')")
        }
        guard let account = name.account, account != AWSAccount.id else { return }
        let action = operation.hasPrefix("Invoke") ? "InvokeFunction" : operation
        throw refused(
            "AccessDeniedException", 403,
            "User: arn:aws:iam::\(AWSAccount.id):user/finegrain is not authorized to perform: lambda:\(action) "
                + "on resource: \(text) because no resource-based policy allows the lambda:\(action) action")
    }

    /// The answer of a refusal, with the members that the model gives its exception.
    static func answer(_ error: ServiceError, id: String) -> WireAnswer {
        var members: [JSONValue.Member] = [
            .init("Type", .string(error.status < 500 ? "User" : "Service")),
            .init(small.contains(error.code) ? "message" : "Message", .string(error.message)),
        ]
        var headers = [AWSAnswer.requestID(id), WireHeader("x-amzn-ErrorType", error.code)]
        if let reason = error.reason { members.append(.init("Reason", .string(reason))) }
        if error.status == 429 { headers.append(WireHeader("Retry-After", "1")) }
        return WireAnswer(
            status: error.status, json: .object(members), headers: headers, serviceTime: Lambda.refusalTime)
    }
}
