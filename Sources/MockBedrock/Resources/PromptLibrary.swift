import Encodings
import Quantities
import ServiceModels

/// Prompt management: prompts with a draft and numbered versions.
struct PromptLibrary: Sendable {
    struct Version: Sendable {
        var number: String
        var body: JSONValue
        var created: SimulatedInstant
        var updated: SimulatedInstant
        var tags: JSONValue?
    }

    struct Prompt: Sendable {
        var id: String
        var draft: Version
        var versions: [Version] = []
        /// The number of the latest version, which may be deleted again; no number is given twice.
        private(set) var latest = 0

        init(id: String, draft: Version) {
            self.id = id
            self.draft = draft
        }

        var name: String? { draft.body["name"]?.string }

        func version(_ number: String?) -> Version? {
            guard let number, number != "DRAFT" else { return draft }
            return versions.first { $0.number == number }
        }

        /// Keeps a version under the next number.
        mutating func append(_ version: Version) -> Version {
            latest += 1
            var version = version
            version.number = String(latest)
            versions.append(version)
            return version
        }
    }

    /// What a request with a client's token made.
    struct Made: Sendable {
        /// A hash of the request without the token.
        var digest: UInt64
        var id: String
        var version: Version
    }

    /// In the order of their making.
    var prompts: [Prompt] = []
    /// By operation and token.
    private var made: [String: Made] = [:]

    /// A prompt by its id or ARN, with the version that the ARN names.
    func find(_ identifier: String) -> (index: Int, version: String?)? {
        let name = identifier.split(separator: "/").last.map(String.init) ?? identifier
        let parts = name.split(separator: ":").map(String.init)
        guard let id = parts.first, let index = prompts.firstIndex(where: { $0.id == id }) else { return nil }
        return (index, parts.count > 1 ? parts[1] : nil)
    }

    static func missing(_ identifier: String) -> ServiceError {
        Bedrock.Errors.refusal(
            "ResourceNotFoundException", 404, "The prompt \(identifier) or its version does not exist.")
    }

    // MARK: Tokens

    /// What an earlier request of the same token made, if that is still there.
    /// - Throws: where the earlier request had other parameters.
    func made(_ operation: String, token: String?, digest: UInt64) throws(ServiceError) -> Made? {
        guard let token, let known = made[operation + " " + token], find(known.id) != nil else { return nil }
        guard known.digest == digest else {
            throw Bedrock.Errors.refusal(
                "ConflictException", 409, "The clientToken was used before with other parameters.")
        }
        return known
    }

    mutating func remember(_ made: Made, _ operation: String, token: String?) {
        if let token { self.made[operation + " " + token] = made }
    }
}
