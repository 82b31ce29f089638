package import Encodings

/// Writes variants from the deck: ten sentences, as many of each angle as the persona gives it tenths.
package struct CopyWriter: Sendable {
    /// Flaws of one variant.
    package struct Flaws: Sendable {
        package var isOffBrand = false
        package var isOverlong = false
        package var canary: String?

        package init(isOffBrand: Bool = false, isOverlong: Bool = false, canary: String? = nil) {
            self.isOffBrand = isOffBrand
            self.isOverlong = isOverlong
            self.canary = canary
        }
    }

    private struct Angle: Sendable {
        var sentences: [[UInt8]]
        var subjects: [[UInt8]]
    }

    private struct Tone: Sendable {
        var name: String
        var openers: [[[UInt8]]]
        var closers: [[UInt8]]
    }

    /// The names of the deck's angles.
    package let angleNames: [[UInt8]]
    package let defaultVariants: Int
    private let angles: [Angle]
    private let tones: [Tone]
    private let plainSubjects: [[UInt8]]
    private let offBrand: [[UInt8]]
    private let leaks: [String]

    static let sentencesPerBody = 10

    package init(deck: CopyDeck) {
        angleNames = deck.angles.map { Array($0.name.utf8) }
        defaultVariants = deck.defaultVariants
        angles = deck.angles.map { angle in
            Angle(
                sentences: angle.sentences.map { Array($0.utf8) },
                subjects: angle.subjects.map { Array($0.utf8) })
        }
        tones = deck.tones.map { tone in
            Tone(
                name: tone.name, openers: tone.openers.map(CopyWriter.split),
                closers: tone.closers.map { Array($0.utf8) })
        }
        plainSubjects = deck.plainSubjects.map { Array($0.utf8) }
        offBrand = deck.offBrand.map { Array($0.utf8) }
        leaks = deck.leaks
    }

    /// An opener cut at `{audience}`.
    private static func split(_ opener: String) -> [[UInt8]] {
        var pieces: [[UInt8]] = [[]]
        var rest = Substring(opener)
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            pieces[pieces.count - 1].append(contentsOf: rest[..<open].utf8)
            pieces.append([])
            rest = rest[rest.index(after: close)...]
        }
        pieces[pieces.count - 1].append(contentsOf: rest.utf8)
        return pieces
    }

    /// How a persona's variants are laid out: angles by falling weight, with their sentences.
    package struct Plan: Sendable {
        let brief: PersonaBrief
        fileprivate let angles: [(angle: Int, sentences: Int)]
        fileprivate let tone: Int

        fileprivate init(_ brief: PersonaBrief, tone: Int) {
            self.brief = brief
            self.tone = tone
            let counts = PersonaBelief.apportioned(
                brief.points.map(Double.init), seats: CopyWriter.sentencesPerBody)
            angles = PersonaWriter.ranked(counts).filter { counts[$0] > 0 }.map { ($0, counts[$0]) }
        }
    }

    package func plan(_ brief: PersonaBrief) -> Plan {
        Plan(brief, tone: tones.firstIndex { $0.name == brief.tone } ?? 0)
    }

    /// Appends `{"subject":...,"body":...}`.
    /// - Parameter hash: chooses the wording, one a variant.
    package func write(_ plan: Plan, hash: UInt64, flaws: Flaws, to out: inout ByteWriter) {
        var choices = Fingerprint(hash)
        out.literal("{\"subject\":\"")
        out.raw(
            CopyWriter.pick(plan.angles.first.map { angles[$0.angle].subjects } ?? plainSubjects, &choices))
        out.literal("\",\"body\":\"")
        writeOpener(plan, &choices, to: &out)
        for (angle, count) in plan.angles {
            let available = angles[angle].sentences.count
            let permutation = CopyWriter.permutation(of: available, hash: CopyWriter.next(&choices))
            for place in 0..<min(count, available) {
                out.byte(UInt8(ascii: " "))
                out.raw(angles[angle].sentences[permutation.element(place)])
            }
        }
        if flaws.isOverlong { writePadding(to: &out) }
        writeFlaws(flaws, &choices, to: &out)
        let closers = tones[plan.tone].closers
        if !closers.isEmpty {
            out.literal("\\n\\n")
            out.raw(CopyWriter.pick(closers, &choices))
        }
        out.literal("\"}")
    }

    private func writeFlaws(_ flaws: Flaws, _ choices: inout Fingerprint, to out: inout ByteWriter) {
        if flaws.isOffBrand, !offBrand.isEmpty {
            out.byte(UInt8(ascii: " "))
            out.raw(CopyWriter.pick(offBrand, &choices))
        }
        if let canary = flaws.canary, !leaks.isEmpty {
            let leak = leaks[Int(CopyWriter.next(&choices) % UInt64(leaks.count))]
            out.byte(UInt8(ascii: " "))
            for (index, piece) in CopyWriter.split(leak).enumerated() {
                if index > 0 { out.escaped(canary) }
                out.raw(piece)
            }
        }
    }

    private func writeOpener(_ plan: Plan, _ choices: inout Fingerprint, to out: inout ByteWriter) {
        let openers = tones[plan.tone].openers
        let word = CopyWriter.next(&choices)
        guard !openers.isEmpty else { return }
        for (index, piece) in openers[Int(word % UInt64(openers.count))].enumerated() {
            if index > 0 { writeAudience(plan.brief, to: &out) }
            out.raw(piece)
        }
    }

    /// The labels of the last three traits, the finest cuts; `everyone` without traits.
    private func writeAudience(_ brief: PersonaBrief, to out: inout ByteWriter) {
        let traits = brief.traits.suffix(3)
        if traits.isEmpty { out.literal("everyone") }
        for (index, trait) in traits.enumerated() {
            if index > 0 { out.literal(", ") }
            let label =
                trait.utf8.firstIndex(of: UInt8(ascii: ":")).map { trait[$0...].dropFirst(2) } ?? trait[...]
            out.escaped(label)
        }
    }

    /// Words without an angle, enough to pass any limit of length.
    private func writePadding(to out: inout ByteWriter) {
        for _ in 0..<8 {
            out.literal(" And there is a great deal more that we could say about all of this in some detail.")
        }
    }

    private static func next(_ choices: inout Fingerprint) -> UInt64 {
        choices.combine(1)
        return choices.value
    }

    private static func pick(_ list: [[UInt8]], _ choices: inout Fingerprint) -> [UInt8] {
        let word = next(&choices)
        return list.isEmpty ? [] : list[Int(word.multipliedFullWidth(by: UInt64(list.count)).high)]
    }
}

extension CopyWriter {
    /// A permutation of up to sixteen places in one word, four bits a place.
    struct Permutation {
        var nibbles: UInt64
        func element(_ place: Int) -> Int { Int(nibbles >> UInt64(place * 4) & 0xf) }
    }

    /// Fisher-Yates on the nibbles. Beyond sixteen sentences only the first sixteen are used.
    static func permutation(of count: Int, hash: UInt64) -> Permutation {
        var nibbles: UInt64 = 0xfedc_ba98_7654_3210
        var state = hash
        for last in stride(from: min(count, 16) - 1, to: 0, by: -1) {
            state = Fingerprint.mixed(state &+ 0x9e37_79b9_7f4a_7c15)
            // The high word of a product maps a hash to 0...last without a division.
            let other = state.multipliedFullWidth(by: UInt64(last + 1)).high
            let difference = (nibbles >> (UInt64(last) * 4) ^ nibbles >> (other * 4)) & 0xf
            nibbles ^= difference << (UInt64(last) * 4) | difference << (other * 4)
        }
        return Permutation(nibbles: nibbles)
    }
}
