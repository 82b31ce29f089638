import Encodings
import Quantities

/// Approved copy by fingerprint 2: canonical persona, copy prompt, brand, brief and model.
///
/// An entry is only ever added by an approval, so that a hit is approved copy by construction.
struct CopyStore {
    struct Entry {
        var segment: Int
        /// Text of the chosen draft.
        var text: String
        /// Angle mix recovered from that text.
        var mix: [Double]
        var isOffBrand: Bool
        var approvedAt: SimulatedInstant
        /// Campaign of the approval, counted from zero.
        var campaign: Int
        var versions: Versions
        var drafts: DraftTest
        /// Sends so far, for wear-out.
        var sends = 0
    }

    private(set) var entries: [Entry] = []
    private var places: [UInt64: Int] = [:]

    static func key(canonical: Fingerprint, _ versions: Versions, model: String) -> UInt64 {
        var hash = canonical
        hash.combine(versions.copyPrompt)
        hash.combine(versions.brand)
        hash.combine(versions.brief)
        hash.combine(versions.copyModel)
        hash.combine(model)
        return hash.value
    }

    /// The entry of a key that is younger than `maximumAge` campaigns at `campaign`.
    func find(_ key: UInt64, campaign: Int, maximumAge: Int?) -> Int? {
        guard let place = places[key] else { return nil }
        if let maximumAge, campaign - entries[place].campaign >= maximumAge { return nil }
        return place
    }

    /// Files an approved copy and returns its place; it replaces an expired one of the same key.
    mutating func add(_ entry: Entry, key: UInt64) -> Int {
        entries.append(entry)
        places[key] = entries.count - 1
        return entries.count - 1
    }

    subscript(place: Int) -> Entry {
        get { entries[place] }
        set { entries[place] = newValue }
    }
}
