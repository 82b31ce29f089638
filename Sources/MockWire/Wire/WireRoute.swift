/// A method and a path that a service answers, and the name of the operation behind it.
public struct WireRoute: Sendable {
    public var operation: String
    public var method: String
    /// Parts of the path; `{name}` stands for one part and gives it that name, a last `{name+}` for all the rest.
    public var pattern: [String]
    /// AWS's name of the service that the request must be signed for, where the path alone does not tell.
    public var signedFor: String?
    /// A header that the request must have, where two services share a path.
    public var carrying: String?
    /// Only the cloud itself asks for it.
    public var isInternal = false
    /// Parameters of the query of which the request must have one; empty asks for none.
    public var asking: [String]

    /// - Parameter pattern: such as `/model/{modelId}/converse`.
    public init(
        _ operation: String, _ method: String, _ pattern: String, signedFor: String? = nil,
        carrying: String? = nil, asking: [String] = [], isInternal: Bool = false
    ) {
        self.isInternal = isInternal
        self.carrying = carrying
        self.asking = asking
        self.operation = operation
        self.method = method
        self.signedFor = signedFor
        self.pattern = pattern.split(separator: "/").map(String.init)
    }

    /// Whether the request is the cloud's own if it must be, has the header and the parameter, and is signed for the service.
    /// - Parameter name: AWS's name of the service that the request is signed for.
    func claims(_ request: WireRequest, signedFor name: String?) -> Bool {
        if isInternal, request.origin != .cloud { return false }
        if let carrying, request.headers[carrying] == nil { return false }
        if !asking.isEmpty, !request.query.contains(where: { asking.contains($0.name) }) { return false }
        return signedFor == nil || signedFor == name
    }

    /// The named parts of a path that fits; nil if it does not.
    /// - Complexity: O(parts).
    package func parameters(of path: [String]) -> [String: String]? {
        var found: [String: String] = [:]
        for (index, part) in pattern.enumerated() {
            if part.hasSuffix("+}") {
                guard index < path.count else { return nil }
                found[String(part.dropFirst().dropLast(2))] = path[index...].joined(separator: "/")
                return found
            }
            guard index < path.count else { return nil }
            if part.hasPrefix("{") {
                found[String(part.dropFirst().dropLast())] = path[index]
            } else if part != path[index] {
                return nil
            }
        }
        return path.count == pattern.count ? found : nil
    }
}
