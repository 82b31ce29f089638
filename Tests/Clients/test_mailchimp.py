"""Mailchimp's marketing API through its own client, as it is."""

import base64
import concurrent.futures
import hashlib
import json

import mailchimp_marketing
import pytest
import requests_raw as raw
from mailchimp_marketing.api_client import ApiClientError

LIST = "a1b2c3d4e5"
SETTINGS = {"subject_line": "Hello", "from_name": "Shop", "reply_to": "shop@example.com", "title": "Autumn"}
NEW_LIST = {
    "name": "Others", "permission_reminder": "You asked for it.", "email_type_option": False,
    "contact": {"company": "Shop", "address1": "1 Street", "city": "Town", "state": "", "zip": "1", "country": "US"},
    "campaign_defaults": {"from_name": "Shop", "from_email": "shop@example.com", "subject": "", "language": "en"},
}


@pytest.fixture
def mailchimp(server):
    raw.send("POST", server + "/_finegrain/reset")
    client = mailchimp_marketing.Client()
    client.set_config({"api_key": "finegrain", "server": ""})
    client.api_client.host = server + "/3.0"
    return client


@pytest.fixture
def faults(server):
    """Puts a fault plan in place for one test."""

    def inject(**fault):
        plan = {"faults": [{"service": "marketing", **fault}]}
        assert raw.send("PUT", server + "/_finegrain/faults", json.dumps(plan).encode())[0] == 200

    yield inject
    raw.send("PUT", server + "/_finegrain/faults", b'{"faults": []}')


def hashed(email):
    return hashlib.md5(email.lower().encode()).hexdigest()


def refusal(call, *arguments, **options):
    """The problem document of a call that is refused; the client gives it as text."""
    with pytest.raises(ApiClientError) as caught:
        call(*arguments, **options)
    problem = json.loads(caught.value.text)
    assert problem["status"] == caught.value.status_code and problem["instance"] and problem["type"].startswith("https://")
    return problem


def fields(problem):
    return [error["field"] for error in problem["errors"]]


def ready(mailchimp, **recipients):
    """A campaign that can be sent."""
    body = {"type": "regular", "recipients": {"list_id": LIST, **recipients}, "settings": SETTINGS}
    campaign = mailchimp.campaigns.create(body)["id"]
    mailchimp.campaigns.set_content(campaign, {"html": "<p>Hi *|FNAME|*</p> *|UNSUB|*"})
    return campaign


def usage(server):
    return sum(row["quantity"] for row in raw.get(server + "/_finegrain/usage")[2]["usage"])


# Lists and contacts


def test_it_answers_a_ping(mailchimp):
    assert mailchimp.ping.get() == {"health_status": "Everything's Chimpy!"}


def test_the_default_list_has_a_saved_segment_with_members(mailchimp):
    assert [entry["id"] for entry in mailchimp.lists.get_all_lists()["lists"]] == [LIST]
    assert mailchimp.lists.get_list(LIST)["stats"]["member_count"] == 12
    segments = mailchimp.lists.list_segments(LIST)["segments"]
    saved = next(segment for segment in segments if segment["type"] == "saved")
    members = mailchimp.lists.get_segment_members_list(LIST, saved["id"], count=2)
    assert saved["member_count"] == members["total_items"] == 3 and len(members["members"]) == 2
    assert all(member["merge_fields"]["REGION"] == "North" for member in members["members"])


def test_lists_are_made_changed_and_deleted(mailchimp):
    made = mailchimp.lists.create_list(NEW_LIST)
    assert made["name"] == "Others" and made["contact"]["city"] == "Town"
    assert mailchimp.lists.update_list(made["id"], {"name": "Else"})["name"] == "Else"
    assert mailchimp.lists.get_all_lists()["total_items"] == 2
    assert mailchimp.lists.delete_list(made["id"]).status_code == 204
    assert refusal(mailchimp.lists.get_list, made["id"])["status"] == 404
    assert set(fields(refusal(mailchimp.lists.create_list, {"name": "x"}))) == {"contact", "permission_reminder", "campaign_defaults", "email_type_option"}


