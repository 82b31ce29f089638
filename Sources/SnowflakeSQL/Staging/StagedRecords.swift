/// The records of a staged file as rows: fields of CSV as text, a document of JSON as a variant.
struct StagedRecords {
    let result: SnowResult

    init(_ text: String, _ format: FileFormat, _ copy: CopyInto, _ targets: [ColumnInfo]) throws {
        switch format.kind {
        case .csv: result = try StagedRecords.csv(text, format, copy, targets.count)
        case .json: result = try StagedRecords.json(text, format, copy, targets)
        }
    }

    private static func csv(
        _ text: String, _ format: FileFormat, _ copy: CopyInto, _ expected: Int
    ) throws -> SnowResult {
        if copy.options["MATCH_BY_COLUMN_NAME"] != nil {
            throw SnowError.unsupported("MATCH_BY_COLUMN_NAME of CSV")
        }
        let rows = try CSVReader(format: format).rows(text)
        if copy.items.isEmpty, format.checksColumnCount, let odd = rows.first(where: { $0.count != expected })
        {
            throw SnowError.runtime(
                "100080", "22000",
                "Number of columns in file (\(odd.count)) does not match that of the corresponding table (\(expected)), "
                    + "use file format option error_on_column_count_mismatch=false to ignore this error")
        }
        let width = max(expected, rows.map(\.count).max() ?? 0)
        let columns = (0..<width).map { SnowColumn(name: "C\($0 + 1)", type: .text) }
        let cells = rows.map { row in
            (0..<width).map { index -> SnowValue in
                row.indices.contains(index) ? row[index].map { .text($0) } ?? .null : .null
            }
        }
        return SnowResult(columns: columns, rows: cells, kind: .select)
    }

    private static func json(
        _ text: String, _ format: FileFormat, _ copy: CopyInto, _ targets: [ColumnInfo]
    ) throws -> SnowResult {
        var documents: [Variant] = []
        if format.stripsOuterArray || !text.contains("\n") {
            documents = [try VariantParser.parse(text)]
        } else if let whole = try? VariantParser.parse(text) {
            documents = [whole]
        } else {
            documents = try text.split(whereSeparator: \.isNewline)
                .filter { !ValueText.trimmed(String($0)).isEmpty }.map { try VariantParser.parse(String($0)) }
        }
        if format.stripsOuterArray {
            documents = documents.flatMap { if case .array(let items) = $0 { items } else { [$0] } }
        }
        let match = copy.options["MATCH_BY_COLUMN_NAME"]?.text?.uppercased() ?? "NONE"
        if match == "NONE" {
            if copy.items.isEmpty, targets.count != 1 {
                throw SnowError.compilation(
                    "JSON file format can produce one and only one column of variant, object, or array type.",
                    code: "002019", sqlState: "0A000")
            }
            let rows = documents.map { [SnowValue.variant($0.text())] }
            return SnowResult(columns: [SnowColumn(name: "C1", type: .variant)], rows: rows, kind: .select)
        }
        let ignoresCase = match == "CASE_INSENSITIVE"
        let rows = documents.map { document in
            targets.map { column -> SnowValue in
                guard case .object(let members) = document else { return .null }
                let found = members.first {
                    ignoresCase ? $0.key.uppercased() == column.name.uppercased() : $0.key == column.name
                }
                return found.map { .variant($0.value.text()) } ?? .null
            }
        }
        let columns = targets.map { SnowColumn(name: $0.name, type: .variant) }
        return SnowResult(columns: columns, rows: rows, kind: .select)
    }
}
