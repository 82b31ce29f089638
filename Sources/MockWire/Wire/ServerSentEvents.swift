package import Encodings
package import Quantities

/// Frames of `text/event-stream` (WHATWG HTML, server-sent events).
package enum ServerSentEvents {
    /// - Parameter event: nil leaves the line with the event's name out.
    package static func frame(_ data: JSONValue, event: String? = nil, due: SimulatedDuration) -> WireFrame {
        frame(text: data.text(), event: event, due: due)
    }

    package static func frame(text: String, event: String? = nil, due: SimulatedDuration) -> WireFrame {
        let name = event.map { "event: \($0)\n" } ?? ""
        return WireFrame(Array((name + "data: " + text + "\n\n").utf8), due: due)
    }

    package static func headers(_ extra: [WireHeader] = []) -> [WireHeader] {
        [
            WireHeader("Content-Type", "text/event-stream; charset=utf-8"),
            WireHeader("Cache-Control", "no-cache"),
        ]
            + extra
    }
}