def test_a_contact_goes_through_its_life(mailchimp):
    email = "New.One@Example.com"
    body = {"email_address": email, "status": "subscribed", "merge_fields": {"FNAME": "New", "REGION": "North"}, "tags": ["vip"]}
    made = mailchimp.lists.add_list_member(LIST, body)
    assert made["id"] == hashed(email) and made["full_name"] == "New" and made["tags"][0]["name"] == "vip"
    assert refusal(mailchimp.lists.add_list_member, LIST, body)["title"] == "Member Exists"
    changed = mailchimp.lists.update_list_member(LIST, made["id"], {"status": "unsubscribed"})
    assert changed["status"] == "unsubscribed" and changed["merge_fields"]["REGION"] == "North"
    assert mailchimp.lists.delete_list_member(LIST, made["id"]).status_code == 204
    assert mailchimp.lists.get_list_member(LIST, made["id"])["status"] == "archived"
    assert mailchimp.lists.get_list_members_info(LIST)["total_items"] == 12
    assert mailchimp.lists.delete_list_member_permanent(LIST, made["id"]).status_code == 204
    assert refusal(mailchimp.lists.get_list_member, LIST, made["id"])["status"] == 404


def test_a_contact_is_inserted_or_updated(mailchimp):
    email = "put@example.com"
    assert fields(refusal(mailchimp.lists.set_list_member, LIST, hashed(email), {"email_address": email})) == ["status_if_new"]
    made = mailchimp.lists.set_list_member(LIST, hashed(email), {"email_address": email, "status_if_new": "pending"})
    assert made["status"] == "pending"
    again = mailchimp.lists.set_list_member(LIST, hashed(email), {"email_address": email, "status_if_new": "subscribed", "vip": True})
    assert again["status"] == "pending" and again["vip"] is True
    moved = mailchimp.lists.set_list_member(LIST, hashed(email), {"email_address": "moved@example.com"})
    assert moved["id"] == hashed("moved@example.com")
    assert refusal(mailchimp.lists.get_list_member, LIST, hashed(email))["status"] == 404


def test_contacts_come_in_a_batch(mailchimp):
    members = [{"email_address": f"b{i}@example.com", "status": "subscribed"} for i in range(3)]
    members += [{"email_address": "ada@example.com", "status": "subscribed"}, {"email_address": "broken", "status": "subscribed"}]
    answer = mailchimp.lists.batch_list_members(LIST, {"members": members})
    assert (answer["total_created"], answer["total_updated"], answer["error_count"]) == (3, 0, 2)
    answer = mailchimp.lists.batch_list_members(LIST, {"members": members[:4], "update_existing": True})
    assert (answer["total_created"], answer["total_updated"], answer["error_count"]) == (0, 4, 0)
    too_many = [{"email_address": f"c{i}@example.com", "status": "subscribed"} for i in range(501)]
    assert fields(refusal(mailchimp.lists.batch_list_members, LIST, {"members": too_many})) == ["members"]


def test_tags_and_merge_fields(mailchimp):
    ada = hashed("ada@example.com")
    assert mailchimp.lists.update_list_member_tags(LIST, ada, {"tags": [{"name": "a", "status": "active"}, {"name": "b", "status": "active"}]}).status_code == 204
    mailchimp.lists.update_list_member_tags(LIST, ada, {"tags": [{"name": "a", "status": "inactive"}]})
    assert [tag["name"] for tag in mailchimp.lists.get_list_member_tags(LIST, ada)["tags"]] == ["b"]
    field = mailchimp.lists.add_list_merge_field(LIST, {"name": "Size", "type": "number", "tag": "SIZE"})
    assert field["tag"] == "SIZE" and mailchimp.lists.get_list_merge_fields(LIST)["total_items"] == 5
    changed = mailchimp.lists.update_list_member(LIST, ada, {"merge_fields": {"SIZE": 4}})
    assert changed["merge_fields"]["SIZE"] == 4
    assert fields(refusal(mailchimp.lists.add_list_merge_field, LIST, {"name": "Size", "type": "number", "tag": "SIZE"})) == ["tag"]


