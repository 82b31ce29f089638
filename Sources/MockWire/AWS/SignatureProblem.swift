/// What is wrong with a request's signature.
struct SignatureProblem: Error, Hashable {
    var code: String
    var message: String
    var status = 403

    static let missing = SignatureProblem(
        code: "MissingAuthenticationTokenException", message: "Missing Authentication Token")

    static let unknownKey = SignatureProblem(
        code: "UnrecognizedClientException",
        message: "The security token included in the request is invalid.")

    static func incomplete(_ message: String) -> SignatureProblem {
        SignatureProblem(code: "IncompleteSignatureException", message: message)
    }

    static func scope(_ service: String) -> SignatureProblem {
        SignatureProblem(
            code: "InvalidSignatureException",
            message: "Credential should be scoped to correct service: '\(service)'.")
    }

    static func mismatch(isS3: Bool) -> SignatureProblem {
        SignatureProblem(
            code: isS3 ? "SignatureDoesNotMatch" : "InvalidSignatureException",
            message:
                "The request signature we calculated does not match the signature you provided. Check your AWS "
                + "Secret Access Key and signing method.")
    }
}
