import Encodings
import Foundation
import MockChat
import MockCloud
import MockWire
import Quantities
import RandomStreams
import Testing

@testable import ServiceModels

@Suite struct AnswerDeckTests {
    private func deck(_ yaml: String, recording: String? = nil) throws -> AnswerDeck {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "deck-\(ProcessInfo.processInfo.globallyUniqueString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data(yaml.utf8).write(to: folder.appendingPathComponent("answers.yaml"))
        if let recording {
            try Data(recording.utf8).write(to: folder.appendingPathComponent("recorded.jsonl"))
        }
        return try AnswerDeck.load(folder.path + "/answers.yaml")
    }

    private func text(_ cloud: Cloud, _ prompt: String) throws -> String {
        let answer = cloud.answer(CloudTests.say(prompt)).answer
        let json = try CloudTests.json(answer)
        return json["output"]?["message"]?["content"]?.array?.first?["text"]?.string ?? json["message"]?
            .string ?? ""
    }

    private static let yaml = """
        entries:
          - name: greeting
            match: {pattern: "^hello (\\\\w+)$"}
            answer: {template: "{{model}} greets {{1}} for the {{n}}. time: {{prompt}}"}
          - name: numbers
            match: {contains: [count, "numbers"], service: bedrock}
            answer: {sequence: [one, two, three]}
          - name: recorded
            answer: {recording: recorded.jsonl}
          - name: nova only
            match: {model: "amazon.*-lite*", contains: nova}
            answer: {text: plain}
        """

