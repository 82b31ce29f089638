public import Quantities

/// What a service made of one call: its answer, how long the client waited, and what was consumed.
public struct Handled<Response> {
    public var result: Result<Response, ServiceError>
    /// From the request's arrival to the last byte of the answer.
    public var serviceTime: SimulatedDuration
    /// What the provider bills. Empty for a throttled call.
    public var usage: Usage

    public init(_ response: Response, taking serviceTime: SimulatedDuration, usage: Usage = Usage()) {
        result = .success(response)
        self.serviceTime = serviceTime
        self.usage = usage
    }

    public init(_ error: ServiceError, taking serviceTime: SimulatedDuration, usage: Usage = Usage()) {
        result = .failure(error)
        self.serviceTime = serviceTime
        self.usage = usage
    }

    /// The same call with its response seen as another type.
    public func map<Other>(_ transform: (Response) -> Other) -> Handled<Other> {
        switch result {
        case .success(let response): Handled<Other>(transform(response), taking: serviceTime, usage: usage)
        case .failure(let error): Handled<Other>(error, taking: serviceTime, usage: usage)
        }
    }

    /// The response, or nil after a refusal.
    public var response: Response? { try? result.get() }

    /// The refusal, or nil after a response.
    public var error: ServiceError? {
        if case .failure(let error) = result { error } else { nil }
    }
}

extension Handled: Sendable where Response: Sendable {}
extension Handled: Equatable where Response: Equatable {}
