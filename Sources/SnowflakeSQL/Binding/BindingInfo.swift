/// The values bound to placeholders: their types, and their numbers in the SQLite statement.
struct BindingInfo: Hashable, Sendable {
    struct Entry: Hashable, Sendable {
        var name: String
        var type: DataType
    }

    var entries: [Entry] = []

    /// - Throws: where no value is bound to the placeholder.
    func term(_ name: String, at place: Place) throws -> Term {
        guard let index = entries.firstIndex(where: { $0.name.uppercased() == name.uppercased() }) else {
            throw SnowError.compilation(
                "Bind variable :\(name) not set.", code: "002049", sqlState: "42601", at: place)
        }
        return Term(.parameter(index + 1), entries[index].type)
    }
}
