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

    func route(_ request: WireRequest) -> Match? {
        request.path.first.flatMap { match(entries[$0] ?? [], request) } ?? match(entries[""] ?? [], request)
    }

    private func match(_ candidates: [Entry], _ request: WireRequest) -> Match? {
        for entry in candidates where entry.route.method == request.method && entry.route.claims(request) {
            if let parameters = entry.route.parameters(of: request.path) {
                return Match(service: entry.service, operation: entry.route.operation, parameters: parameters)
            }
        }
        return nil
    }
}