def test_a_merge_field_goes_through_its_life(mailchimp):
    body = {"tag": "TIER", "name": "Tier", "type": "dropdown", "required": True, "options": {"choices": ["gold", "blue"]}}
    made = mailchimp.lists.add_list_merge_field(LIST, body)
    assert made["required"] is True and made["options"]["choices"] == ["gold", "blue"]
    contact = {"email_address": "x@example.com", "status": "subscribed"}
    assert fields(refusal(mailchimp.lists.add_list_member, LIST, contact)) == ["merge_fields.TIER"]
    assert fields(refusal(mailchimp.lists.add_list_member, LIST, {**contact, "merge_fields": {"TIER": "red"}})) == ["merge_fields.TIER"]
    assert mailchimp.lists.add_list_member(LIST, {**contact, "merge_fields": {"TIER": "blue"}})["merge_fields"]["TIER"] == "blue"
    assert mailchimp.lists.update_list_merge_field(LIST, made["merge_id"], {"name": "Level"})["name"] == "Level"
    assert mailchimp.lists.get_list_merge_field(LIST, made["merge_id"])["tag"] == "TIER"
    assert mailchimp.lists.delete_list_merge_field(LIST, made["merge_id"]).status_code == 204


def test_a_batch_succeeds_in_part(mailchimp, faults):
    faults(kind="partial_failure", operation="batchMembers")
    members = [{"email_address": f"n{n}@example.com", "status": "subscribed"} for n in range(4)]
    answer = mailchimp.lists.batch_list_members(LIST, {"members": members})
    assert (answer["total_created"], answer["error_count"]) == (2, 2)


def test_what_is_not_here_is_refused_by_name(mailchimp):
    assert refusal(mailchimp.searchMembers.search, "x")["detail"] == "GET /search-members is not supported by the mock cloud."
    assert "click-details" in refusal(mailchimp.reports.get_campaign_click_details, "x")["detail"]


def test_pages_and_projections(mailchimp):
    page = mailchimp.lists.get_list_members_info(LIST, offset=10, count=5)
    assert page["total_items"] == 12 and len(page["members"]) == 2
    only = mailchimp.lists.get_list_members_info(LIST, fields=["members.email_address", "total_items"], count=1)
    assert only == {"members": [{"email_address": "ada@example.com"}], "total_items": 12}
    without = mailchimp.lists.get_list(LIST, exclude_fields=["stats.member_count", "contact"])
    assert "contact" not in without and "member_count" not in without["stats"] and "unsubscribe_count" in without["stats"]
    for query, field in ("count=1001", "count"), ("offset=-1", "offset"), ("count=ten", "count"):
        problem = raw.get(f"{mailchimp.api_client.host}/lists?{query}", {"Authorization": "Bearer token"})[2]
        assert fields(problem) == [field]


# Segments


def test_a_static_segment_goes_through_its_life(mailchimp):
    made = mailchimp.lists.create_segment(LIST, {"name": "Mine", "static_segment": ["ada@example.com", "BEN@example.com", "stranger@example.com"]})
    assert made["type"] == "static" and made["member_count"] == 2
    mailchimp.lists.create_segment_member(LIST, made["id"], {"email_address": "cleo@example.com"})
    assert mailchimp.lists.remove_segment_member(LIST, made["id"], hashed("ada@example.com")).status_code == 204
    answer = mailchimp.lists.batch_segment_members({"members_to_add": ["dan@example.com", "who@example.com"], "members_to_remove": ["ben@example.com"]}, LIST, made["id"])
    assert (answer["total_added"], answer["total_removed"], answer["error_count"]) == (1, 1, 1)
    emails = [member["email_address"] for member in mailchimp.lists.get_segment_members_list(LIST, made["id"])["members"]]
    assert emails == ["cleo@example.com", "dan@example.com"]
    renamed = mailchimp.lists.update_segment(LIST, made["id"], {"name": "Ours"})
    assert renamed["name"] == "Ours" and mailchimp.lists.get_segment(LIST, made["id"])["member_count"] == 2
    assert mailchimp.lists.delete_segment(LIST, made["id"]).status_code == 204
    assert refusal(mailchimp.lists.get_segment, LIST, made["id"])["status"] == 404


