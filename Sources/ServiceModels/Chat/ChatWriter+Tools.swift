import Encodings
import JSONSchemas
import Quantities

/// Which tools a model calls, and with what.
extension ChatWriter {
    /// The tools that the model calls, in the request's order; empty where it answers with text.
    func calls(_ prompt: ChatPrompt, service: Meter.Service) -> [ChatPrompt.Tool] {
        let tools = prompt.callableTools
        switch prompt.toolChoice {
        case .none: return []
        case .tool(let name): return Array(tools.filter { $0.name == name }.prefix(1))
        case .any:
            let wanted = wanted(prompt, tools, service: service)
            return wanted.isEmpty ? Array(tools.prefix(1)) : wanted
        case .auto: return wanted(prompt, tools, service: service)
        }
    }

    /// The tool that the deck calls, or else those that the user's last message names.
    private func wanted(
        _ prompt: ChatPrompt, _ tools: [ChatPrompt.Tool], service: Meter.Service
    ) -> [ChatPrompt.Tool] {
        // Once a result is there, the model answers with it.
        guard !tools.isEmpty, prompt.turns.last?.role == .user else { return [] }
        if let entry = try? deck.entry(for: prompt, service: service), case .tool(let name, _) = entry.answer
        {
            return Array(tools.filter { $0.name == name }.prefix(1))
        }
        let text = Array(prompt.lastUserText.utf8)
        let named = tools.filter { ChatWriter.names(text, $0.name) }
        return prompt.isParallel ? named : Array(named.prefix(1))
    }

    /// Whether a text has a name that is no part of a longer one.
    private static func names(_ text: [UInt8], _ name: String) -> Bool {
        let name = Array(name.utf8)
        guard !name.isEmpty, text.count >= name.count else { return false }
        return (0...text.count - name.count).contains { start in
            let end = start + name.count
            return text[start..<end].elementsEqual(name) && (start == 0 || !isNameByte(text[start - 1]))
                && (end == text.count || !isNameByte(text[end]))
        }
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, UInt8(ascii: "_"): true
        default: false
        }
    }

    /// A call with the deck's arguments, or else with some that fit the tool's schema, after what a fault does to it.
    func call(
        _ tool: ChatPrompt.Tool, of prompt: ChatPrompt, service: Meter.Service, fault: FaultPlan.Kind?,
        hash: UInt64
    ) throws(ChatRefusal) -> ChatDraft.Call {
        var input: JSONValue
        if let given = deck.arguments(of: tool.name, for: prompt, service: service) {
            input = given
        } else {
            input = try sample(tool.schema, of: "tool \(tool.name)", hash: hash)
            if !input.isObject { input = .object([]) }
        }
        var call = ChatDraft.Call(name: tool.name, input: input)
        let text = input.text()
        switch SchemaFailure(fault: fault, rate: 0, uniform: 1) {
        case .malformed:
            call = call.cut(after: String(decoding: text.utf8.prefix(text.utf8.count * 2 / 3), as: UTF8.self))
        case .breaking: call.input = ChatWriter.broken(input, tool.schema)
        case nil:
            // Arguments without a text have no place for what a fault adds.
            let spoilt = spoilt(text, tool.schema, failure: nil, fault: fault, hash: hash)
            if let value = try? JSONParser.parse(spoilt), value.isObject { call.input = value }
        }
        return call
    }

    /// Arguments that break a schema: a member that it has not, or else a wrong type in every member.
    private static func broken(_ input: JSONValue, _ schema: JSONValue) -> JSONValue {
        let unexpected = JSONValue.members(["unexpected": .string(input.text())])
        let check = SchemaCheck(root: schema)
        guard check.problem(unexpected) == nil else { return unexpected }
        let members = (input.memberList ?? []).map { member in
            JSONValue.Member(member.key, .array([.array([member.value])]))
        }
        let mistyped = JSONValue.object(members)
        return check.problem(mistyped) == nil ? unexpected : mistyped
    }
}
