import Encodings
import MockWire
import Quantities
import RandomStreams
import ServiceModels
import Testing

@testable import MockMailchimp

@Suite struct MailchimpWireTests {
    /// Everybody opens, half of those click.
    private struct Eager: ReportSource {
        func counts(_ delivery: MailchimpDelivery, using stream: inout RandomStream) -> MailchimpCounts {
            var counts = MailchimpCounts()
            counts.uniqueOpens = delivery.recipients.count
            counts.uniqueClicks = delivery.recipients.count / 2
            counts.unsubscribed = 1
            counts.hardBounces = delivery.html.contains("bounce") ? 99 : 0
            return counts
        }
    }

    static let list = "/3.0/lists/a1b2c3d4e5"

    static func cloud(_ faults: FaultPlan = .none) -> ChatCloud {
        let chat = ChatCloud([MailchimpWire(MailchimpAccount(reports: Eager()))])
        chat.cloud.inject(faults)
        return chat
    }

    /// A campaign to the default list that is ready to be sent.
    static func ready(_ chat: ChatCloud, html: String = "<p>Hi</p>") throws -> String {
        let body = """
            {"type": "regular", "recipients": {"list_id": "a1b2c3d4e5"}, "settings": {"subject_line": "Hi",
             "from_name": "Shop", "reply_to": "shop@example.com"}}
            """
        let id = try #require(chat.send("POST", "/3.0/campaigns", [:], body).json["id"]?.string)
        let content = chat.send("PUT", "/3.0/campaigns/\(id)/content", [:], "{\"html\": \"\(html)\"}")
        #expect(content.status == 200)
        return id
    }

    static func fields(_ answer: ChatCloud.Answer) -> [String] {
        answer.json["errors"]?.array?.compactMap { $0["field"]?.string } ?? []
    }

    @Test func aSendIsMeteredOnceAndReported() throws {
        let chat = MailchimpWireTests.cloud()
        let id = try MailchimpWireTests.ready(chat)
        #expect(chat.send("POST", "/3.0/campaigns/\(id)/actions/send", [:], "null").status == 204)
        #expect(chat.cloud.usage.amounts.map(\.meter) == [Meter(.marketing, "email", .sends)])
        #expect(chat.cloud.usage.total(.sends) == 12)
        let report = chat.send("GET", "/3.0/reports/\(id)").json
        #expect(report["emails_sent"] == 12)
        #expect(report["opens"]?["open_rate"] == 1)
        #expect(report["clicks"]?["unique_clicks"] == 6)
        #expect(chat.send("POST", "/3.0/campaigns/\(id)/actions/send", [:], "null").status == 400)
        #expect(chat.cloud.usage.total(.sends) == 12)
    }

    @Test func whoUnsubscribesGetsNoMore() throws {
        let chat = MailchimpWireTests.cloud()
        for expected in [12, 11, 10] {
            let id = try MailchimpWireTests.ready(chat)
            #expect(chat.send("POST", "/3.0/campaigns/\(id)/actions/send").status == 204)
            #expect(chat.send("GET", "/3.0/reports/\(id)").json["emails_sent"]?.integer == expected)
        }
        let stats = chat.send("GET", MailchimpWireTests.list).json["stats"]
        #expect(stats?["member_count"] == 9)
        #expect(stats?["unsubscribe_count"] == 3)
    }

    @Test func countsOfASourceAreBoundedByTheRecipients() throws {
        let chat = MailchimpWireTests.cloud()
        let id = try MailchimpWireTests.ready(chat, html: "bounce")
        _ = chat.send("POST", "/3.0/campaigns/\(id)/actions/send")
        let report = chat.send("GET", "/3.0/reports/\(id)").json
        #expect(report["bounces"]?["hard_bounces"] == 12)
        #expect(report["opens"]?["unique_opens"] == 0)
        #expect(report["opens"]?["open_rate"] == 0)
    }

    @Test func aScheduledCampaignIsSentWithTheDrawsOfItsSchedulingWhateverCallComesNext() throws {
        func report(_ between: [String]) throws -> JSONValue {
            let rates = try ReportRates.load(TestWorld.mocksFolder + "/mailchimp.yaml")
            let chat = ChatCloud([MailchimpWire(MailchimpAccount(reports: rates))])
            let id = try MailchimpWireTests.ready(chat)
            let time = #"{"schedule_time": "2026-01-05T01:00:00Z"}"#
            #expect(chat.send("POST", "/3.0/campaigns/\(id)/actions/schedule", [:], time).status == 204)
            for path in between { _ = chat.send("GET", path, ["Finegrain-Now": "3700000000000"]) }
            return chat.send("GET", "/3.0/reports/\(id)", ["Finegrain-Now": "3800000000000"]).json
        }
        let plain = try report([])
        #expect(plain["send_time"] == "2026-01-05T01:00:00+00:00")
        #expect(try report(["/3.0/ping", MailchimpWireTests.list + "/members"]) == plain)
    }

    @Test func aSendMovesFromSendingToSentWithTime() throws {
        let chat = MailchimpWireTests.cloud()
        let id = try MailchimpWireTests.ready(chat)
        func status(_ seconds: Int) -> JSONValue? {
            chat.send("GET", "/3.0/campaigns/\(id)", ["Finegrain-Now": "\(seconds)000000000"]).json["status"]
        }
        _ = chat.send("POST", "/3.0/campaigns/\(id)/actions/send", ["Finegrain-Now": "1000000000000"])
        #expect(status(1_001) == "sending")
        #expect(status(1_002) == "sent")
    }

