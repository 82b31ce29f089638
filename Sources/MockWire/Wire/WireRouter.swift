/// Finds the operation of a request among the routes of all services.
struct WireRouter: Sendable {
    struct Match: Sendable {
        /// Place of the service.
        var service: Int
        var operation: String
        var parameters: [String: String]
    }

    private struct Entry: Sendable {
        var service: Int
        var route: WireRoute
    }

    /// Routes by the first part of their path; those that start with a name are under the empty text.
    private var entries: [String: [Entry]] = [:]

    /// - Parameter routes: of each service.
    init(_ routes: [[WireRoute]]) {
        for (service, own) in routes.enumerated() {
            for route in own {
                let first = route.pattern.first.map { $0.hasPrefix("{") ? "" : $0 } ?? ""
                entries[first, default: []].append(Entry(service: service, route: route))
            }
        }
    }

    /// - Parameters:
    ///   - signedFor: AWS's name of the service that the request is signed for, or is taken to be.
    ///   - service: the place of the one service that is asked; nil asks all.
    func route(_ request: WireRequest, signedFor: String?, in service: Int? = nil) -> Match? {
        request.path.first.flatMap { match(entries[$0] ?? [], request, signedFor, service) }
            ?? match(entries[""] ?? [], request, signedFor, service)
    }

    private func match(
        _ candidates: [Entry], _ request: WireRequest, _ signedFor: String?, _ service: Int?
    ) -> Match? {
        for entry in candidates where entry.route.method == request.method {
            guard service == nil || entry.service == service,
                entry.route.claims(request, signedFor: signedFor)
            else { continue }
            if let parameters = entry.route.parameters(of: request.path) {
                return Match(service: entry.service, operation: entry.route.operation, parameters: parameters)
            }
        }
        return nil
    }
}