@pytest.mark.parametrize("match, conditions, count", [
    ("all", [{"condition_type": "TextMerge", "field": "REGION", "op": "not", "value": "North"}], 9),
    ("any", [{"condition_type": "TextMerge", "field": "REGION", "op": "is", "value": "North"}, {"condition_type": "EmailAddress", "field": "merge0", "op": "starts", "value": "b"}], 4),
    ("all", [{"condition_type": "TextMerge", "field": "BAND", "op": "greater", "value": "2"}], 4),
    ("all", [{"condition_type": "StaticSegment", "field": "static_segment", "op": "static_is", "value": 1002}], 5),
])
def test_a_saved_segment_follows_its_conditions(mailchimp, match, conditions, count):
    made = mailchimp.lists.create_segment(LIST, {"name": "Saved", "options": {"match": match, "conditions": conditions}})
    assert made["type"] == "saved" and made["member_count"] == count and made["options"]["match"] == match
    assert refusal(mailchimp.lists.create_segment_member, LIST, made["id"], {"email_address": "ada@example.com"})["status"] == 400


# Campaigns


def test_a_campaign_is_made_sent_and_reported(mailchimp, server):
    campaign = ready(mailchimp, segment_opts={"saved_segment_id": 1001})
    found = mailchimp.campaigns.get(campaign)
    assert found["status"] == "save" and found["recipients"]["recipient_count"] == 3
    assert mailchimp.campaigns.get_content(campaign)["plain_text"] == "Hi *|FNAME|* *|UNSUB|*"
    assert mailchimp.campaigns.get_send_checklist(campaign)["is_ready"] is True
    assert refusal(mailchimp.reports.get_campaign_report, campaign)["status"] == 404
    answer = mailchimp.campaigns.send(campaign)
    assert answer.status_code == 204 and usage(server) == 3
    statuses = [mailchimp.campaigns.get(campaign)["status"] for _ in range(20)]
    assert statuses[0] == "sending" and statuses[-1] == "sent"
    report = mailchimp.reports.get_campaign_report(campaign)
    assert report["emails_sent"] == 3 and report["subject_line"] == "Hello" and report["list_id"] == LIST
    assert 0 <= report["clicks"]["unique_clicks"] <= report["opens"]["unique_opens"] <= 3
    assert 0 <= report["opens"]["open_rate"] <= 1 and report["bounces"]["hard_bounces"] >= 0
    assert mailchimp.reports.get_all_campaign_reports()["total_items"] == 1
    assert "status is 'sent'" in refusal(mailchimp.campaigns.send, campaign)["detail"]
    assert "status is 'sent'" in refusal(mailchimp.campaigns.set_content, campaign, {"html": "x"})["detail"]


def test_a_campaign_that_lacks_something_is_not_sent(mailchimp):
    campaign = mailchimp.campaigns.create({"type": "regular"})["id"]
    checklist = mailchimp.campaigns.get_send_checklist(campaign)
    assert not checklist["is_ready"] and {item["type"] for item in checklist["items"]} == {"error"}
    assert "not ready to send" in refusal(mailchimp.campaigns.send, campaign)["detail"]
    mailchimp.campaigns.update(campaign, {"recipients": {"list_id": LIST}, "settings": SETTINGS})
    mailchimp.campaigns.set_content(campaign, {"plain_text": "Hi"})
    assert mailchimp.campaigns.send(campaign).status_code == 204


def test_a_scheduled_campaign_starts_at_its_time(mailchimp, server):
    campaign = ready(mailchimp)
    assert mailchimp.campaigns.schedule(campaign, {"schedule_time": "2026-01-05T10:15:00+00:00"}).status_code == 204
    found = mailchimp.campaigns.get(campaign)
    assert found["status"] == "schedule" and found["send_time"] == "2026-01-05T10:15:00+00:00" and usage(server) == 0
    mailchimp.api_client.default_headers["Finegrain-Now"] = str((10 * 60 + 20) * 60 * 10**9)
    assert mailchimp.campaigns.get(campaign)["status"] == "sent" and usage(server) == 12


