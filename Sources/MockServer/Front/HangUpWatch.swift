import NIOCore

/// Tells when a client has gone, so that nothing waits for it any longer.
///
/// A client that only says that it will send no more looks the same; it still gets its answer, unless it is a wait.
final class HangUpWatch: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = Any
    typealias InboundOut = Any

    private let onHangUp: @Sendable (ObjectIdentifier) -> Void

    init(onHangUp: @escaping @Sendable (ObjectIdentifier) -> Void) { self.onHangUp = onHangUp }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .inputClosed? = event as? ChannelEvent { onHangUp(ObjectIdentifier(context.channel)) }
        context.fireUserInboundEventTriggered(event)
    }

    func channelInactive(context: ChannelHandlerContext) {
        onHangUp(ObjectIdentifier(context.channel))
        context.fireChannelInactive()
    }
}
