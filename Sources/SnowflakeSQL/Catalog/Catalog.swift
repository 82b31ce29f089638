internal import Foundation
internal import GRDB

/// The names of an account, held in memory and mirrored in SQLite.
final class Catalog {
    private var objects: [ObjectKey: CatalogObject] = [:]
    private var lastID = 0
    private var advanced: [ObjectKey] = []
    /// Changes with every definition, so that translations made before are not used again.
    private(set) var version = 0
    private let database: Store

    init(_ database: Store) throws {
        self.database = database
        try database.execute(
            "CREATE TABLE IF NOT EXISTS fg_catalog(key TEXT PRIMARY KEY, body TEXT NOT NULL)")
        try database.execute("CREATE TABLE IF NOT EXISTS fg_numbers(last INTEGER NOT NULL)")
        lastID = Int(try database.integer("SELECT last FROM fg_numbers") ?? 0)
        for body in try database.texts("SELECT body FROM fg_catalog ORDER BY key") {
            let object = try JSONDecoder().decode(CatalogObject.self, from: Data(body.utf8))
            objects[object.key] = object
        }
    }

    /// A number for a new table, never used before.
    func nextID() throws -> Int {
        lastID += 1
        try database.execute("DELETE FROM fg_numbers")
        try database.execute("INSERT INTO fg_numbers(last) VALUES (\(lastID))")
        return lastID
    }

    func find(_ kind: CatalogObject.Kind, _ path: [String], _ name: String, session: Int? = nil)
        -> CatalogObject?
    {
        if let session,
            let own = objects[ObjectKey(space: kind.space, path: path, name: name, session: session)]
        {
            return own
        }
        return objects[ObjectKey(space: kind.space, path: path, name: name)]
    }

    /// The objects of a kind below a path, sorted by path and name.
    func all(_ kinds: [CatalogObject.Kind], under path: [String] = []) -> [CatalogObject] {
        let sorted = objects.values.sorted {
            ($0.path + [$0.name]).lexicographicallyPrecedes($1.path + [$1.name])
        }
        return sorted.filter { kinds.contains($0.kind) && $0.path.starts(with: path) }
    }

    /// Adds or replaces an object.
    func save(_ object: CatalogObject) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let body = String(decoding: try encoder.encode(object), as: UTF8.self)
        try database.execute(
            "INSERT OR REPLACE INTO fg_catalog(key, body) VALUES (?, ?)",
            [object.key.text.databaseValue, body.databaseValue])
        objects[object.key] = object
        version += 1
    }

    /// The next value of a sequence, which changes no translation. Stored by `flush`.
    func nextValue(_ text: String) throws -> Int {
        guard let key = ObjectKey(text: text), var object = objects[key], let sequence = object.sequence
        else {
            throw SnowError.missing("Sequence", text)
        }
        object.sequence?.next = sequence.next + sequence.step
        objects[key] = object
        if !advanced.contains(key) { advanced.append(key) }
        return sequence.next
    }

    /// Stores the sequences that the statement has advanced.
    func flush() throws {
        let before = version
        for key in advanced { if let object = objects[key] { try save(object) } }
        advanced = []
        version = before
    }

    func remove(_ object: CatalogObject) throws {
        try database.execute("DELETE FROM fg_catalog WHERE key = ?", [object.key.text.databaseValue])
        objects[object.key] = nil
        version += 1
    }

    /// Every object below a database or schema, and the object itself.
    func family(of object: CatalogObject) -> [CatalogObject] {
        let path = object.path + [object.name]
        return all([.schema, .table, .view, .sequence, .stage, .format], under: path) + [object]
    }
}
