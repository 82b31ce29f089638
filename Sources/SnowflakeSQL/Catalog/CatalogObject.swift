/// A named thing: a database, schema, table, view, sequence, stage, file format, warehouse or role.
struct CatalogObject: Codable, Hashable, Sendable {
    enum Kind: String, Codable, Hashable, Sendable {
        case database, schema, table, view, sequence, stage, format, warehouse, role
    }

    var kind: Kind
    /// The names above: none, a database, or a database and a schema.
    var path: [String]
    var name: String
    /// Nanoseconds of virtual time.
    var created: Int64
    var comment = ""
    var table: TableInfo?
    var view: ViewInfo?
    var sequence: SequenceInfo?
    /// Options of a stage or a file format, in JSON text.
    var options: String?

    var key: ObjectKey { ObjectKey(space: kind.space, path: path, name: name, session: table?.session) }

    /// The names with dots.
    var fullName: String { (path + [name]).joined(separator: ".") }
}

extension CatalogObject.Kind {
    /// Tables and views share one space of names.
    var space: Self { self == .view ? .table : self }
}

/// What identifies an object among all others.
struct ObjectKey: Hashable, Sendable {
    var space: CatalogObject.Kind
    var path: [String]
    var name: String
    /// The owner of a temporary table, which hides a table of the same name.
    var session: Int?

    /// The key as text for storage.
    var text: String {
        ([space.rawValue, session.map(String.init) ?? ""] + path + [name]).joined(separator: "\u{1}")
    }

    init(space: CatalogObject.Kind, path: [String], name: String, session: Int? = nil) {
        self.space = space
        self.path = path
        self.name = name
        self.session = session
    }

    /// Reads what `text` wrote.
    init?(text: String) {
        let parts = text.split(separator: "\u{1}", omittingEmptySubsequences: false).map(String.init)
        guard parts.count >= 3, let space = CatalogObject.Kind(rawValue: parts[0]) else { return nil }
        self.init(
            space: space, path: Array(parts[2..<(parts.count - 1)]), name: parts[parts.count - 1],
            session: Int(parts[1]))
    }
}
