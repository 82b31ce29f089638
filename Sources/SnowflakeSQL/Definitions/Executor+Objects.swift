internal import Foundation

extension Executor {
    func createView(_ create: CreateView) throws -> SnowResult {
        let (path, name) = try place(create.name)
        let known = catalog.find(.table, path, name)
        if let known {
            switch create.conflict {
            case .fails: throw SnowError.exists(known.fullName)
            case .keeps: return Executor.status("\(name) already exists, statement succeeded.", .ddl)
            case .replaces: if known.view == nil { throw SnowError.exists(known.fullName) }
            }
        }
        let binder = binder(BindingInfo())
        (binder.database, binder.schema) = (path[0], path[1])
        let plan = try binder.bind(create.query, outer: nil)
        guard create.columns.isEmpty || create.columns.count == plan.outputs.count else {
            throw SnowError.compilation("Invalid column definition list", code: "002026")
        }
        if let known { try discard(known) }
        try catalog.save(
            CatalogObject(
                kind: .view, path: path, name: name, created: engine.runtime.statementTime,
                comment: create.comment ?? "", view: ViewInfo(columns: create.columns, text: create.text)))
        return Executor.status("View \(name) successfully created.", .ddl)
    }

    private static let kinds: [String: CatalogObject.Kind] = [
        "DATABASE": .database, "SCHEMA": .schema, "WAREHOUSE": .warehouse, "ROLE": .role, "STAGE": .stage,
        "SEQUENCE": .sequence, "FILE FORMAT": .format, "TABLE": .table, "VIEW": .view,
    ]

    /// The kind, path and name that a CREATE or DROP means.
    private func locate(_ word: String, _ name: ObjectName) throws -> (CatalogObject.Kind, [String], String) {
        guard let kind = Executor.kinds[word] else { throw SnowError.unsupported(word) }
        switch kind {
        case .database, .warehouse, .role: return (kind, [], name.last)
        case .schema:
            let database = name.parts.count > 1 ? name.parts[0] : state.database
            guard let database else { throw Binder.noDatabase(name.text) }
            return (kind, [database], name.last)
        default:
            let (path, bare) = try place(name)
            return (kind, path, bare)
        }
    }

    func create(_ create: CreateObject) throws -> SnowResult {
        let (kind, path, name) = try locate(create.kind, create.name)
        if kind == .schema, catalog.find(.database, [], path[0]) == nil {
            throw SnowError.missing("Database", path[0])
        }
        let title = create.kind.prefix(1) + create.kind.dropFirst().lowercased()
        if let known = catalog.find(kind, path, name) {
            switch create.conflict {
            case .fails: throw SnowError.exists(name)
            case .keeps: return Executor.status("\(name) already exists, statement succeeded.", .ddl)
            case .replaces: for member in catalog.family(of: known) { try discard(member) }
            }
        }
        var object = CatalogObject(
            kind: kind, path: path, name: name, created: engine.runtime.statementTime,
            comment: create.options["COMMENT"]?.text ?? "")
        if kind == .sequence {
            let start = create.options["START"]?.text.flatMap { Int($0) } ?? 1
            let step = create.options["INCREMENT"]?.text.flatMap { Int($0) } ?? 1
            object.sequence = SequenceInfo(next: start, step: step)
        }
        if kind == .stage || kind == .format { object.options = FileFormat.text(of: create.options) }
        try catalog.save(object)
        switch kind {
        case .database:
            try catalog.save(
                CatalogObject(
                    kind: .schema, path: [name], name: "PUBLIC", created: engine.runtime.statementTime))
            (state.database, state.schema) = (name, "PUBLIC")
        case .schema: (state.database, state.schema) = (path[0], name)
        case .warehouse: state.warehouse = name
        default: break
        }
        return Executor.status("\(title) \(name) successfully created.", .ddl)
    }

    func drop(_ word: String, _ name: ObjectName, _ ifExists: Bool) throws -> SnowResult {
        let title = word.prefix(1) + word.dropFirst().lowercased()
        let found: (CatalogObject.Kind, [String], String)
        do {
            found = try locate(word, name)
        } catch let error as SnowError where ifExists && error.code == "002003" {
            return Executor.status(
                "Drop statement executed successfully (\(name.last) already dropped).", .ddl)
        }
        let object = catalog.find(found.0, found.1, found.2, session: state.id)
        guard let object, object.kind == found.0 else {
            if ifExists, object == nil {
                return Executor.status(
                    "Drop statement executed successfully (\(name.last) already dropped).", .ddl)
            }
            throw SnowError.missing(String(title), (found.1 + [found.2]).joined(separator: "."))
        }
        let isContainer = object.kind == .database || object.kind == .schema
        for member in isContainer ? catalog.family(of: object) : [object] { try discard(member) }
        if object.kind == .database, state.database == object.name {
            (state.database, state.schema) = (nil, nil)
        }
        if object.kind == .schema, state.database == object.path.first, state.schema == object.name {
            state.schema = nil
        }
        if object.kind == .warehouse, state.warehouse == object.name { state.warehouse = nil }
        return Executor.status("\(object.name) successfully dropped.", .ddl)
    }

    func comment(_ word: String, _ name: ObjectName, _ ifExists: Bool, _ text: String) throws -> SnowResult {
        if word == "COLUMN" { return try commentColumn(name, text) }
        let (kind, path, bare) = try locate(word, name)
        guard var object = catalog.find(kind, path, bare, session: state.id) else {
            if ifExists { return Executor.done(.ddl) }
            throw SnowError.missing(word.capitalized, name.text)
        }
        object.comment = text
        try catalog.save(object)
        return Executor.done(.ddl)
    }

    private func commentColumn(_ name: ObjectName, _ text: String) throws -> SnowResult {
        let parent = ObjectName(parts: Array(name.parts.dropLast()), place: name.place)
        var (object, table) = try self.table(parent)
        guard let index = table.columns.firstIndex(where: { $0.name == name.last }) else {
            throw SnowError.invalidIdentifier(name.last, at: name.place)
        }
        table.columns[index].comment = text
        object.table = table
        try catalog.save(object)
        return Executor.done(.ddl)
    }
}
