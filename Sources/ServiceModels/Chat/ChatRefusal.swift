/// Why a model gives no answer to a prompt.
package struct ChatRefusal: Error, Hashable, Sendable {
    package var message: String
}