    @Test func entriesAnswerInOrderAndMissesNameTheNearest() throws {
        let deck = try deck(Self.yaml, recording: "{\"prompt\": \"as before\", \"text\": \"again\"}\n")
        let cloud = try CloudTests.cloud { $0.answers = deck }
        #expect(try text(cloud, "hello ann") == "amazon.nova-lite-v1:0 greets ann for the 1. time: hello ann")
        #expect(try text(cloud, "hello ann").contains("the 2. time"))
        #expect(
            try (0..<4).map { _ in try text(cloud, "Count the NUMBERS") } == ["one", "two", "three", "three"])
        #expect(try text(cloud, "as before") == "again")
        #expect(try text(cloud, "a nova") == "plain")
        let miss = try text(cloud, "count something")
        #expect(miss.contains("Nearest is 'numbers'") && miss.contains("the prompt lacks 'numbers'"))
    }

    @Test func badDecksAreRefusedWithLines() {
        let bad = """
            entries:
              - name: a
                match: {pattern: "("}
                answer: {text: x}
              - name: b
                match: {colour: red}
                answer: {text: x}
              - name: c
                answer: {tune: x}
            """
        do {
            _ = try deck(bad)
            Issue.record("the deck was taken")
        } catch let error as FinegrainError {
            #expect(error.problems.count == 3)
            #expect(error.problems.map(\.line) == [3, 6, 9])
        } catch { Issue.record("\(error)") }
    }

    /// Lines of the problems of a deck, with the names of their files.
    private func problems(_ yaml: String, recording: String? = nil) -> [String] {
        do {
            _ = try deck(yaml, recording: recording)
            return []
        } catch let error as FinegrainError {
            return error.problems.map { problem in
                "\(problem.file?.split(separator: "/").last ?? ""):\(problem.line ?? 0)"
            }
        } catch { return ["\(error)"] }
    }

    @Test func everyProblemOfADeckIsToldWithItsLine() {
        let bad = """
            entrances: 1
            entries:
              - name: a
                mach: {contains: [x]}
                answer: {text: x}
              - name: a
                answer: {text: x, template: y}
              - name: [b]
                match: {contains: [ok, {no: 1}], model: [m]}
                answer: {sequence: []}
              - name: c
                answer: {sequence: [ok, [no]]}
              - just text
              - name: d
                answer: {text: x, arguments: {a: 1}}
              - name: e
                match: none
                answer: {tool: f, arguments: [1]}
            """
        #expect(
            problems(bad)
                == [1, 4, 6, 7, 8, 9, 9, 10, 12, 13, 15, 17, 18].map { "answers.yaml:\($0)" }.sorted {
                    Int($0.split(separator: ":")[1])! < Int($1.split(separator: ":")[1])!
                })
        #expect(problems("entries: {a: 1}") == ["answers.yaml:1"])
        #expect(problems("entries:") == ["answers.yaml:1"])
    }

    @Test func everyBadLineOfARecordingIsTold() {
        let yaml = "entries:\n  - name: a\n    answer: {recording: recorded.jsonl}\n"
        let lines = [#"{"prompt": "p", "text": "t"}"#, "", "{", #"{"prompt": "p"}"#]
        let expected = ["recorded.jsonl:3", "recorded.jsonl:4"]
        #expect(problems(yaml, recording: lines.joined(separator: "\n")) == expected)
        #expect(problems(yaml, recording: lines.joined(separator: "\r\n")) == expected)
    }

    @Test func recordingsAreFoundFromTheDeckAndByWholePaths() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "deck-\(ProcessInfo.processInfo.globallyUniqueString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let recording = folder.appendingPathComponent("r.jsonl")
        try Data("{\"prompt\": \"p\", \"text\": \"t\"}\r\n".utf8).write(to: recording)
        for path in ["r.jsonl", recording.path] {
            let deck = folder.appendingPathComponent("d.yaml")
            try Data("entries:\n  - name: a\n    answer: {recording: \"\(path)\"}\n".utf8).write(to: deck)
            let entries = try AnswerDeck.load(deck.path).entries
            #expect(entries.map(\.answer) == [.recording([.init(prompt: "p", text: "t")])])
        }
        // A deck without a folder lies in the current one.
        let name = "finegrain-deck-\(ProcessInfo.processInfo.globallyUniqueString).yaml"
        defer { try? FileManager.default.removeItem(atPath: name) }
        try Data("entries:\n  - name: a\n    answer: {recording: nowhere.jsonl}\n".utf8).write(
            to: URL(fileURLWithPath: name))
        do {
            _ = try AnswerDeck.load(name)
        } catch let error as FinegrainError {
            let place = FileManager.default.currentDirectoryPath + "/nowhere.jsonl"
            #expect(error.problems.map(\.message) == ["no such file \(place)"])
        }
    }

    @Test func theDeckCallsAToolWithItsArguments() throws {
        let yaml = """
            entries:
              - name: seven
                match: {contains: [seven]}
                answer: {tool: get_stock, arguments: {sku: "7", units: 2, share: 0.5, tags: [a], none: null, is: true}}
              - name: forced
                answer: {tool: other, arguments: {x: 1}}
              - name: rest
                answer: {text: plain}
            """
        let models = try ChatModels(
            .openai,
            profiles: [
                .init(id: "claude-test", latency: .init(firstToken: .fixed(.seconds(1)), tokensPerSecond: 10))
            ],
            decks: TestWorld.decks, deck: try deck(yaml))
        let chat = ChatCloud([OpenAIWire(models)])
        func message(_ text: String, _ tool: String, _ more: String = "") -> JSONValue? {
            let body = """
                {"model": "claude-test", "messages": [{"role": "user", "content": "\(text)"}], "tools": [
                  {"type": "function", "function": {"name": "\(tool)"}}]\(more)}
                """
            return chat.send("POST", "/v1/chat/completions", [:], body).json["choices"]?.array?.first?[
                "message"]
        }
        func arguments(_ message: JSONValue?) -> String? {
            message?["tool_calls"]?.array?.first?["function"]?["arguments"]?.string
        }
        let expected = #"{"sku":"7","units":2,"share":0.5,"tags":["a"],"none":null,"is":true}"#
        #expect(arguments(message("sku seven", "get_stock")) == expected)
        #expect(arguments(message("sku seven", "get_price")) == nil)
        #expect(message("sku seven", "get_price")?["content"] == "plain")
        #expect(arguments(message("x", "other", #", "tool_choice": "required""#)) == #"{"x":1}"#)
        // No entry for a tool that is forced: arguments that fit its schema, here none.
        #expect(arguments(message("x", "third", #", "tool_choice": "required""#)) == "{}")
    }

    @Test func everyProblemOfADeckOfModelsIsToldWithItsLine() throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent(
            "models-\(ProcessInfo.processInfo.globallyUniqueString).yaml"
        ).path
        defer { try? FileManager.default.removeItem(atPath: path) }
        func lines(_ yaml: String) throws -> [Int?] {
            try Data(yaml.utf8).write(to: URL(fileURLWithPath: path))
            do {
                _ = try ChatModels.Profile.load(path)
                return []
            } catch let error as FinegrainError { return error.problems.map(\.line) }
        }
        let good =
            "first_token_fixed_seconds: 1, tokens_per_second: 80, rate_sigma: 0, per_thousand_input_tokens_seconds: 0, max_output_tokens: 9"
        #expect(try lines("models:\n  a: {\(good)}\n") == [])
        #expect(try lines("models:\n  a: {\(good),\n    request_per_minute: 5}\nmodel: 1\n") == [4, 3])
        #expect(try lines("models: {}\n") == [1])
        #expect(try lines("models: [a]\n") == [1])
        #expect(try lines("models:\n  a: {\(good)}\n  b: {\(good), aliases: [a]}\n") == [3])
    }
}