    @Test func onlyTenConnectionsAreOpenAtOnce() {
        let chat = MailchimpWireTests.cloud()
        let now = ["Finegrain-Now": "1000000000000"]
        let statuses = (0..<12).map { _ in chat.send("GET", "/3.0/ping", now).status }
        #expect(statuses == Array(repeating: 200, count: 10) + [429, 429])
        #expect(chat.send("GET", "/3.0/ping", ["Finegrain-Now": "1060000000000"]).status == 200)
    }

    @Test func aDuplicatedSendCostsTwice() throws {
        let chat = MailchimpWireTests.cloud(
            FaultPlan([.init(.marketing, operation: "send", .rate(1), .duplicate)]))
        let id = try MailchimpWireTests.ready(chat)
        _ = chat.send("POST", "/3.0/campaigns/\(id)/actions/send")
        #expect(chat.cloud.usage.total(.sends) == 24)
    }

    @Test func aResetForgetsEverythingButTheDefaultList() {
        let chat = MailchimpWireTests.cloud()
        let body = #"{"email_address": "x@example.com", "status": "subscribed"}"#
        #expect(chat.send("POST", MailchimpWireTests.list + "/members", [:], body).status == 200)
        #expect(chat.send("POST", MailchimpWireTests.list + "/members", [:], body).status == 400)
        chat.cloud.reset()
        #expect(chat.send("POST", MailchimpWireTests.list + "/members", [:], body).status == 200)
    }

    @Test func refusalsAreProblemDocumentsThatNameEveryField() {
        let chat = MailchimpWireTests.cloud()
        let wrong = chat.send(
            "POST", MailchimpWireTests.list + "/members", [:], #"{"email_address": 5, "vip": 1, "foo": 2}"#)
        #expect(wrong.status == 400)
        #expect(wrong["Content-Type"] == "application/problem+json; charset=utf-8")
        #expect(MailchimpWireTests.fields(wrong) == ["foo", "email_address", "status", "vip"])
        let missing = chat.send("GET", "/3.0/lists/missing")
        #expect(missing.status == 404)
        #expect(missing.json["instance"]?.string == missing["X-Request-Id"])
        #expect(chat.send("GET", "/3.0/ping", ["Authorization": ""]).status == 401)
        #expect(chat.send("GET", "/3.0/ping", ["Authorization": "Basic %%%"]).status == 401)
        #expect(chat.send("GET", "/3.0/nowhere").json["title"] == "Resource Not Found")
        #expect(chat.send("PUT", "/3.0/reports")["Allow"] == "GET")
    }

    @Test func theHashOfAContactIsThatOfItsAddressInLowerCase() {
        #expect(
            MailchimpMember.hash(of: "Urist.McVankab@freddiesjokes.com") == "62eeb292278cc15f5817cb78f7790b08"
        )
        #expect(
            MailchimpMember.hash(of: "URIST.MCVANKAB@freddiesjokes.com") == "62eeb292278cc15f5817cb78f7790b08"
        )
    }

    @Test func placesStayRightWhenContactsAreDeletedAndMoved() {
        var list = MailchimpAccount.defaultList(webID: 1)
        list.remove(at: 0)
        #expect(list.place(of: "ada@example.com") == nil)
        #expect(list.place(of: "Ben@example.com") == 0)
        #expect(list.place(of: "leo@example.com") == 10)
        var moved = list[3]
        moved.email = "new@example.com"
        list.put(moved, at: 3)
        #expect(list.place(of: "new@example.com") == 3)
        #expect(list.members.count == 11)
        #expect(list.segments[1].json(in: list)["member_count"] == 3)
    }

    @Test(arguments: [
        ("2026-01-05T00:00:00+00:00", 0), ("2026-01-05T01:00:00+01:00", 0), ("2026-01-06 00:00:01Z", 86_401),
        ("2028-03-01T00:00:00", 786 * 86_400), ("2026-01-04T19:00:00-05:00", 0),
        ("2025-12-31T00:00:00Z", -5 * 86_400),
    ])
    func timesAreReadInEveryForm(text: String, seconds: Int) {
        #expect(MailchimpTime.instant(text) == .start + .seconds(seconds))
    }

    @Test(arguments: [
        "", "now", "2026-01-05", "2026-02-30T00:00:00Z", "2026-01-05T24:00:00Z",
        "2026-01-05T00:00:00+0100", "2026-01-05T00:00:00.5Z", "9999-01-01T00:00:00Z",
    ])
    func whatIsNoTimeIsRefused(text: String) {
        #expect(MailchimpTime.instant(text) == nil)
    }

    @Test func membersOfAnAnswerCanBeChosen() {
        let chat = MailchimpWireTests.cloud()
        let path = MailchimpWireTests.list + "/segments?fields=segments.id,segments.options.match&count=1"
        let answer = chat.send("GET", path).json
        #expect(answer.text() == #"{"segments":[{"id":1001,"options":{"match":"all"}}]}"#)
    }
}
