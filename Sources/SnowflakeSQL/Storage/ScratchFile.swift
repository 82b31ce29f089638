internal import Foundation

/// A new file of this process for an account that is kept nowhere.
struct ScratchFile {
    let path: String

    init() throws(SnowError) {
        let folder = FileManager.default.temporaryDirectory.path
        var template = Array((folder + "/finegrain-snowflake-XXXXXX").utf8CString)
        let file = mkstemp(&template)
        guard file >= 0 else {
            throw .runtime(
                "300002", "XX000", "No file can be made in \(folder), where an account's data are kept")
        }
        close(file)
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Takes away the names of the file and of its log; open connections keep what is in them.
    func remove() {
        for suffix in ["", "-wal", "-shm"] { unlink(path + suffix) }
    }
}
