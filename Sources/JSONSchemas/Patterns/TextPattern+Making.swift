extension TextPattern {
    /// A text in which the pattern is found, with up to `slack` characters more than it must have.
    ///
    /// Anchors within a pattern are passed over: whoever asks checks the text.
    func text(slack: Int, next: () -> UInt64) -> String {
        var out = String.UnicodeScalarView()
        var slack = slack
        TextPattern.make(root, &slack, &out, next)
        return String(out)
    }

    private static func make(
        _ node: Node, _ slack: inout Int, _ out: inout String.UnicodeScalarView, _ next: () -> UInt64
    ) {
        switch node {
        case .start, .end: break
        case .set(let set): out.append(set.any(next))
        case .sequence(let nodes): for node in nodes { make(node, &slack, &out, next) }
        case .choice(let nodes):
            let least = minimum(node)
            let fit = nodes.filter { minimum($0) - least <= slack }
            let chosen = fit[Int(next() % UInt64(fit.count))]
            slack -= minimum(chosen) - least
            make(chosen, &slack, &out, next)
        case .repeated(let inner, let least, let most):
            let length = minimum(inner)
            guard length > 0 else {
                if most != 0 { make(inner, &slack, &out, next) }
                return
            }
            for _ in 0..<least { make(inner, &slack, &out, next) }
            var count = least
            while slack >= length, most.map({ count < $0 }) ?? true {
                slack -= length
                count += 1
                make(inner, &slack, &out, next)
            }
        }
    }
}

extension TextPattern.Scalars {
    /// Any of its characters, one that can be read where there is one.
    fileprivate func any(_ next: () -> UInt64) -> Unicode.Scalar {
        if !isNegated, !ranges.isEmpty {
            for _ in 0..<8 {
                let range = ranges[Int(next() % UInt64(ranges.count))]
                let span = UInt64(range.upperBound - range.lowerBound) + 1
                let code = range.lowerBound + UInt32(next() % span)
                if let scalar = Unicode.Scalar(code), code >= 0x20, code < 0xd800 { return scalar }
            }
        }
        let readable = (UInt32(0x20)...0x7e).filter(contains)
        if !readable.isEmpty, let scalar = Unicode.Scalar(readable[Int(next() % UInt64(readable.count))]) {
            return scalar
        }
        let code = (UInt32(0)...0x3000).first { contains($0) } ?? ranges.first?.lowerBound ?? 0x20
        return Unicode.Scalar(code) ?? " "
    }
}
