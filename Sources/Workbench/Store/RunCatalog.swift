import Foundation
public import Quantities

/// The finished runs in a folder, or in all folders below one, and how they are named.
public struct RunCatalog: Sendable {
    /// Folder by folder in the order of their names, in each from the oldest run to the newest.
    public let headers: [StoredRun.Header]
    /// Stores that could not be read.
    public let problems: [Problem]
    private let place: String

    /// Where `sweep` and `run` keep their results unless told otherwise.
    public static let defaultFolder = "notebooks-out"

    /// The runs of one folder.
    /// - Throws: `FinegrainError` when it holds no store that can be read.
    public init(folder: String) throws {
        guard RunArchive.exists(in: folder) else {
            throw FinegrainError.badInput(
                "the folder holds no runs", remedy: "give the --out folder of finegrain sweep or run",
                file: folder)
        }
        headers = try RunArchive(folder: folder).headers()
        problems = []
        place = "in \(folder)"
    }

    /// The runs of a folder and of all folders in it.
    public init(below folder: String) {
        var headers: [StoredRun.Header] = []
        var problems: [Problem] = []
        let inner = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        let stores = inner.filter { ($0 as NSString).lastPathComponent == "runs.sqlite" }.sorted()
        for store in stores {
            let holder = ((folder + "/" + store) as NSString).deletingLastPathComponent
            do { headers += try RunArchive(folder: holder).headers() } catch {
                problems += (error as? FinegrainError)?.problems ?? [Problem("\(error)", file: holder)]
            }
        }
        self.headers = headers
        self.problems = problems
        place = "below \(folder)"
    }

    /// The run whose id starts with a text; where several folders hold it, the first.
    /// - Throws: `FinegrainError` when no run has it, or several do.
    public func header(id prefix: String) throws -> StoredRun.Header {
        var found: [StoredRun.Header] = []
        for header in headers where header.digest.hasPrefix(prefix) && !prefix.isEmpty {
            if !found.contains(where: { $0.digest == header.digest }) { found.append(header) }
        }
        guard let only = found.first else { throw unknown(prefix) }
        guard found.count == 1 else {
            throw FinegrainError.badInput(
                "'\(prefix)' begins \(found.count) runs: \(RunCatalog.list(found))",
                remedy: "give more digits")
        }
        return only
    }

    private func unknown(_ text: String) -> FinegrainError {
        guard !headers.isEmpty else {
            var problems = problems
            problems.insert(
                Problem(
                    "no run '\(text)': there are no runs \(place)",
                    remedy: "run finegrain sweep or finegrain run first, or name the folder with --out"),
                at: 0)
            return FinegrainError(.badInput, problems)
        }
        // The ids that share most of their first digits, newest first.
        let near = headers.reversed().enumerated().sorted { a, b in
            (shared(b.element.id, text), a.offset) < (shared(a.element.id, text), b.offset)
        }.map(\.element)
        return FinegrainError(
            .badInput,
            [Problem("no run '\(text)' \(place)", remedy: "known: " + RunCatalog.list(near))] + problems)
    }

    private func shared(_ id: String, _ text: String) -> Int {
        zip(id, text).prefix { $0 == $1 }.count
    }

    private static func list(_ headers: [StoredRun.Header]) -> String {
        headers.prefix(5).map { "\($0.id) (\($0.kind.rawValue) \($0.name))" }.joined(separator: ", ")
            + (headers.count > 5 ? " and \(headers.count - 5) more" : "")
    }

    /// Reads a run with its rows.
    public static func run(_ header: StoredRun.Header) throws -> StoredRun {
        try RunArchive(folder: header.folder).run(header)
    }
}
