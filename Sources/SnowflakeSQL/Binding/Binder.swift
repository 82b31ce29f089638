/// Resolves the names of a statement and finds the types of its expressions.
final class Binder {
    let session: SessionState
    let catalog: Catalog
    let runtime: Runtime
    let bindings: BindingInfo
    let virtualTables: VirtualTables
    /// Common table expressions in sight, innermost last.
    var commonTables: [CommonTable] = []
    /// Names of columns by number, for messages.
    var names: [ColumnID: String] = [:]
    /// Whether the translation holds only for this execution.
    var isTransient = false
    var viewDepth = 0
    private var lastRelation = 0
    private var depth = 0
    /// The database and schema in which bare names are looked up.
    var database: String?
    var schema: String?

    struct CommonTable {
        var name: String
        var id: Int
        var columns: [Relation.Column]
    }

    init(
        session: SessionState, catalog: Catalog, runtime: Runtime, bindings: BindingInfo,
        virtualTables: VirtualTables
    ) {
        self.session = session
        self.catalog = catalog
        self.runtime = runtime
        self.bindings = bindings
        self.virtualTables = virtualTables
        database = session.database
        schema = session.schema
    }

    func newRelation() -> Int {
        lastRelation += 1
        return lastRelation
    }

    func add(_ relation: Relation, to scope: Scope) {
        for (index, column) in relation.columns.enumerated() {
            names[ColumnID(relation: relation.id, index: index)] = [relation.name, column.name]
                .compactMap { $0 }.joined(separator: ".")
        }
        scope.relations.append(relation)
    }

    /// The database, schema and name of an object's name.
    func path(_ name: ObjectName) throws -> (path: [String], name: String) {
        switch name.parts.count {
        case 3: return (Array(name.parts.prefix(2)), name.parts[2])
        case 2:
            guard let database else { throw Binder.noDatabase(name.text) }
            return ([database, name.parts[0]], name.parts[1])
        default:
            guard let database, let schema else { throw Binder.noDatabase(name.text) }
            return ([database, schema], name.last)
        }
    }

    static func noDatabase(_ name: String) -> SnowError {
        .compilation(
            "Cannot perform operation. This session does not have a current database. "
                + "Call 'USE DATABASE', or use a qualified name.", code: "090105", sqlState: "22000")
    }

    func nested<T>(_ body: () throws -> T) throws -> T {
        depth += 1
        defer { depth -= 1 }
        guard depth < 900 else { throw SnowError.compilation("Statement is nested too deeply.") }
        return try body()
    }
}
