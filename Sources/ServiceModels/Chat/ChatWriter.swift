import Encodings
import JSONSchemas
import Quantities
import RandomStreams
package import Writing

/// Writes what chat models answer: what the answer deck says, held to a schema, tools and limits as a model is.
package struct ChatWriter: Sendable {
    package let deck: AnswerDeck
    package let estimator: TokenEstimator
    let rates: FailureRates
    let canaries: [String]
    private let copy: CopyWriter
    private let persona: PersonaWriter
    private let belief: PersonaBelief
    let sentences: [String]
    let offBrand: [String]

    /// - Parameter belief: of the persona writer; without one every angle of the deck weighs the same.
    package init(
        deck: AnswerDeck, decks: MockDecks, belief: PersonaBelief? = nil, rates: FailureRates,
        canaries: [String] = []
    ) throws {
        self.deck = deck
        estimator = decks.tokens
        self.rates = rates
        self.canaries = canaries
        copy = CopyWriter(deck: decks.copy)
        let belief = belief ?? PersonaBelief.even(angles: decks.persona.angleNames)
        self.belief = belief
        persona = try PersonaWriter(deck: decks.persona, angles: belief.angles)
        sentences = decks.copy.angles.flatMap(\.sentences)
        offBrand = decks.copy.offBrand
    }

    /// The answer, before it is cut and counted. Takes two draws of the stream, and those of the noise of a persona's mix.
    func answer(
        _ prompt: ChatPrompt, service: Meter.Service, fault: FaultPlan.Kind?, using stream: inout RandomStream
    ) throws(ChatRefusal) -> ChatDraft {
        let uniform = stream.uniform()
        let drawn = stream.next()
        let word = prompt.temperature > 0 ? prompt.seed.map { UInt64(bitPattern: Int64($0)) } ?? drawn : 0
        var hash = Fingerprint(prompt.digest)
        hash.combine(word)
        if prompt.choice > 0, prompt.temperature > 0 { hash.combine(prompt.choice) }
        let tools = calls(prompt, service: service)
        guard tools.isEmpty else {
            // Equal tools of one answer get arguments of their own.
            var calls: [ChatDraft.Call] = []
            for (place, tool) in tools.enumerated() {
                let own = place == 0 ? hash.value : Fingerprint.mixed(hash.value &+ UInt64(place))
                calls.append(try call(tool, of: prompt, service: service, fault: fault, hash: own))
            }
            return .calls(calls)
        }
        let entry: AnswerDeck.Entry
        do { entry = try deck.entry(for: prompt, service: service) } catch {
            throw ChatRefusal(message: error.message)
        }
        var text = text(entry, prompt, hash.value, using: &stream)
        if let schema = prompt.schema {
            let value = try? JSONParser.parse(text)
            if value.map({ SchemaCheck(root: schema).problem($0) != nil }) ?? true {
                text = try sample(schema, of: "answer", hash: hash.value).text()
            }
        } else if prompt.isJSON, (try? JSONParser.parse(text))?.isObject != true {
            text = JSONValue.members(["answer": .string(text)]).text()
        }
        let isJSON = prompt.schema != nil || prompt.isJSON
        let failure =
            isJSON
            ? SchemaFailure(fault: fault, rate: rates.strict, uniform: uniform)
            : SchemaFailure(fault: fault, rate: 0, uniform: 1)
        return .text(spoilt(text, prompt.schema, failure: failure, fault: fault, hash: hash.value))
    }

    /// A value that fits a schema.
    func sample(_ schema: JSONValue, of what: String, hash: UInt64) throws(ChatRefusal) -> JSONValue {
        var sampler = SchemaSampler(schema, sentences: sentences, hash: hash)
        do { return try sampler.sample() } catch {
            throw ChatRefusal(message: "The JSON schema of the \(what) is not taken: \(error.message).")
        }
    }

    private func text(
        _ entry: AnswerDeck.Entry, _ prompt: ChatPrompt, _ hash: UInt64, using stream: inout RandomStream
    ) -> String {
        switch entry.answer {
        case .text(let text): return text
        case .template(let template): return filled(template, entry, prompt)
        case .sequence(let texts):
            return texts.isEmpty ? "" : texts[min(prompt.occurrence, texts.count - 1)]
        case .recording(let recorded):
            return recorded.first { $0.prompt == prompt.lastUserText }?.text ?? ""
        case .persona: return personaText(prompt, hash, using: &stream)
        case .copy: return copyText(prompt, hash)
        case .tool: return ""
        case .sentences:
            guard !sentences.isEmpty else { return "" }
            return (0..<3).map { index in
                sentences[Int(Fingerprint.mixed(hash &+ UInt64(index)) % UInt64(sentences.count))]
            }.joined(separator: " ")
        }
    }

    private func filled(_ template: String, _ entry: AnswerDeck.Entry, _ prompt: ChatPrompt) -> String {
        let groups = entry.match.pattern.flatMap { AnswerDeck.groups(of: $0, in: prompt.lastUserText) } ?? []
        var out = ""
        var rest = Substring(template)
        while let open = rest.firstRange(of: "{{"), let close = rest[open.upperBound...].firstRange(of: "}}")
        {
            out += rest[..<open.lowerBound]
            switch String(rest[open.upperBound..<close.lowerBound]) {
            case "model": out += prompt.modelID
            case "prompt": out += prompt.lastUserText
            case "n": out += String(prompt.occurrence + 1)
            case let name: out += Int(name).flatMap { groups.indices.contains($0) ? groups[$0] : nil } ?? ""
            }
            rest = rest[close.upperBound...]
        }
        return out + rest
    }

    private func personaText(
        _ prompt: ChatPrompt, _ hash: UInt64, using stream: inout RandomStream
    ) -> String {
        let found = prompt.parts.reversed().lazy.compactMap {
            SegmentAttributes(foundIn: $0.text, belief: belief)
        }.first
        let attributes =
            found
            ?? SegmentAttributes(
                dimensions: [], size: 0, shares: Array(repeating: .nan, count: belief.levelCount))
        var points = belief.points(shares: attributes.shares, using: &stream)
        if found == nil {
            // Nothing is known of the segment: the prompt itself decides which angle leads.
            let lead = Int(hash % UInt64(points.count))
            points = points.indices.map { $0 == lead ? 100 - 10 * (points.count - 1) : 10 }
            if points[lead] < 10 { points = points.indices.map { $0 == lead ? 100 : 0 } }
        }
        return persona.persona(for: attributes, points: points, word: hash).text
    }

    private func copyText(_ prompt: ChatPrompt, _ hash: UInt64) -> String {
        var brief = PersonaBrief(angleCount: copy.angleNames.count)
        for part in prompt.parts.reversed() {
            if let found = PersonaBrief(foundIn: part.text, angles: copy.angleNames) {
                brief = found
                break
            }
        }
        let digest = brief.digest(word: hash)
        let plan = copy.plan(brief)
        let count =
            prompt.parts.lazy.compactMap { part -> Int? in
                var text = part.text
                return text.withUTF8 { CopyWriter.numberBeforeVariants($0) }
            }.first.map { min($0, 20) } ?? copy.defaultVariants
        var out = ByteWriter(capacity: 200 + count * 1_000)
        out.literal("{\"variants\":[")
        for variant in 0..<count {
            if variant > 0 { out.literal(",") }
            let own = Fingerprint.mixed(digest &+ UInt64(variant) &* 0x9e37_79b9_7f4a_7c15)
            copy.write(plan, hash: own, flaws: CopyWriter.Flaws(), to: &out)
        }
        out.literal("]}")
        return out.text
    }
}