def test_a_schedule_is_paused_resumed_and_taken_back(mailchimp):
    campaign = ready(mailchimp)
    mailchimp.campaigns.schedule(campaign, {"schedule_time": "2026-01-05 12:00:00"})
    for action, status in ("pause", "paused"), ("resume", "schedule"), ("unschedule", "save"):
        assert getattr(mailchimp.campaigns, action)(campaign).status_code == 204
        assert mailchimp.campaigns.get(campaign)["status"] == status
        assert refusal(getattr(mailchimp.campaigns, action), campaign)["status"] == 400


@pytest.mark.parametrize("time", ["soon", "2026-01-05T10:07:00+00:00", "2020-01-05T10:00:00+00:00", "2026-13-05T10:00:00Z"])
def test_a_schedule_needs_a_quarter_of_an_hour_to_come(mailchimp, time):
    assert fields(refusal(mailchimp.campaigns.schedule, ready(mailchimp), {"schedule_time": time})) == ["schedule_time"]


def test_a_campaign_is_canceled_on_its_way(mailchimp):
    campaign = ready(mailchimp)
    mailchimp.campaigns.send(campaign)
    assert mailchimp.campaigns.cancel_send(campaign).status_code == 204
    found = mailchimp.campaigns.get(campaign)
    assert found["status"] == "canceled" and found["emails_sent"] < 12
    assert refusal(mailchimp.campaigns.cancel_send, campaign)["status"] == 400


def test_a_campaign_is_tested_and_replicated(mailchimp, server):
    campaign = ready(mailchimp)
    assert mailchimp.campaigns.send_test_email(campaign, {"test_emails": ["me@example.com"], "send_type": "html"}).status_code == 204
    assert usage(server) == 0
    copy = mailchimp.campaigns.replicate(campaign)
    assert copy["id"] != campaign and copy["settings"]["title"] == "Autumn (copy 01)" and copy["status"] == "save"
    assert [found["id"] for found in mailchimp.campaigns.list()["campaigns"]] == [campaign, copy["id"]]
    assert mailchimp.campaigns.list(status="sent")["total_items"] == 0
    assert mailchimp.campaigns.remove(copy["id"]).status_code == 204
    assert mailchimp.campaigns.list()["total_items"] == 1


def test_a_duplicated_send_is_metered_twice(mailchimp, server, faults):
    faults(kind="duplicate", operation="send")
    mailchimp.campaigns.send(ready(mailchimp))
    assert usage(server) == 24


# Refusals


@pytest.mark.parametrize("call, arguments", [
    ("lists.get_list", ["missing"]), ("lists.list_segments", ["missing"]), ("lists.get_segment", [LIST, "missing"]),
    ("lists.get_list_member", [LIST, "missing"]), ("campaigns.get", ["missing"]), ("campaigns.send", ["missing"]),
    ("campaigns.get_content", ["missing"]), ("reports.get_campaign_report", ["missing"]),
])
def test_an_unknown_id_is_not_found(mailchimp, call, arguments):
    area, name = call.split(".")
    assert refusal(getattr(getattr(mailchimp, area), name), *arguments)["title"] == "Resource Not Found"


@pytest.mark.parametrize("body, field", [
    ({"status": "subscribed"}, "email_address"),
    ({"email_address": "not an address", "status": "subscribed"}, "email_address"),
    ({"email_address": 7, "status": "subscribed"}, "email_address"),
    ({"email_address": "x@example.com"}, "status"),
    ({"email_address": "x@example.com", "status": "asleep"}, "status"),
    ({"email_address": "x@example.com", "status": "subscribed", "vip": "yes"}, "vip"),
    ({"email_address": "x@example.com", "status": "subscribed", "foo": 1}, "foo"),
    ({"email_address": "x@example.com", "status": "subscribed", "merge_fields": {"NOPE": "x"}}, "merge_fields.NOPE"),
    ({"email_address": "x@example.com", "status": "subscribed", "merge_fields": {"BAND": "many"}}, "merge_fields.BAND"),
])
def test_a_wrong_contact_is_refused_by_field(mailchimp, body, field):
    assert fields(refusal(mailchimp.lists.add_list_member, LIST, body)) == [field]


