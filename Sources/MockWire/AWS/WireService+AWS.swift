import Quantities

/// What AWS's services share, which a service of another provider has in its own way.
extension WireService {
    public var signingName: String? {
        switch service {
        case .bedrock, .lambda, .sns, .s3: service.rawValue
        default: nil
        }
    }

    public func refused(_ code: String, status: Int, _ message: String, id: String) -> WireAnswer {
        AWSAnswer.error(code, status: status, message, id: id)
    }
}
