/// The key that a chat client shows. Any key is taken but `bad`, which stands for one that was revoked.
package enum ChatCredential: Hashable {
    case missing
    case key(String)
    case wrong(String)

    /// Reads `Authorization: <scheme> <key>`.
    package static func authorization(_ request: WireRequest, scheme: String = "Bearer") -> ChatCredential {
        guard let value = request.headers["Authorization"] else { return .missing }
        let parts = value.split(separator: " ", maxSplits: 1).map(String.init)
        guard parts.count == 2, parts[0].lowercased() == scheme.lowercased() else { return .missing }
        return checked(parts[1].filter { $0 != " " })
    }

    /// Reads a header that holds the bare key.
    package static func header(_ name: String, _ request: WireRequest) -> ChatCredential {
        checked(request.headers[name] ?? "")
    }

    private static func checked(_ key: String) -> ChatCredential {
        key.isEmpty ? .missing : key == "bad" ? .wrong(key) : .key(key)
    }
}
