/// What a session remembers between statements.
final class SessionState {
    let id: Int
    var database: String?
    var schema: String?
    var warehouse: String?
    var role: String?
    let user: String
    var variables: [String: (Value, DataType)] = [:]
    var parameters = SessionParameters()
    /// Identifiers and results of the last statements, oldest first.
    private var history: [(queryID: String, result: SnowResult)] = []
    /// Results of the account's sessions.
    private let shared: ResultHistory

    /// Results kept for RESULT_SCAN.
    static let keptResults = 50

    init(
        id: Int, database: String?, schema: String?, warehouse: String?, role: String?, user: String,
        shared: ResultHistory
    ) {
        self.id = id
        self.database = database
        self.schema = schema
        self.warehouse = warehouse
        self.role = role
        self.user = user
        self.shared = shared
    }

    func remember(_ result: SnowResult) {
        history.append((result.queryID, result))
        shared.add(result, of: user)
        if history.count > SessionState.keptResults { history.removeFirst() }
    }

    /// -1 is the last statement, -2 the one before; 1 is the first that is still kept.
    func queryID(at offset: Int) -> String? {
        let index = offset < 0 ? history.count + offset : offset - 1
        return history.indices.contains(index) ? history[index].queryID : nil
    }

    /// The result of a query of this session, or of another session of the same user.
    func result(of queryID: String) -> SnowResult? {
        history.last { $0.queryID == queryID }?.result ?? shared.result(of: queryID, user: user)
    }
}
