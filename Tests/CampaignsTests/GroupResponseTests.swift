import Foundation
import RandomStreams
import Testing

@testable import Campaigns

@Suite struct GroupResponseTests {
    /// Exact outcomes of 400 customers with own utilities, against the second-order expansion of their sums.
    @Test(arguments: [0.02, 0.05, 0.15]) func gainsFollowTheExactLogistic(gamma: Double) {
        let (angles, customers, base) = (3, 400, 0.05)
        var stream = Seed(9).streams("utilities").stream(entity: Int(gamma * 1_000))
        let utilities = (0..<customers).map { _ in (0..<angles).map { _ in gamma * stream.normal() } }
        let weight = base * (1 - base)
        var sums = [Int64](repeating: 0, count: 3 * (4 + angles))
        func fixed(_ value: Double) -> Int64 { Int64((value * ResponseMoments.unit).rounded()) }
        for one in utilities {
            sums[0] += 1
            sums[1] += fixed(base)
            sums[2] += fixed(weight)
            for angle in 0..<angles { sums[4 + angle] += fixed(weight * one[angle]) }
        }
        let group = GroupResponse(sums[...], arm: .personalised, angles: angles)
        let (mix, generic, shift) = ([0.7, 0.2, 0.1], [0.4, 0.3, 0.3], -0.01)
        var exact = 0.0
        var spread = 0.0
        for one in utilities {
            let effect = (0..<angles).reduce(0.0) { $0 + (mix[$1] - generic[$1]) * one[$1] }
            exact += 1 / (1 + exp(-(log(base / (1 - base)) + effect + shift))) - base
        }
        for angle in 0..<angles {
            spread += (mix[angle] - generic[angle]) * (mix[angle] - generic[angle]) * gamma * gamma
        }
        let gain = group.gain(mix: mix, generic: generic, shift: shift, spread: spread)
        #expect(abs(gain - exact) < 0.001 * base * Double(customers))
        #expect(group.customers == customers)
        #expect(group.gain(mix: generic, generic: generic, shift: 0, spread: 0) == 0)
    }
}
