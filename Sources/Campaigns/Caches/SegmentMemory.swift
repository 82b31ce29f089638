import Audiences
import Encodings

/// What the system remembers of one segment from campaign to campaign.
struct SegmentMemory {
    var identity: SegmentIdentity
    var persona: Persona?
    /// Why a persona was asked for that did not come: it is asked for again.
    var owed: MissCause?
    /// Personas written so far.
    var personas = 0
    /// The last approved copy of this segment, whatever persona it was written for.
    var lastApproved: Int?
    /// Copy that was approved after its send and carries to the next.
    var pending: Int?
    /// Campaign of the last publication, counted from zero; its age is that of a held profile.
    var publishedAt = 0

    /// A persona as it stands in the warehouse.
    struct Persona {
        var text: String
        var canonical: Fingerprint
        var campaign: Int
        var versions: Versions
    }
}
