public import Encodings
public import Quantities
public import Writing

/// What a language model answered, in the terms that all chat services share.
public struct ChatAnswer: Hashable, Sendable {
    public enum Content: Hashable, Sendable {
        case text(String)
        case toolUse(name: String, input: JSONValue)

        /// Whether it is a use of a tool.
        package var isTool: Bool { if case .toolUse = self { true } else { false } }
    }

    /// Why the answer ends.
    public enum Stop: Hashable, Sendable {
        case end, maxTokens, toolUse
        /// Text of a stop sequence, which is not part of the answer.
        case stopSequence(String)
    }

    public var content: [Content]
    /// What the model thought before it answered, where that was asked for.
    public var thinking: String?
    public var stop: Stop
    public var tokens: TokenCounts
    /// From the request to the first token.
    public var firstToken: SimulatedDuration = .zero
    public var total: SimulatedDuration = .zero
    /// After how many pieces a fault breaks the stream; nil lets it end.
    public var cutAfter: Int?
    /// Arguments of tools that break off, by the place of their call in `content`. The call's own input has the members that
    /// are whole.
    public var cutArguments: [Int: String] = [:]
    /// What the fault plan did to the call.
    package var fault: FaultPlan.Kind?

    public init(content: [Content], stop: Stop, tokens: TokenCounts) {
        self.content = content
        self.stop = stop
        self.tokens = tokens
    }

    /// All text.
    public var text: String {
        content.map { if case .text(let text) = $0 { text } else { "" } }.joined()
    }

    /// The arguments of the call at a place of `content`, as text; nil where no tool is called.
    public func arguments(at place: Int) -> String? {
        guard case .toolUse(_, let input) = content[place] else { return nil }
        return cutArguments[place] ?? input.text()
    }

    /// Text in the pieces in which it is streamed: a word and the space before it.
    public static func pieces(_ text: String) -> [String] {
        var pieces: [String] = []
        var piece: [UInt8] = []
        for byte in text.utf8 {
            if byte == 0x20, piece.count > 3 {
                pieces.append(String(decoding: piece, as: UTF8.self))
                piece.removeAll(keepingCapacity: true)
            }
            piece.append(byte)
        }
        if piece.contains(where: { $0 != 0x20 }) || pieces.isEmpty {
            pieces.append(String(decoding: piece, as: UTF8.self))
        } else {
            pieces[pieces.count - 1] += String(decoding: piece, as: UTF8.self)
        }
        return pieces
    }

    /// When each of `count` pieces is sent: the first with the first token, the last at the end.
    public func due(piece: Int, of count: Int) -> SimulatedDuration {
        guard count > 1 else { return total }
        let span = (total - firstToken).nanoseconds
        return SimulatedDuration(nanoseconds: firstToken.nanoseconds + span / Int64(count - 1) * Int64(piece))
    }
}
