import ServiceModels

extension ConverseResponse {
    /// The answer in the terms of all chats.
    var asChat: ChatAnswer {
        if var chat {
            chat.firstToken = firstToken
            return chat
        }
        var answer = ChatAnswer(
            content: [.text(text)], stop: stopReason == .maxTokens ? .maxTokens : .end, tokens: tokens)
        answer.firstToken = firstToken
        return answer
    }
}
