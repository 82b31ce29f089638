internal import Foundation

extension Executor {
    private static let known: Set<String> = [
        "FILE_FORMAT", "PATTERN", "FILES", "ON_ERROR", "PURGE", "FORCE", "MATCH_BY_COLUMN_NAME",
        "TRUNCATECOLUMNS",
        "SIZE_LIMIT", "RETURN_FAILED_ONLY", "ENFORCE_LENGTH",
    ]

    /// COPY INTO a table from the files of a stage.
    func copy(_ copy: CopyInto) throws -> SnowResult {
        for name in copy.options.keys.sorted() where !Executor.known.contains(name) {
            throw SnowError.unsupported("COPY option \(name)")
        }
        for name in ["PURGE", "TRUNCATECOLUMNS", "SIZE_LIMIT"] {
            if let value = copy.options[name]?.text, value.uppercased() != "FALSE" {
                throw SnowError.unsupported("COPY option \(name)")
            }
        }
        let (_, table) = try table(copy.table)
        let reader = StageReader(engine)
        let format = try format(copy, reader)
        let files = try chosen(reader.files(copy.stage, state), copy)
        let targets = try columns(copy.columns, of: table, copy.table.place)
        let onError = (copy.options["ON_ERROR"]?.text ?? "ABORT_STATEMENT").uppercased()
        guard ["ABORT_STATEMENT", "CONTINUE", "SKIP_FILE"].contains(onError) else {
            throw SnowError.unsupported("ON_ERROR = \(onError)")
        }
        let history = LoadHistory(store: store)
        let isForced = copy.options["FORCE"]?.text?.uppercased() == "TRUE"
        let stage = try reader.fullName(copy.stage, state)
        var rows: [[SnowValue]] = []
        for file in files {
            let staged = try StagedFile(file)
            let key = stage + "/" + file.name
            if !isForced, try history.contains(key, staged.digest, in: table) { continue }
            let row = try load(staged, format, copy, targets, table, onError)
            rows.append(row)
            if row[1] != .text("LOAD_FAILED") { try history.add(key, staged.digest, to: table) }
        }
        if rows.isEmpty { return Executor.status("Copy executed with 0 files processed.", .copy) }
        let names = [
            "file", "status", "rows_parsed", "rows_loaded", "error_limit", "errors_seen", "first_error",
            "first_error_line", "first_error_character", "first_error_column_name",
        ]
        let columns = names.map { name in
            ["file", "status", "first_error", "first_error_column_name"].contains(name)
                ? SnowColumn(name: name, type: .text)
                : SnowColumn(name: name, type: .fixed, precision: 38, scale: 0)
        }
        var result = SnowResult(columns: columns, rows: rows, kind: .copy)
        result.rowsInserted = rows.reduce(0) {
            if case .integer(let count) = $1[3] { $0 + Int(count) } else { $0 }
        }
        return result
    }

    private func format(_ copy: CopyInto, _ reader: StageReader) throws -> FileFormat {
        var options: [String: OptionValue] = [:]
        func take(_ value: OptionValue?) throws {
            switch value {
            case .options(let given):
                if let name = given["FORMAT_NAME"]?.text { try take(.word(name)) }
                options.merge(given) { $1 }
            case .word(let name), .text(let name):
                let parts = name.split(separator: ".").map { $0.uppercased() }
                let place = Place(line: 1, column: 0, offset: 0)
                guard let object = try find(.format, ObjectName(parts: parts, place: place)),
                    let text = object.options
                else { throw SnowError.missing("File format", name) }
                options.merge(try FileFormat.options(from: text)) { $1 }
            default: break
            }
        }
        try take(reader.options(copy.stage, state)["FILE_FORMAT"])
        try take(copy.stage.options["FILE_FORMAT"])
        try take(copy.options["FILE_FORMAT"])
        return try FileFormat(options)
    }