@pytest.mark.parametrize("body, field", [
    ({}, "type"),
    ({"type": "rss"}, "type"),
    ({"type": "regular", "recipients": {"list_id": "missing"}}, "recipients.list_id"),
    ({"type": "regular", "recipients": {"list_id": LIST, "segment_opts": {"saved_segment_id": 9}}}, "recipients.segment_opts.saved_segment_id"),
    ({"type": "regular", "settings": {"subject_line": 7}}, "settings.subject_line"),
    ({"type": "regular", "settings": {"reply_to": "nobody"}}, "settings.reply_to"),
    ({"type": "regular", "settings": {"mood": "glad"}}, "settings.mood"),
    ({"type": "regular", "foo": 1}, "foo"),
])
def test_a_wrong_campaign_is_refused_by_field(mailchimp, body, field):
    assert fields(refusal(mailchimp.campaigns.create, body)) == [field]


def test_everything_wrong_is_told_at_once(mailchimp):
    body = {"email_address": "x", "status": "asleep", "foo": 1}
    assert fields(refusal(mailchimp.lists.add_list_member, LIST, body)) == ["foo", "email_address", "status"]


def test_a_missing_or_wrong_key_is_refused(mailchimp, server):
    for header in {}, {"Authorization": "Basic " + base64.b64encode(b"user:").decode()}, {"Authorization": "Digest x"}:
        assert raw.get(server + "/3.0/ping", header)[0] == 401
    assert raw.get(server + "/3.0/ping", {"Authorization": "Bearer token"})[0] == 200
    mailchimp.set_config({"api_key": "bad", "server": ""})
    assert refusal(mailchimp.ping.get)["title"] == "API Key Invalid"


def test_requests_that_are_none_are_refused(server):
    key = {"Authorization": "Bearer token"}
    status, headers, problem = raw.send("POST", f"{server}/3.0/lists/{LIST}/members", b"{", key)
    assert status == 400 and headers["content-type"] == "application/problem+json; charset=utf-8"
    assert raw.send("POST", f"{server}/3.0/lists/{LIST}/members", b'{"email_address": "\xff"}', key)[0] == 400
    assert raw.send("POST", f"{server}/3.0/lists/{LIST}/members", b"[]", key)[0] == 400
    assert raw.send("POST", f"{server}/3.0/lists/{LIST}/members", b"{}", {**key, "Content-Type": "text/plain"})[0] == 415
    assert raw.get(server + "/3.0/automations", key)[0] == 404
    status, headers, _ = raw.send("DELETE", server + "/3.0/reports", b"", key)
    assert status == 405 and headers["allow"] == "GET"
    assert raw.get(f"{server}/3.0/lists?mood=glad", key)[2]["errors"][0]["field"] == "mood"


def test_the_eleventh_connection_is_refused(server, mailchimp):
    at = {"Authorization": "Bearer token", "Finegrain-Now": str(10**15)}
    with concurrent.futures.ThreadPoolExecutor(12) as pool:
        statuses = sorted(answer[0] for answer in pool.map(lambda _: raw.get(server + "/3.0/ping", at), range(12)))
    assert statuses == [200] * 10 + [429] * 2


@pytest.mark.parametrize("kind, status, title", [("throttle", 429, "Too Many Requests"), ("server_error", 500, "Internal Server Error")])
def test_faults_are_refused_in_the_same_shape(mailchimp, faults, kind, status, title):
    faults(kind=kind, operation="getLists")
    problem = refusal(mailchimp.lists.get_all_lists)
    assert (problem["status"], problem["title"]) == (status, title)
    assert mailchimp.ping.get()
