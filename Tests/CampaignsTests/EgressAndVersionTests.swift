import Scenarios
import Testing

@testable import Campaigns

@Suite struct EgressAndVersionTests {
    @Test func everyCanaryIsFoundAndNothingElse() {
        for canary in EgressGuard.canaries {
            #expect(EgressGuard.leaks("Dear \(canary), we have news"))
            #expect(EgressGuard.leaks(canary))
        }
        #expect(!EgressGuard.leaks("A canary sang; canaries can carry many a tune. CANARY"))
        #expect(!EgressGuard.leaks(""))
        var guarding = EgressGuard()
        guarding.check("nothing")
        guarding.check("id CUST-0000-CANARY")
        #expect(guarding.checked == 2 && guarding.violations == 1)
    }

    @Test func versionsNameWhatChanged() {
        var settings = CampaignSettings()
        settings.briefChangesEvery = 3
        settings.changes = [ChangeSettings(), ChangeSettings()]
        settings.changes[0].what = .brand
        settings.changes[0].campaign = 5
        settings.changes[1].what = .personaModel
        settings.changes[1].campaign = 2
        let all = (0..<6).map { Versions(at: $0, settings) }
        #expect(all.map(\.brief) == [1, 1, 1, 2, 2, 2])
        #expect(all.map(\.brand) == [1, 1, 1, 1, 2, 2])
        #expect(all[1].personaMiss(since: all[0]) == .personaModelChanged)
        #expect(all[3].copyMiss(since: all[2]) == .briefChanged)
        #expect(all[4].copyMiss(since: all[3]) == .brandChanged)
        #expect(all[2].copyMiss(since: all[1]) == nil && all[2].personaMiss(since: all[1]) == nil)
    }
}
