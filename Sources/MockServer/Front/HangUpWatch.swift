import NIOCore

/// Tells when a client has gone, so that nothing waits for it any longer.
///
/// A client that only says that it will send no more looks the same; it still gets its answer, unless it is a wait.
final class HangUpWatch: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = Any
    typealias InboundOut = Any

    private let waits: WaitRoom

    init(_ waits: WaitRoom) { self.waits = waits }

    func handlerAdded(context: ChannelHandlerContext) { waits.begin(ObjectIdentifier(context.channel)) }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .inputClosed? = event as? ChannelEvent {
            waits.hangUp(ObjectIdentifier(context.channel), isOver: false)
        }
        context.fireUserInboundEventTriggered(event)
    }

    func channelInactive(context: ChannelHandlerContext) {
        waits.hangUp(ObjectIdentifier(context.channel), isOver: true)
        context.fireChannelInactive()
    }
}
