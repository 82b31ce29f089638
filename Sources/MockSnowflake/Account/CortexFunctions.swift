import Encodings
import Quantities
import RandomStreams
package import ServiceModels
package import SnowflakeSQL
import Writing

/// Cortex as SQL sees it: language models as functions, metered and remembered for the account-usage views.
package final class CortexFunctions: ExternalFunctions {
    /// One use, for the views.
    struct Use {
        var queryID: String
        var function: String
        var model: String
        var at: SimulatedInstant
        var inputTokens: Int
        var outputTokens: Int
    }

    private let fresh: ChatModels
    private var models: ChatModels
    private(set) var uses: [Use] = []
    private var stream = Seed(0).streams("cortex").stream(entity: 0)
    private var now = SimulatedInstant.start
    private var queryID = ""
    private var usage = Usage()
    private var time = SimulatedDuration.zero

    /// Uses that the views can show; the oldest go first.
    private static let keptUses = 100_000

    package init(_ models: ChatModels) {
        fresh = models
        self.models = models
    }

    var modelIDs: [String] { models.modelIDs }

    func reset(faults: FaultPlan) {
        models = fresh
        inject(faults)
        uses = []
    }

    func inject(_ faults: FaultPlan) { models.inject(faults) }

    /// Takes over the draws and the instant of the account's current call.
    func begin(_ account: SnowflakeAccount) {
        stream = account.current.stream
        now = account.current.now
        queryID = account.current.queryID
        usage = Usage()
        time = .zero
    }

    /// Hands back the draws and what was used; gives the time that models took.
    func end(_ account: SnowflakeAccount) -> SimulatedDuration {
        account.current.stream = stream
        account.current.usage.add(usage)
        return time
    }

    package func resultType(
        of name: String, positional: [SnowType], named: [(String, SnowType)]
    ) -> SnowType? {
        switch CortexFunctions.short(name) {
        case "COMPLETE", "TRY_COMPLETE": return .text
        case "AI_COMPLETE":
            let isRich = named.contains {
                ["RESPONSE_FORMAT", "SHOW_DETAILS", "RETURN_ERROR_DETAILS"].contains($0.0)
            }
            return isRich || positional.count > 3 ? .variant : .text
        case "COUNT_TOKENS", "AI_COUNT_TOKENS": return .fixed
        case "AI_CLASSIFY", "CLASSIFY_TEXT": return .object
        default: return nil
        }
    }

    package func call(
        _ name: String, positional: [SnowValue], named: [(String, SnowValue)]
    ) throws(SnowError) -> SnowValue? {
        let function = CortexFunctions.short(name)
        switch function {
        case "COMPLETE": return try complete(positional, function)
        case "TRY_COMPLETE":
            do { return try complete(positional, function) } catch { return .null }
        case "AI_COMPLETE": return try aiComplete(positional, named)
        case "COUNT_TOKENS", "AI_COUNT_TOKENS": return try countTokens(positional, function)
        case "AI_CLASSIFY", "CLASSIFY_TEXT": return try classify(positional, function)
        default: return nil
        }
    }

    /// The function's own name, where it is one of Cortex's.
    private static func short(_ name: String) -> String {
        let prefix = "SNOWFLAKE.CORTEX."
        if name.hasPrefix(prefix) { return String(name.dropFirst(prefix.count)) }
        return name.hasPrefix("AI_") ? name : ""
    }

    // MARK: Completions

    private func complete(_ arguments: [SnowValue], _ function: String) throws(SnowError) -> SnowValue {
        guard (2...3).contains(arguments.count) else {
            throw CortexFunctions.refused(function, "expected 2 or 3 arguments, got \(arguments.count)")
        }
        guard let model = arguments[0].plainText else { return .null }
        guard arguments.count == 3 else {
            if arguments[1] == .null { return .null }
            guard let text = arguments[1].plainText else {
                throw CortexFunctions.refused(function, "the prompt must be text, or a history with options")
            }
            let prompt = ChatPrompt(modelID: model, turns: [.init(.user, [PromptPart(text)])], temperature: 0)
            return .text(try answered(prompt, function).text)
        }
        var prompt = ChatPrompt(modelID: model, turns: try history(arguments[1], function), temperature: 0)
        try read(arguments[2].json, into: &prompt, function)
        let answer = try answered(prompt, function)
        return .text(CortexFunctions.details(answer, model, messages: "messages", now).text())
    }

    private func history(_ value: SnowValue, _ function: String) throws(SnowError) -> [ChatPrompt.Turn] {
        guard let messages = value.json?.array, !messages.isEmpty else {
            throw CortexFunctions.refused(
                function, "the history must be an array of objects with role and content")
        }
        var turns: [ChatPrompt.Turn] = []
        for message in messages {
            guard let role = message["role"]?.string.flatMap(ChatPrompt.Role.init),
                let content = message["content"]?.string
            else { throw CortexFunctions.refused(function, "a message needs role and content") }
            turns.append(.init(role, [PromptPart(content)]))
        }
        return turns
    }

    /// Options of COMPLETE and model parameters of AI_COMPLETE.
    private func read(
        _ options: JSONValue?, into prompt: inout ChatPrompt, _ function: String
    ) throws(SnowError) {
        guard case .object(let members)? = options else { return }
        for member in members {
            switch member.key {
            case "temperature": prompt.temperature = member.value.double ?? 0
            case "max_tokens": prompt.maxTokens = member.value.integer
            case "response_format": prompt.schema = member.value["schema"] ?? member.value
            case "top_p", "guardrails": break
            default: throw CortexFunctions.refused(function, "unknown option \(member.key)")
            }
        }
    }

    private func aiComplete(
        _ positional: [SnowValue], _ named: [(String, SnowValue)]
    ) throws(SnowError) -> SnowValue {
        let names = [
            "MODEL", "PROMPT", "MODEL_PARAMETERS", "RESPONSE_FORMAT", "SHOW_DETAILS", "RETURN_ERROR_DETAILS",
        ]
        if let unknown = named.first(where: { !names.contains($0.0) }) {
            throw CortexFunctions.refused("AI_COMPLETE", "unknown argument \(unknown.0)")
        }
        func argument(_ index: Int) -> SnowValue? {
            named.first { $0.0 == names[index] }?.1 ?? (index < positional.count ? positional[index] : nil)
        }
        guard let model = argument(0)?.plainText, let text = argument(1).flatMap(CortexFunctions.promptText)
        else {
            if argument(0) == .null || argument(1) == .null { return .null }
            throw CortexFunctions.refused("AI_COMPLETE", "expected a model and a prompt of text")
        }
        var prompt = ChatPrompt(modelID: model, turns: [.init(.user, [PromptPart(text)])], temperature: 0)
        try read(argument(2)?.json, into: &prompt, "AI_COMPLETE")
        if let format = argument(3)?.json { prompt.schema = format["schema"] ?? format }
        let reportsErrors = argument(5) == .boolean(true)
        let answer: ChatAnswer
        do { answer = try answered(prompt, "AI_COMPLETE") } catch {
            guard reportsErrors else { throw error }
            return .object(
                JSONValue.members(["value": .null, "error": .string(error.message)]).text())
        }
        let value =
            prompt.schema == nil
            ? JSONValue.string(answer.text) : (try? JSONParser.parse(answer.text)) ?? .null
        if argument(4) == .boolean(true) {
            let details = CortexFunctions.details(
                answer, model, messages: prompt.schema == nil ? "messages" : "structured_output", now)
            return .variant(details.text())
        }
        if reportsErrors { return .object(JSONValue.members(["value": value, "error": .null]).text()) }
        // Without a schema the value is text; among named arguments the column is a variant all the same.
        let isRich = named.contains { names[3...].contains($0.0) } || positional.count > 3
        return isRich ? .variant(value.text()) : .text(answer.text)
    }

    /// A text as it is, or the object that PROMPT makes, with its arguments in their places.
    private static func promptText(_ value: SnowValue) -> String? {
        guard case .object = value, let template = value.json?["template"]?.string else {
            return value.plainText
        }
        var text = ""
        var rest = Substring(template)
        let arguments = value.json?["args"]?.array ?? []
        while let match = rest.firstMatch(of: /\{([0-9]{1,3})\}/) {
            text += rest[..<match.range.lowerBound]
            let index = Int(match.1) ?? arguments.count
            if arguments.indices.contains(index) {
                text += arguments[index].string ?? arguments[index].text()
            } else {
                text += match.0
            }
            rest = rest[match.range.upperBound...]
        }
        return text + rest
    }

    private func answered(_ prompt: ChatPrompt, _ function: String) throws(SnowError) -> ChatAnswer {
        let handled = models.complete(prompt, at: now, using: &stream)
        time = time + handled.serviceTime
        switch handled.result {
        case .success(let answer):
            usage.add(handled.usage)
            note(function, prompt.modelID, answer.tokens)
            return answer
        case .failure(let error):
            throw CortexFunctions.refused(
                function, "remote service error: \(error.status) '\(error.message)'")
        }
    }

    private func note(_ function: String, _ model: String, _ tokens: TokenCounts) {
        uses.append(
            Use(
                queryID: queryID, function: function, model: model, at: now, inputTokens: tokens.input,
                outputTokens: tokens.output))
        if uses.count > CortexFunctions.keptUses { uses.removeFirst(CortexFunctions.keptUses / 10) }
    }

    private static func refused(_ function: String, _ message: String) -> SnowError {
        SnowError(
            code: "100351", sqlState: "P0000",
            message: "Request failed for external function \(function) with \(message)")
    }

    private static func details(
        _ answer: ChatAnswer, _ model: String, messages: String, _ now: SimulatedInstant
    ) -> JSONValue {
        let content =
            messages == "messages"
            ? JSONValue.string(answer.text) : (try? JSONParser.parse(answer.text)) ?? .null
        return .members([
            "choices": .array([.object([.init(messages, content)])]),
            "created": .integer(CivilTime(now).epochSeconds), "model": .string(model),
            "usage": .members([
                "completion_tokens": .integer(answer.tokens.output), "guardrails_tokens": 0,
                "prompt_tokens": .integer(answer.tokens.input),
                "total_tokens": .integer(answer.tokens.input + answer.tokens.output),
            ]),
        ])
    }

    // MARK: Counting and classes

    private func countTokens(_ arguments: [SnowValue], _ function: String) throws(SnowError) -> SnowValue {
        // AI_COUNT_TOKENS names the function that would be called first.
        let start = function == "AI_COUNT_TOKENS" && arguments.count > 2 ? 1 : 0
        guard arguments.count - start == 2, let model = arguments[start].plainText else {
            throw CortexFunctions.refused(function, "expected a model and a text")
        }
        guard let text = arguments[start + 1].plainText else { return .null }
        let prompt = ChatPrompt(modelID: model, turns: [.init(.user, [PromptPart(text)])])
        guard let count = models.tokens(of: prompt) else {
            throw CortexFunctions.refused(function, "remote service error: 400 'unknown model \(model)'")
        }
        return .integer(Int64(count))
    }

    /// The label that shares most words with the text; by a hash of the text where none does.
    private func classify(_ arguments: [SnowValue], _ function: String) throws(SnowError) -> SnowValue {
        guard arguments.count >= 2, let labels = arguments[1].json?.array, !labels.isEmpty else {
            throw CortexFunctions.refused(function, "expected a text and an array of labels")
        }
        guard let text = arguments[0].plainText else { return .null }
        let names = labels.compactMap { $0.string ?? $0["label"]?.string }
        guard names.count == labels.count else {
            throw CortexFunctions.refused(function, "a label is a text, or an object with label")
        }
        let words = Set(text.lowercased().split { !$0.isLetter })
        let scores = names.map { name in
            name.lowercased().split { !$0.isLetter }.filter(words.contains).count
        }
        let best = scores.max() ?? 0
        let index =
            best > 0
            ? scores.firstIndex(of: best) ?? 0 : Int(PromptPart(text).digest % UInt64(names.count))
        let model = modelIDs.first ?? ""
        let input =
            models.tokens(of: ChatPrompt(modelID: model, turns: [.init(.user, [PromptPart(text)])])) ?? 0
        usage.add(input, to: Meter(.cortex, function.lowercased(), .inputTokens))
        note(function, function.lowercased(), TokenCounts(input: input))
        return function == "AI_CLASSIFY"
            ? .object(JSONValue.members(["labels": .array([.string(names[index])])]).text())
            : .object(JSONValue.members(["label": .string(names[index])]).text())
    }
}

extension SnowValue {
    /// The text of a text, or of a variant that holds one.
    var plainText: String? {
        switch self {
        case .text(let text): text
        case .variant(let text): (try? JSONParser.parse(text))?.string
        default: nil
        }
    }

    /// The JSON of a variant, an object or an array.
    var json: JSONValue? {
        switch self {
        case .variant(let text), .object(let text), .array(let text): try? JSONParser.parse(text)
        default: nil
        }
    }
}
