import Encodings
import Quantities
import Writing

extension Bedrock {
    /// What a prompt costs before the answer is known.
    struct Prompt {
        var tokens: TokenCounts
        /// The keys under which prefixes are written, with the time that each lives.
        var written: [(key: UInt64, lifetime: CachePoint.Lifetime)] = []
        /// Tokens of the cache write that live an hour.
        var longWrites = 0
    }

    /// The most cache points of one request.
    static let mostCachePoints = 4
    /// Content blocks before a cache point that are looked at for a prefix written earlier.
    private static let lookback = 20

    /// Splits the prompt into plain input, cache read and cache write.
    ///
    /// A prefix below the model's minimum is billed as plain input, silently.
    mutating func prompt(of request: ConverseRequest, model: Int, at now: SimulatedInstant) -> Prompt {
        guard request.prefixes.isEmpty else {
            return pointedPrompt(of: request, model: model, at: now)
        }
        var prefix = 0
        var rest = 0
        var key = Fingerprint()
        key.combine(model)
        let prefixParts = request.system.count + (request.cachePoint?.messageParts ?? 0)
        rest += (request.chat?.attachments ?? 0) * ChatWriter.attachmentTokens
        for (index, part) in (request.system + request.messages).enumerated() {
            let tokens = estimator.tokens(in: part, family: models[model].family)
            if request.cachePoint != nil, index < prefixParts {
                prefix += tokens
                key.combine(part.digest)
            } else {
                rest += tokens
            }
        }
        guard let minimum = models[model].profile.cacheMinimumTokens, prefix >= minimum, prefix > 0,
            let lifetime = request.cachePoint?.lifetime
        else { return Prompt(tokens: TokenCounts(input: prefix + rest)) }
        if cache.read(key.value, at: now) {
            return Prompt(tokens: TokenCounts(input: rest, cacheRead: prefix))
        }
        return Prompt(
            tokens: TokenCounts(input: rest, cacheWrite: prefix), written: [(key.value, lifetime)],
            longWrites: lifetime == .oneHour ? prefix : 0)
    }

    /// A prompt with any number of cache points: the longest prefix that is there is read, what lies between it and the
    /// last point is written, what comes after is plain input.
    private mutating func pointedPrompt(
        of request: ConverseRequest, model: Int, at now: SimulatedInstant
    ) -> Prompt {
        let sizes = sizes(of: request, model: model)
        let attachments = (request.chat?.attachments ?? 0) * ChatWriter.attachmentTokens
        let total = (sizes.tokens.last ?? 0) + attachments
        func size(_ prefix: PromptPrefix) -> Int {
            sizes.tokens[prefix.parts] + prefix.attachments * ChatWriter.attachmentTokens
        }
        let minimum = max(1, models[model].profile.cacheMinimumTokens ?? Int.max)
        let points = request.prefixes.filter { size($0) >= minimum }
        guard let last = points.last else { return Prompt(tokens: TokenCounts(input: total)) }
        var candidates = points
        if last.attachments == 0 {
            // Where a shorter prompt ended earlier there may be no point now.
            for parts in max(0, last.parts - Bedrock.lookback)..<last.parts
            where sizes.tokens[parts] >= minimum && !points.contains(where: { $0.parts == parts }) {
                candidates.append(PromptPrefix(parts: parts, lifetime: last.lifetime))
            }
        }
        candidates.sort { size($0) < size($1) }
        var read = 0
        for candidate in candidates.reversed() where read == 0 || points.contains(candidate) {
            // What lies within the prefix that is read was used too, and lives on.
            if cache.read(sizes.key(candidate), at: now) { read = max(read, size(candidate)) }
        }
        let lastSize = size(last)
        var prompt = Prompt(
            tokens: TokenCounts(input: total - lastSize, cacheRead: read, cacheWrite: lastSize - read))
        var end = read
        for point in points where size(point) > read {
            prompt.written.append((sizes.key(point), point.lifetime))
            if point.lifetime == .oneHour { prompt.longWrites += size(point) - end }
            end = size(point)
        }
        return prompt
    }

    /// Tokens and keys of everything before each part of a prompt, and of the whole.
    private struct Sizes {
        var tokens = [0]
        var keys: [UInt64]

        func key(_ prefix: PromptPrefix) -> UInt64 {
            guard prefix.attachments > 0 else { return keys[prefix.parts] }
            var key = Fingerprint(keys[prefix.parts])
            key.combine(prefix.attachmentDigest)
            return key.value
        }
    }

    private func sizes(of request: ConverseRequest, model: Int) -> Sizes {
        var key = Fingerprint()
        key.combine(model)
        var sizes = Sizes(keys: [key.value])
        var sum = 0
        for part in request.system + request.messages {
            sum += estimator.tokens(in: part, family: models[model].family)
            key.combine(part.digest)
            sizes.tokens.append(sum)
            sizes.keys.append(key.value)
        }
        return sizes
    }

    /// The whole prompt in tokens, however it will be billed.
    package func promptTokens(_ request: ConverseRequest, family: Int?) -> Int {
        (request.system + request.messages).reduce(0) { $0 + estimator.tokens(in: $1, family: family) }
            + (request.chat?.attachments ?? 0) * ChatWriter.attachmentTokens
    }
}
