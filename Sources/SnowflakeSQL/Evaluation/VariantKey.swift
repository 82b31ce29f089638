internal import GRDB

/// The form of a variant by which SQLite groups and orders it: numbers as numbers, all else as text.
enum VariantKey {
    static let function = DatabaseFunction("fgkey", argumentCount: 1, pure: true) { values in
        guard let text = String.fromDatabaseValue(values[0]) else { return nil }
        do {
            return try key(VariantParser.parse(text))
        } catch {
            throw StoreFailure.databaseError(error)
        }
    }

    private static func key(_ variant: Variant) -> any DatabaseValueConvertible {
        switch variant {
        case .fixed(let number):
            if number.scale == 0, let narrow = Int64(exactly: number.unscaled) { return narrow }
            return number.double
        case .real(let number): return number
        case .boolean(let value): return value ? "1true" : "1false"
        case .string(let text): return "2" + text
        case .array: return "3" + variant.text()
        case .object: return "4" + variant.text()
        case .null: return "5"
        }
    }
}
