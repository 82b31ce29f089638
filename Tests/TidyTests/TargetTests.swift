import Foundation
import Testing

/// Holds the sources to `Package.swift`, and the folders of a target to an order.
@Suite struct TargetTests {
    /// A target as `Package.swift` lists it.
    struct Target {
        var name: String
        var folder: String
        /// Modules that it may import.
        var modules: Set<String>
    }

    /// Modules that come with the toolchain, and which product brings the others that have no line of their own.
    static let system: Set = ["Darwin", "Dispatch", "Foundation", "FoundationNetworking", "Glibc", "Synchronization", "Testing"]
    static let comesWith = [
        "GRDBSQLite": "GRDB", "HTTPTypes": "Hummingbird", "HummingbirdCore": "Hummingbird",
        "Logging": "Hummingbird", "NIOCore": "Hummingbird", "NIOPosix": "Hummingbird",
    ]

    static let targets: [Target] = {
        let manifest =
            (try? String(contentsOfFile: TidyTests.root + "/Package.swift", encoding: .utf8)) ?? ""
        var products: [String: String] = [:]
        for match in manifest.matches(of: #/let (\w+) = Target\.Dependency\.product\(name: "(\w+)"/#) {
            products[String(match.1)] = String(match.2)
        }
        let list = manifest[(manifest.range(of: "    targets: [")?.upperBound ?? manifest.startIndex)...]
        let call =
            #/(library|tests|benchmark|\.executableTarget|\.testTarget)\(\s*(?:name: )?"([\w-]+)"([^)]*)\)/#
        return list.matches(of: call).map { match in
            let rest = match.3.prefix { $0 != "]" }
            var modules = Set(rest.matches(of: #/"([\w-]+)"/#).map { String($0.1) })
            // A product is a name without quotation marks.
            for word in rest.matches(of: #/\b\w+\b/#) {
                if let product = products[String(word.0)] { modules.insert(product) }
            }
            let name = String(match.2)
            switch match.1 {
            case "tests":
                modules.insert(name)
                return Target(name: name + "Tests", folder: "Tests/\(name)Tests", modules: modules)
            case "benchmark":
                return Target(name: name, folder: "Sources/Benchmarks/\(name)", modules: modules)
            case ".testTarget": return Target(name: name, folder: "Tests/\(name)", modules: [])
            default: return Target(name: name, folder: "Sources/\(name)", modules: modules)
            }
        }
    }()

    /// The text of a target's files by path below its folder, in the order of their names.
    private static func files(_ target: Target) -> [(path: String, text: String)] {
        let folder = TidyTests.root + "/" + target.folder
        let paths = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        return paths.filter { $0.hasSuffix(".swift") }.sorted().map {
            ($0, (try? String(contentsOfFile: folder + "/" + $0, encoding: .utf8)) ?? "")
        }
    }

    /// The module that a line imports.
    private static func imported(_ line: Substring) -> String? {
        guard let first = line.utf8.first(where: { $0 != 0x20 }), "@ip".utf8.contains(first) else {
            return nil
        }
        var words = line.split(separator: " ")[...]
        while let word = words.first, word.first == "@" || ["public", "package", "internal"].contains(word) {
            words.removeFirst()
        }
        // Modules begin with a capital here; other words stand in texts of other languages.
        guard words.first == "import", words.count >= 2, let module = words.last?.split(separator: ".").first,
            module.first?.isUppercase == true
        else { return nil }
        return String(module)
    }

    @Test func aTargetImportsWhatThePackageListsAndListsNothingElse() {
        for target in TargetTests.targets {
            var used: Set<String> = []
            for file in TargetTests.files(target) {
                for line in file.text.split(separator: "\n") {
                    guard let module = TargetTests.imported(line) else { continue }
                    if TargetTests.system.contains(module) { continue }
                    let known = TargetTests.comesWith[module] ?? module
                    used.insert(known)
                    #expect(
                        target.modules.contains(known),
                        "\(target.folder)/\(file.path) imports \(module): add it to \(target.name) in Package.swift"
                    )
                }
            }
            let idle = target.modules.subtracting(used).sorted()
            #expect(idle.isEmpty, "\(target.name) imports none of \(idle): take it out of Package.swift")
        }
        #expect(TargetTests.targets.count > 40)
    }

    // MARK: Folders

    /// Targets whose folders are in an order: each was made with one, and keeps it.
    static let ordered = [
        "Encodings", "JSONSchemas", "MockAWS", "MockBedrock", "MockChat", "MockCloud", "MockMailchimp",
        "MockSnowflake", "MockWire", "ScenarioAccounts", "ServiceModels", "Writing", "YAMLReading",
    ]

    /// Which folders of a target use the types of which others.
    ///
    /// A type belongs to the folder that declares it at the top level of a file; a use is its name outside comments and
    /// texts, and outside its own declaration.
    static func uses(_ target: Target) -> [String: Set<String>] {
        var home: [String: String] = [:]
        var words: [(folder: String, names: Set<String>)] = []
        for file in files(target) {
            let folder = file.path.split(separator: "/").dropLast().joined(separator: "/")
            for line in file.text.split(separator: "\n") {
                if let name = declared(line) { home[name] = folder }
            }
            words.append((folder, names(in: file.text)))
        }
        var uses: [String: Set<String>] = [:]
        for (folder, names) in words {
            for name in names {
                guard let other = home[name], other != folder else { continue }
                uses[folder, default: []].insert(other)
            }
        }
        return uses
    }

    /// The type that a line declares at the top level.
    private static func declared(_ line: Substring) -> String? {
        guard let first = line.utf8.first, first >= 0x61, first <= 0x7a else { return nil }
        var words = line.split(separator: " ", maxSplits: 6)[...]
        let modifiers = ["public", "package", "private", "fileprivate", "final", "indirect"]
        while let word = words.first, modifiers.contains(String(word)) { words.removeFirst() }
        let kinds = ["struct", "class", "enum", "actor", "protocol", "typealias"]
        guard let kind = words.popFirst(), kinds.contains(String(kind)) else { return nil }
        return words.first.map { String($0.prefix { $0.isLetter || $0.isNumber || $0 == "_" }) }
    }

    /// The words with a capital in a file's code, without its comments and texts.
    private static func names(in text: String) -> Set<String> {
        var names: Set<String> = []
        var word: [UInt8] = []
        var isText = false
        var isBlock = false
        for line in text.split(separator: "\n") {
            if !isText { isBlock = false }
            var bytes = Array(line.utf8)[...]
            while let byte = bytes.popFirst() {
                if bytes.first == 0x22, byte == 0x22, bytes.dropFirst().first == 0x22 {
                    (isText, isBlock) = (!isText, !isText)
                    bytes = bytes.dropFirst(2)
                } else if isText {
                    if byte == UInt8(ascii: "\\") {
                        bytes = bytes.dropFirst()
                    } else if byte == 0x22, !isBlock {
                        isText = false
                    }
                } else if byte == 0x22 {
                    isText = true
                } else if byte == UInt8(ascii: "/"), bytes.first == byte {
                    break
                } else if (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte) || byte == 0x5f
                    || (0x30...0x39).contains(byte)
                {
                    word.append(byte)
                    continue
                }
                if let first = word.first, first < 0x60 {
                    names.insert(String(decoding: word, as: UTF8.self))
                }
                word.removeAll(keepingCapacity: true)
            }
            if let first = word.first, first < 0x60 { names.insert(String(decoding: word, as: UTF8.self)) }
            word.removeAll(keepingCapacity: true)
            if !isBlock { isText = false }
        }
        return names
    }

    /// A way from a folder back to itself; nil where there is none.
    static func cycle(_ uses: [String: Set<String>]) -> [String]? {
        for start in uses.keys.sorted() {
            var reached: [String: [String]] = [start: [start]]
            var open = [start]
            while let folder = open.popLast() {
                for next in (uses[folder] ?? []).sorted() {
                    if next == start { return reached[folder]! + [start] }
                    guard reached[next] == nil else { continue }
                    reached[next] = reached[folder]! + [next]
                    open.append(next)
                }
            }
        }
        return nil
    }

    @Test(arguments: ordered) func theFoldersOfATargetFormNoCycle(_ name: String) throws {
        let target = try #require(TargetTests.targets.first { $0.name == name })
        if let cycle = TargetTests.cycle(TargetTests.uses(target)) {
            Issue.record(
                "\(name): \(cycle.joined(separator: " uses ")): move the type that both use to the lower folder"
            )
        }
    }

    @Test func aCycleOfFoldersIsFound() {
        #expect(TargetTests.cycle(["a": ["b"], "b": ["c"], "c": []]) == nil)
        #expect(TargetTests.cycle(["a": ["b"], "b": ["c"], "c": ["b"]]) == ["b", "c", "b"])
    }

    @Test(arguments: ordered) func aFolderHoldsTwentyFilesAtMost(_ name: String) throws {
        let target = try #require(TargetTests.targets.first { $0.name == name })
        let folders = Dictionary(grouping: TargetTests.files(target)) {
            $0.path.split(separator: "/").dropLast().joined(separator: "/")
        }
        for (folder, files) in folders.sorted(by: { $0.key < $1.key }) {
            #expect(files.count <= 20, "\(name)/\(folder) holds \(files.count) files")
        }
    }
}
