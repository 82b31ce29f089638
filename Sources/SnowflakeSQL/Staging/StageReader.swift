import Encodings
internal import Foundation

/// The files of stages, in the directory that the embedding program gives.
struct StageReader {
    struct File {
        var name: String
        var size: Int
        var url: URL
    }

    private let engine: SnowflakeEngine

    init(_ engine: SnowflakeEngine) { self.engine = engine }

    private func object(_ stage: StageRef, _ state: SessionState) throws -> CatalogObject {
        let parts = stage.name.parts
        let path =
            parts.count > 1 ? Array(parts.dropLast()) : [state.database, state.schema].compactMap { $0 }
        let full = path.count == 1 ? [state.database].compactMap { $0 } + path : path
        guard full.count == 2, let object = engine.catalog.find(.stage, full, stage.name.last) else {
            throw SnowError.missing("Stage", stage.name.text)
        }
        return object
    }

    func fullName(_ stage: StageRef, _ state: SessionState) throws -> String {
        try object(stage, state).fullName
    }

    func options(_ stage: StageRef, _ state: SessionState) throws -> [String: OptionValue] {
        try object(stage, state).options.map { try FileFormat.options(from: $0) } ?? [:]
    }

    /// The files of a stage whose path starts with the reference's, sorted by name.
    func files(_ stage: StageRef, _ state: SessionState) throws -> [File] {
        let object = try object(stage, state)
        guard let root = engine.stageDirectory else {
            throw SnowError.unsupported("stages without a directory")
        }
        let parts = stage.path.split(separator: "/", omittingEmptySubsequences: false)
        let names = object.path + [object.name]
        guard !stage.path.hasPrefix("/"), !parts.contains(".."),
            !names.contains(where: { $0.contains("/") || $0 == ".." })
        else { throw SnowError.unsupported("path outside the stage") }
        let directory = names.reduce(root) { $0.appendingPathComponent($1) }.resolvingSymlinksInPath()
        guard
            let walk = FileManager.default.enumerator(
                at: directory, includingPropertiesForKeys: [.fileSizeKey, .isRegularFileKey])
        else { return [] }
        var files: [File] = []
        for case let url as URL in walk {
            let resolved = url.resolvingSymlinksInPath()
            let values = try? resolved.resourceValues(forKeys: [.fileSizeKey, .isRegularFileKey])
            guard values?.isRegularFile == true, resolved.path.hasPrefix(directory.path + "/") else {
                continue
            }
            let name = String(resolved.path.dropFirst(directory.path.count + 1))
            guard name.hasPrefix(stage.path) else { continue }
            files.append(File(name: name, size: values?.fileSize ?? 0, url: resolved))
        }
        return files.sorted { $0.name < $1.name }
    }

    func list(_ stage: StageRef, _ state: SessionState) throws -> SnowResult {
        let prefix = try object(stage, state).name.lowercased()
        let rows = try files(stage, state).map { file -> [SnowValue] in
            let bytes = try [UInt8](Data(contentsOf: file.url))
            return [
                .text("\(prefix)/\(file.name)"), .integer(Int64(file.size)), .text(MD5.hex(bytes)), .null,
            ]
        }
        let columns = [
            SnowColumn(name: "name", type: .text),
            SnowColumn(name: "size", type: .fixed, precision: 38, scale: 0),
            SnowColumn(name: "md5", type: .text), SnowColumn(name: "last_modified", type: .text),
        ]
        return SnowResult(columns: columns, rows: rows, kind: .show)
    }
}
