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

    /// Results kept for RESULT_SCAN.
    static let keptResults = 50

    init(id: Int, database: String?, schema: String?, warehouse: String?, role: String?, user: String) {
        self.id = id
        self.database = database
        self.schema = schema
        self.warehouse = warehouse
        self.role = role
        self.user = user
    }

    func remember(_ result: SnowResult) {
        history.append((result.queryID, result))
        if history.count > SessionState.keptResults { history.removeFirst() }
    }

    /// -1 is the last statement, -2 the one before; 1 is the first that is still kept.
    func queryID(at offset: Int) -> String? {
        let index = offset < 0 ? history.count + offset : offset - 1
        return history.indices.contains(index) ? history[index].queryID : nil
    }

    func result(of queryID: String) -> SnowResult? { history.last { $0.queryID == queryID }?.result }
}
