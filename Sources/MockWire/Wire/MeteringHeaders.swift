import Encodings
import Quantities

/// The headers by which every answer tells what it took in virtual time and what its provider bills.
enum MeteringHeaders {
    static let now = "Finegrain-Now"
    static let draws = "Finegrain-Draws"
    static let serviceTime = "Finegrain-Service-Time"
    static let usage = "Finegrain-Usage"

    static func headers(of answer: WireAnswer) -> [WireHeader] {
        var headers = [WireHeader(serviceTime, String(answer.serviceTime.nanoseconds))]
        if !answer.usage.isEmpty { headers.append(WireHeader(usage, answer.usage.headerText)) }
        return headers
    }
}

extension Usage {
    /// `service/sku/meter/tier=quantity` for each meter in the order of metering, with commas between; the sku is
    /// percent-encoded.
    var headerText: String {
        amounts.map { amount in
            let meter = amount.meter
            return "\(meter.service.rawValue)/\(PercentEncoding.encoded(meter.sku))/\(meter.kind.rawValue)/"
                + "\(meter.tier.rawValue)=\(amount.quantity)"
        }.joined(separator: ",")
    }

    /// Reads what `headerText` writes; nil for anything else.
    init?(headerText: String) {
        self.init()
        for entry in headerText.split(separator: ",") {
            let sides = entry.split(separator: "=")
            guard sides.count == 2, let quantity = Int(sides[1]), quantity >= 0 else { return nil }
            let parts = sides[0].split(separator: "/", omittingEmptySubsequences: false)
            guard parts.count == 4, let service = Meter.Service(rawValue: String(parts[0])),
                let kind = Meter.Kind(rawValue: String(parts[2])),
                let tier = Meter.Tier(rawValue: String(parts[3]))
            else { return nil }
            add(quantity, to: Meter(service, PercentEncoding.decoded(parts[1]), kind, tier: tier))
        }
    }
}
