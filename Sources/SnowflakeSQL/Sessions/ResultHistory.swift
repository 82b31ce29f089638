/// The last results of all sessions, by query id: one session of a user may read what another ran.
final class ResultHistory {
    private static let capacity = 500

    private var results: [String: (user: String, result: SnowResult)] = [:]
    private var order: [String] = []

    func add(_ result: SnowResult, of user: String) {
        guard !result.queryID.isEmpty else { return }
        if results.updateValue((user, result), forKey: result.queryID) == nil { order.append(result.queryID) }
        if order.count > ResultHistory.capacity { results[order.removeFirst()] = nil }
    }

    /// The result of a user's query; nil where it is gone or another's.
    func result(of queryID: String, user: String) -> SnowResult? {
        results[queryID].flatMap { $0.user == user ? $0.result : nil }
    }
}
