import Encodings

/// What a model writes, before it is cut at its limits and counted.
enum ChatDraft: Hashable {
    case text(String)
    /// At least one.
    case calls([Call])

    /// A tool that the model calls.
    struct Call: Hashable {
        var name: String
        /// An object.
        var input: JSONValue
        /// The arguments as text, where they are no whole JSON.
        var cut: String?

        /// The arguments as text.
        var text: String { cut ?? input.text() }

        /// The call with its arguments cut off after a text, which is a start of them.
        func cut(after start: String) -> Call {
            Call(name: name, input: input.wholeMembers(of: start), cut: start)
        }
    }
}

extension JSONValue {
    /// The members of an object that are whole in a start of its text.
    fileprivate func wholeMembers(of start: String) -> JSONValue {
        var whole: [JSONValue.Member] = []
        for member in memberList ?? [] {
            // A member is whole where what follows it, a comma or a brace, is there too.
            let text = JSONValue.object(whole + [member]).text()
            guard start.utf8.count >= text.utf8.count else { break }
            whole.append(member)
        }
        return .object(whole)
    }
}
