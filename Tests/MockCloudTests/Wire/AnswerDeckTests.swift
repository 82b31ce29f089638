import Foundation
import Quantities
import RandomStreams
import Testing

@testable import MockCloud

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
}
