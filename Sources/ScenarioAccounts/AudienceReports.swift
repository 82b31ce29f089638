public import Audiences
public import Campaigns
import Encodings
public import MockMailchimp
public import RandomStreams
public import ServiceModels
import Writing

/// Reports out of a world: what the text that was sent does to the customers whom it reached.
///
/// A contact's outcome under a text with angle mix c has the logit of its outcome under the generic copy plus (c − c₀)·u
/// (`docs/model.md`, "The world's response"), less the penalty of a text that breaks the brand's tone; a text without any sentence of
/// the deck works as the generic copy. An outcome shows as a click, and who clicks has opened; whoever does not click
/// opens so often that `ReportRates.open` of all do, where fewer click. Bounces, unsubscriptions, complaints and
/// repetitions have no part in the world and come from the stated rates.
public struct AudienceReports: ReportSource {
    private let world: WorldSnapshot
    private let rates: ReportRates
    private let lexicon: AngleLexicon
    private let brand: BrandCheck
    private let offbrandLogit: Double
    /// Merge tag of each attribute.
    private let tags: [String]

    /// - Throws: `FinegrainError` when the decks lack an angle of the world.
    public init(_ world: WorldSnapshot, decks: MockDecks, rates: ReportRates, offbrandLogit: Double) throws {
        self.world = world
        self.rates = rates
        self.offbrandLogit = offbrandLogit
        lexicon = try AngleLexicon(deck: decks.copy, angles: world.response.angles)
        brand = try BrandCheck(decks.copy)
        tags = AudienceReports.mergeTags(of: world.base.audience.attributes)
    }

    /// What a text does, before anybody reads it.
    private struct Effect {
        var mix: [Double]
        var shift: Double
    }

    public var delay: ReportDelay? { rates.delay }

    public func counts(_ delivery: MailchimpDelivery, using stream: inout RandomStream) -> MailchimpCounts {
        var counts = MailchimpCounts()
        var row = [UInt8](repeating: 0, count: world.base.audience.attributes.count)
        var utilities = [Double](repeating: 0, count: world.response.angles.count)
        let common =
            delivery.isSameForAll ? delivery.recipients.first.map { effect(of: delivery.text(for: $0)) } : nil
        for recipient in delivery.recipients {
            // Every contact takes the same number of draws, so that no outcome moves another's.
            let fate = stream.uniform()
            let (acts, opens, leaves) = (stream.uniform(), stream.uniform(), stream.uniform())
            let (again, complains) = (stream.uniform(), stream.uniform())
            guard fate >= rates.hardBounce else {
                counts.hardBounces += 1
                continue
            }
            guard fate >= rates.hardBounce + (1 - rates.hardBounce) * rates.softBounce else {
                counts.softBounces += 1
                continue
            }
            let effect = common ?? effect(of: delivery.text(for: recipient))
            let customer = customer(of: recipient, row: &row)
            let probability = probability(customer, row, effect, &utilities)
            let hasClicked = acts < probability
            if hasClicked {
                counts.uniqueClicks += 1
                counts.clicks += again < rates.repeatClicks ? 2 : 1
            }
            let rest = probability < 1 ? max(0, (rates.open - probability) / (1 - probability)) : 0
            if hasClicked || opens < rest {
                counts.uniqueOpens += 1
                counts.opens += again < rates.repeatOpens ? 2 : 1
            }
            if leaves < rates.unsubscribe { counts.unsubscribed += 1 }
            if complains < rates.abuse { counts.abuseReports += 1 }
        }
        return counts
    }

    private func effect(of text: String) -> Effect {
        Effect(
            mix: lexicon.mix(of: text) ?? world.response.genericMix,
            shift: brand.isOffBrand(text) ? -offbrandLogit : 0)
    }

    private func probability(
        _ customer: Int, _ row: [UInt8], _ effect: Effect, _ utilities: inout [Double]
    ) -> Double {
        let generic = world.response.utilities(customer: customer, row: row, into: &utilities).generic
        var logit = Math.logit(generic) + effect.shift
        for angle in utilities.indices {
            logit += (effect.mix[angle] - world.response.genericMix[angle]) * utilities[angle]
        }
        return Math.logistic(logit)
    }

    // MARK: Customers as contacts

    /// The address of a customer, counted from zero as in the hash of arms.
    public static func email(of customer: Int) -> String { "customer-\(customer)@example.com" }

    /// The customer whose address this is.
    private static func number(in email: String) -> Int? {
        guard email.hasPrefix("customer-"), email.hasSuffix("@example.com") else { return nil }
        let digits = email.dropFirst(9).dropLast(12)
        return digits.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(digits) : nil
    }

    /// Merge tags of attributes: at most ten capitals, digits and underscores, all different.
    public static func mergeTags(of attributes: [Attribute]) -> [String] {
        var tags: [String] = []
        for attribute in attributes {
            let name = attribute.name.uppercased().unicodeScalars.map { scalar in
                scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
                    ? Character(scalar) : "_"
            }
            var tag = String(name.prefix(10))
            var number = 2
            while tags.contains(tag) || ["FNAME", "LNAME", "EMAIL"].contains(tag) {
                let suffix = String(number)
                tag = String(name.prefix(10 - suffix.count)) + suffix
                number += 1
            }
            tags.append(tag)
        }
        return tags
    }

    /// The customer that a contact is.
    ///
    /// An address of the world's own names one. Any other contact stands for a customer that the hash of its address
    /// picks, with the attributes that its merge fields give in place of that customer's.
    /// - Parameter row: gets the attributes.
    private func customer(of recipient: MailchimpDelivery.Recipient, row: inout [UInt8]) -> Int {
        let audience = world.base.audience
        let number = AudienceReports.number(in: recipient.email)
        let isKnown = number.map { $0 < audience.count } ?? false
        var customer = number ?? 0
        if !isKnown {
            var key = Fingerprint()
            key.combine(recipient.email.lowercased())
            customer = Int(key.value % UInt64(audience.count))
        }
        for j in row.indices { row[j] = audience.columns[j][customer] }
        if isKnown { return customer }
        for (j, tag) in tags.enumerated() {
            guard let value = recipient.mergeFields.first(where: { $0.key == tag })?.value else { continue }
            let text = value.string ?? value.text()
            if let level = audience.attributes[j].levels.firstIndex(of: text) { row[j] = UInt8(level) }
        }
        return customer
    }
}
