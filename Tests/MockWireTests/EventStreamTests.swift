import Encodings
import MockWire
import ServiceModels
import Testing

@Suite struct EventStreamTests {
    /// A frame that the official client was seen to accept.
    @Test func aFrameHasTheBytesThatClientsRead() {
        let frame = EventStream.message(
            [
                (":event-type", "messageStart"), (":content-type", "application/json"),
                (":message-type", "event"),
            ], payload: Array(#"{"role": "assistant"}"#.utf8))
        #expect(
            HMAC.hex(frame)
                == "0000007700000052abb5d36e0b3a6576656e742d7479706507000c6d65737361676553746172740d3a636f6e74656e742d74797065"
                + "0700106170706c69636174696f6e2f6a736f6e0d3a6d6573736167652d747970650700056576656e747b22726f6c65223a202261737369"
                + "7374616e74227d5be0d2f5")
    }

    @Test func piecesOfATextJoinToTheText() {
        for text in ["", "a", "one two three", "  lead", "trail   ", "línea ñandú 漢字 text", "nospaceatall"] {
            #expect(ChatAnswer.pieces(text).joined() == text)
        }
    }
}
