import Foundation

/// Executes the code cells of a notebook with Python's standard library alone.
enum NotebookRun {
    /// - Parameter files: what lies beside the notebook, by name; the notebook is `report.ipynb`.
    /// - Returns: what was printed, and the exit code; nil without Python.
    static func output(_ files: [(name: String, text: String)], folder name: String) throws -> (
        text: String, code: Int32
    )? {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "finegrain-\(name)-\(ProcessInfo.processInfo.processIdentifier)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let script = """
            import json
            names = {}
            for cell in json.load(open("report.ipynb", encoding="utf-8"))["cells"]:
                if cell["cell_type"] == "code":
                    exec("".join(cell["source"]), names)
            """
        for file in files + [("execute.py", script)] {
            try Data(file.text.utf8).write(to: folder.appendingPathComponent(file.name))
        }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        // Isolated: without packages of the site or the user.
        process.arguments = ["python3", "-I", "-S", "execute.py"]
        process.currentDirectoryURL = folder
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        if process.terminationStatus == 127 {
            print("skipped: no python3 to execute the notebook with")
            return nil
        }
        return (String(decoding: data, as: UTF8.self), process.terminationStatus)
    }
}