    private func chosen(_ files: [StageReader.File], _ copy: CopyInto) throws -> [StageReader.File] {
        var files = files
        if case .list(let names)? = copy.options["FILES"] {
            let wanted = Set(names.compactMap(\.text))
            files = files.filter {
                wanted.contains(String($0.name.dropFirst(copy.stage.path.count))) || wanted.contains($0.name)
            }
        }
        if let pattern = copy.options["PATTERN"]?.text ?? copy.stage.options["PATTERN"]?.text {
            let regex = try engine.runtime.patterns.regex("^(?:\(pattern))\\z", "")
            files = files.filter {
                regex.firstMatch(in: $0.name, range: NSRange($0.name.startIndex..., in: $0.name)) != nil
            }
        }
        return files
    }

    private func load(
        _ file: StagedFile, _ format: FileFormat, _ copy: CopyInto, _ targets: [ColumnInfo],
        _ table: TableInfo, _ onError: String
    ) throws -> [SnowValue] {
        let text = try file.text(format, engine.inflate)
        let records = try StagedRecords(text, format, copy, targets)
        let virtual = try session.virtualTables.table(of: records.result)
        let insertion = try insertion(records, virtual, copy, targets, table)
        defer { session.cache.release(insertion) }
        let count = records.result.rows.count
        var failure: SnowError?
        var loaded = 0
        switch onError {
        case "CONTINUE":
            for row in 1...max(1, count) where row <= count {
                do {
                    loaded += try store.change(insertion.sql + " WHERE r1.rowid = \(row)", [])
                } catch let error as SnowError where !error.isTimeout {
                    failure = failure ?? error
                }
            }
        case "SKIP_FILE":
            do {
                loaded = try store.change(insertion.sql, [])
            } catch let error as SnowError where !error.isTimeout {
                failure = error
            }
        default: loaded = try store.change(insertion.sql, [])
        }
        let status = loaded == count ? "LOADED" : loaded == 0 ? "LOAD_FAILED" : "PARTIALLY_LOADED"
        let limit = onError == "CONTINUE" ? count : 1
        return [
            .text(file.name), .text(status), .integer(Int64(count)), .integer(Int64(loaded)),
            .integer(Int64(limit)),
            .integer(Int64(failure == nil ? 0 : max(1, count - loaded))),
            failure.map { .text($0.message) } ?? .null,
            .null, .null, .null,
        ]
    }

    private func insertion(
        _ records: StagedRecords, _ virtual: VirtualTables.Table, _ copy: CopyInto, _ targets: [ColumnInfo],
        _ table: TableInfo
    ) throws -> Translation {
        let binder = binder(BindingInfo())
        let scope = Scope(parent: nil)
        let id = binder.newRelation()
        binder.add(Relation(id: id, name: copy.alias, columns: virtual.columns), to: scope)
        let place = Place(line: 1, column: 0, offset: 0)
        let terms =
            copy.items.isEmpty
            ? try targets.indices.map { try binder.bind(.ordinal(table: nil, $0 + 1, place), scope) }
            : try copy.items.map { try binder.bind($0, scope) }
        try checkCount(terms.count, targets.count)
        let others = table.columns.filter { column in !targets.contains { $0.id == column.id } }
        let values =
            try zip(terms, targets).map { try stored($0, $1) }
            + others.map { try stored(defaultTerm($0, table, binder), $0) }
        let names = (targets + others).map(\.physicalName).joined(separator: ", ")
        let columns = virtual.columns.indices.map { "k\($0 + 1)" }
        return try emit(binder) { emitter in
            var names2 = EmissionScope()
            let from = try emitter.from(.table(relation: id, name: virtual.name, columns: columns), &names2)
            let items = try values.map { try emitter.text($0, names2) }.joined(separator: ", ")
            return "INSERT INTO \(table.physicalName)(\(names)) SELECT \(items) FROM \(from)"
        }
    }
}
