/// Writes plans as SQLite text.
final class Emitter {
    let runtime: Runtime
    /// Numbers of the programs and aggregates of the statement, to be released with it.
    private(set) var programs: [Int] = []
    private(set) var aggregates: [Int] = []
    let names: [ColumnID: String]
    /// The greatest number of a placeholder in the text.
    private(set) var parameterCount = 0
    private var lastName = 0
    /// The WITH lists under construction: one a statement or subquery.
    private var hoisted: [[String]] = []

    init(_ runtime: Runtime, names: [ColumnID: String]) {
        self.runtime = runtime
        self.names = names
    }

    func newName(_ prefix: String) -> String {
        lastName += 1
        return "\(prefix)\(lastName)"
    }

    func hoist(_ definition: String) { hoisted[hoisted.count - 1].append(definition) }

    /// Runs a block that writes a query, and puts the tables that it hoisted in front.
    func statement(_ body: () throws -> String) throws -> String {
        hoisted.append([])
        defer { hoisted.removeLast() }
        let text = try body()
        let tables = hoisted[hoisted.count - 1]
        return tables.isEmpty ? text : "WITH RECURSIVE " + tables.joined(separator: ", ") + " " + text
    }

    func text(_ term: Term, _ scope: EmissionScope) throws -> String {
        if let known = scope.replacements[term] { return known }
        switch term.form {
        case .constant(let value): return try SQLiteLiteral.text(value.stored(as: term.type))
        case .column(let id):
            if let text = scope.columns[id] { return text }
            let name = names[id] ?? "?"
            throw SnowError.compilation(
                "'\(name)' in select clause is neither an aggregate nor in the group by clause.",
                code: "000979")
        case .parameter(let number):
            parameterCount = max(parameterCount, number)
            return "?\(number)"
        case .raw(let text): return text
        case .compare(let operation, let a, let b):
            guard a.type.hasNativeOrder else { return try program(term, scope) }
            return try comparison(operation, a, b, term, scope)
        case .logical(let isAnd, let terms):
            return balanced(try terms.map { try text($0, scope) }, isAnd ? "AND" : "OR")
        case .not(let inner): return "(NOT \(try text(inner, scope)))"
        case .isNull(let inner): return "(\(try text(inner, scope)) IS NULL)"
        case .isDistinct(let a, let b):
            guard a.type.hasNativeOrder else { return try program(term, scope) }
            return "(\(try text(a, scope)) IS NOT \(try text(b, scope)))"
        case .inList(let subject, let list):
            guard subject.type.hasNativeOrder else { return try program(term, scope) }
            let items = try list.map { try text($0, scope) }
            return "(\(try text(subject, scope)) IN (\(items.joined(separator: ", "))))"
        case .aggregate(let call): return try aggregate(call, term.type, scope)
        case .window(let call): return try window(call, term.type, scope)
        case .query(let plan): return "(\(try statement { try query(plan, scope) }))"
        case .exists(let plan): return "EXISTS (\(try statement { try query(plan, scope) }))"
        case .inQuery(let subjects, let plan):
            let left = try subjects.map { try text($0, scope) }.joined(separator: ", ")
            return "((\(left)) IN (\(try statement { try query(plan, scope) })))"
        case .scalar, .choice, .coalesce, .cast, .store, .external: return try program(term, scope)
        }
    }

    /// A comparison by SQLite, or by a program where numbers past 64 bits are computed.
    private func comparison(
        _ operation: BinaryOperator, _ a: Term, _ b: Term, _ term: Term, _ scope: EmissionScope
    ) throws -> String {
        let isOrder = operation != .equal && operation != .notEqual
        guard isOrder, a.mayBeWide || b.mayBeWide else {
            return "(\(try text(a, scope)) \(operation.rawValue) \(try text(b, scope)))"
        }
        guard a.isLeaf(scope), b.isLeaf(scope) else { return try program(term, scope) }
        let (x, y) = (try text(a, scope), try text(b, scope))
        // Rank 0 for a negative number past 64 bits and 1 for any other, then SQLite's own order.
        let ranks = [(a, x), (b, y)].map { $0.mayBeWide ? "(NOT \(WideNumber.isNegative($1)))" : "1" }
        return "((\(ranks[0]), \(x)) \(operation.rawValue) (\(ranks[1]), \(y)))"
    }

    /// Joins many terms as a balanced tree, because SQLite limits the depth of expressions.
    private func balanced(_ terms: [String], _ word: String) -> String {
        if terms.count <= 8 { return "(" + terms.joined(separator: " \(word) ") + ")" }
        let middle = terms.count / 2
        let halves = [Array(terms[..<middle]), Array(terms[middle...])]
        return "(" + halves.map { balanced($0, word) }.joined(separator: " \(word) ") + ")"
    }

    func program(_ term: Term, _ scope: EmissionScope) throws -> String {
        let builder = ProgramBuilder(self, scope)
        let evaluate = try builder.compile(term)
        guard builder.leaves.count <= 120 else {
            throw SnowError.unsupported("expression over more than 120 columns")
        }
        let id = runtime.nextID()
        runtime.programs[id] = Program(evaluate: evaluate, result: term.type)
        programs.append(id)
        let name = term.isVolatile ? "fgv" : "fg"
        return "\(name)(" + ([String(id)] + builder.leaves).joined(separator: ", ") + ")"
    }

    /// Registers an aggregate and gives its number.
    func register(_ spec: AggregateSpec) -> Int {
        let id = runtime.nextID()
        runtime.aggregates[id] = spec
        aggregates.append(id)
        return id
    }
}

extension DataType {
    /// Whether SQLite orders the stored form as Snowflake orders the values.
    var hasNativeOrder: Bool { kind != .timestampTZ && !kind.isSemiStructured }
}
