/// Why a model gives no answer to a prompt.
struct ChatRefusal: Error, Hashable, Sendable {
    var message: String
}
