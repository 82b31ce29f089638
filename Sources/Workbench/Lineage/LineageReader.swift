import Audiences
import Encodings
import Foundation
import Quantities

/// Reads a run's lineage by byte offsets: the last line first, then only what is asked for.
struct LineageReader {
    /// Where a campaign's line is, and what the campaign cost.
    struct CampaignPlace {
        var index: Int
        var offset: Int
        var length: Int
        var segmentCost: Money
        var sharedCost: Money
    }

    let directory: RunDirectory
    /// The run's own line.
    let run: JSONValue
    let billed: [BilledMeter]
    let invoice: Money
    let campaigns: [CampaignPlace]
    let names: SegmentNames
    let journalLines: JournalLineReader
    /// What `run.json` says of the files.
    let manifest: JSONValue
    private let lineage: FileHandle
    private let journal: FileHandle

    var lineagePath: String { directory.path + "/" + LineageFile.name }
    var journalPath: String { directory.path + "/" + JournalLines.file }
    /// Calls in the journal.
    var callCount: Int { manifest["calls"]?.integer ?? 0 }

    /// - Throws: `FinegrainError`: bad input when the run kept no lineage, broken when the files are not those that it
    ///   wrote.
    init(_ directory: RunDirectory) throws {
        self.directory = directory
        guard let manifest = directory.document["lineage"], manifest != .null,
            let offset = manifest["directory_offset"]?.integer
        else { throw LineageReader.keptNothing(directory) }
        self.manifest = manifest
        lineage = try LineageReader.open(directory.path + "/" + LineageFile.name)
        journal = try LineageReader.open(directory.path + "/" + JournalLines.file)
        let path = directory.path + "/" + LineageFile.name
        let size = Int(try lineage.seekToEnd())
        guard offset < size else { throw LineageReader.damaged(path) }
        run = try LineageReader.value(lineage, path, offset: offset, length: size - offset)
        let billed = (run["billed"]?.array ?? []).compactMap(BilledMeter.init)
        let places = (run["campaigns"]?.array ?? []).compactMap(CampaignPlace.init)
        guard run["schema"]?.string == "finegrain.lineage/1", let invoice = run["invoice_picousd"]?.money,
            billed.count == run["billed"]?.array?.count, places.count == run["campaigns"]?.array?.count,
            !places.isEmpty
        else { throw LineageReader.damaged(path) }
        self.billed = billed
        self.invoice = invoice
        campaigns = places
        names = SegmentNames(run["segments"]?.array ?? [])
        journalLines = JournalLineReader(billed)
    }

    /// - Parameter index: counted from one; nil is the last.
    func campaign(_ index: Int?) throws -> CampaignTable {
        guard let place = index.map({ number in campaigns.first { $0.index == number } }) ?? campaigns.last
        else {
            throw FinegrainError.badInput(
                "the run has no campaign \(index ?? 0)",
                remedy: "campaigns are 1 to \(campaigns.count)", file: directory.path, field: "--campaign")
        }
        let line = try LineageReader.value(lineage, lineagePath, offset: place.offset, length: place.length)
        guard let table = CampaignTable(line), table.index == place.index else {
            throw LineageReader.damaged(lineagePath)
        }
        return table
    }

    /// A segment's record in a campaign.
    func record(_ row: CampaignTable.Row) throws -> JSONValue {
        let record = try LineageReader.value(
            lineage, lineagePath, offset: row.offset, length: row.length)
        guard record["identity"]?.integer == Int(row.identity.rawValue) else {
            throw LineageReader.damaged(lineagePath)
        }
        return record
    }

    /// The bytes of a line of the journal; fewer where the file ends before.
    func journalLine(offset: Int, length: Int) -> [UInt8] {
        (try? LineageReader.bytes(journal, offset: offset, length: length)) ?? []
    }

    /// The whole journal.
    func wholeJournal() throws -> Data {
        try Data(contentsOf: URL(fileURLWithPath: journalPath), options: .mappedIfSafe)
    }

    var journalSize: Int { Int((try? journal.seekToEnd()) ?? 0) }
    var lineageSize: Int { Int((try? lineage.seekToEnd()) ?? 0) }

    // MARK: Files

    private static func open(_ path: String) throws -> FileHandle {
        guard let file = FileHandle(forReadingAtPath: path) else {
            throw FinegrainError.badInput(
                "no such file, or it cannot be read",
                remedy: "run the scenario again with finegrain run --bodies",
                file: path)
        }
        return file
    }

    private static func bytes(_ file: FileHandle, offset: Int, length: Int) throws -> [UInt8] {
        guard offset >= 0, length >= 0 else { return [] }
        try file.seek(toOffset: UInt64(offset))
        return Array(try file.read(upToCount: length) ?? Data())
    }

    private static func value(_ file: FileHandle, _ path: String, offset: Int, length: Int) throws
        -> JSONValue
    {
        let line = try bytes(file, offset: offset, length: length)
        guard line.count == length, let value = try? JSONParser.parse(line) else { throw damaged(path) }
        return value
    }

    /// The error of a file that was changed after the run.
    static func damaged(_ path: String) -> FinegrainError {
        FinegrainError(
            .broken,
            [
                Problem(
                    "the file is not the one that the run wrote",
                    remedy: "run the scenario again with finegrain run --bodies", file: path)
            ])
    }

    private static func keptNothing(_ directory: RunDirectory) -> FinegrainError {
        let scenario = directory.document["inputs"]?.array?.first?["path"]?.string ?? "SCENARIO"
        return .badInput(
            "the run kept no lineage of its segments",
            remedy: "run it again with its own options and --bodies: "
                + "finegrain run \(scenario) --bodies --out \(directory.path)",
            file: directory.path)
    }
}

extension LineageReader.CampaignPlace {
    fileprivate init?(_ value: JSONValue) {
        guard let cells = value.array, cells.count == 5, let index = cells[0].integer,
            let offset = cells[1].integer, let length = cells[2].integer,
            let segmentCost = cells[3].money, let sharedCost = cells[4].money
        else { return nil }
        self.init(
            index: index, offset: offset, length: length, segmentCost: segmentCost, sharedCost: sharedCost)
    }
}
