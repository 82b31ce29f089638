"""A scenario as an account: its customers in Snowflake and Mailchimp, its quotas, and its world behind the reports."""

import json
import os
import re

import boto3
import conftest
import mailchimp_marketing
import pytest
import requests_raw as raw
import snowflake.connector

SCENARIO = """
seed: 11
run: {campaigns: 2}
audience:
  from: synthetic
  synthetic:
    customers: 3000
    classes: 2
    dependence: 0.5
    attributes:
      - {name: region, levels: {north: 0.5, south: 0.5}}
      - {name: plan, levels: {basic: 0.6, plus: 0.4}}
      - {name: season, levels: {steady: 0.5, spring: 0.5}}
drift: {weekly_rate: 0.05}
segmentation: {dimensions: [region, plan]}
profile: {attributes: [plan, season]}
campaign: {brief_changes_every: never}
response: {base_rate: 0.3, lift: 0.3, knowledge: 1, explained_share: 1, calibrate_on: attributes, margin_usd: 30}
persona: {wording_noise: 0, failure_rate: 0}
copy: {failure_rate: 0, offbrand_rate: 0}
limits: {bedrock_tokens_per_minute: 50000}
prices: {send_usd: 0.25}
"""


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    folder = tmp_path_factory.mktemp("scenario")
    (folder / "shop.yaml").write_text(SCENARIO)
    process, url, variables = conftest.start("--scenario", str(folder / "shop.yaml"), "--data-dir", str(folder / "data"))
    yield url
    conftest.stop(process)


@pytest.fixture
def mail(shop):
    client = mailchimp_marketing.Client()
    client.set_config({"api_key": "k", "server": ""})
    client.api_client.host = shop + "/3.0"
    return client


def send(mail, html, **target):
    campaign = mail.campaigns.create({
        "type": "regular", "recipients": {"list_id": "customers1", **target},
        "settings": {"subject_line": "s", "from_name": "f", "reply_to": "f@example.com"}})["id"]
    mail.campaigns.set_content(campaign, {"html": html})
    mail.campaigns.send(campaign)
    return mail.reports.get_campaign_report(campaign)


def connect(url):
    return snowflake.connector.connect(
        account="a", user="u", password="p", host="127.0.0.1", port=int(url.rsplit(":", 1)[1]), protocol="http",
        database="FINEGRAIN", schema="PUBLIC")


def test_customers_are_a_table_and_contacts_with_the_same_attributes(shop, mail):
    with connect(shop) as connection:
        rows = connection.cursor().execute("select email, region, plan from customers order by customer_id").fetchall()
    assert len(rows) == 3000 and rows[0][0] == "customer-0@example.com"
    north = sum(region == "north" for _, region, _ in rows)
    assert abs(north - 1500) < 150
    contact = mail.lists.get_list_member("customers1", rows[17][0])
    assert (contact["merge_fields"]["REGION"], contact["merge_fields"]["PLAN"]) == rows[17][1:]
    assert mail.lists.get_list("customers1")["stats"]["member_count"] == 3000


def sentences(angle):
    text = (conftest.ROOT / "mocks" / "bedrock" / "copy.yaml").read_text()
    found = re.search(rf"^  {angle}:\n    sentences:\n((?:      - .*\n)+)", text, re.M)
    return [line[8:] for line in found[1].splitlines()][:10]


def test_reports_follow_what_the_text_does_to_whom(shop, mail):
    rates = {}
    for angle in ["quality", "price", "novelty", "convenience", "community"]:
        report = send(mail, "<p>" + "</p><p>".join(sentences(angle)) + "</p>")
        delivered = report["emails_sent"] - report["bounces"]["hard_bounces"] - report["bounces"]["soft_bounces"]
        rates[angle] = report["clicks"]["unique_clicks"] / delivered
        assert report["clicks"]["unique_clicks"] <= report["opens"]["unique_opens"]
    # The world's spread over angles is far above a report's own error of 0.008.
    assert max(rates.values()) - min(rates.values()) > 0.05, rates


def persona(url, segment, shares):
    prompt = "Write the persona of this segment as JSON: " + json.dumps({"segment": segment, "size": 700, "shares": shares})
    with connect(url) as connection:
        text = connection.cursor().execute("select snowflake.cortex.complete('claude-haiku-4-5', %s)", (prompt,)).fetchone()[0]
    return json.loads(text)


def test_a_pipeline_that_segments_beats_one_text_for_all(shop, mail):
    """Cortex writes a persona of each region, Bedrock copy for it, Mailchimp sends it: the world answers."""
    bedrock = boto3.client("bedrock-runtime", endpoint_url=shop, region_name="us-east-1", aws_access_key_id="a", aws_secret_access_key="b")

    def copy(text):
        answer = bedrock.converse(
            modelId="anthropic.claude-haiku-4-5-20251001-v1:0", inferenceConfig={"maxTokens": 2000},
            messages=[{"role": "user", "content": [{"text": f"Write 1 variants for this persona: {text}"}]}])
        return json.loads(answer["output"]["message"]["content"][0]["text"])["variants"][0]["body"]

    own = {"clicks": 0, "sent": 0}
    for region in ["north", "south"]:
        for plan in ["basic", "plus"]:
            words = persona(shop, {"region": region, "plan": plan}, {
                "region": {region: 1.0}, "plan": {plan: 1.0}})
            conditions = [
                {"condition_type": "TextMerge", "field": "REGION", "op": "is", "value": region},
                {"condition_type": "TextMerge", "field": "PLAN", "op": "is", "value": plan}]
            report = send(mail, copy(json.dumps(words)), segment_opts={"match": "all", "conditions": conditions})
            own["clicks"] += report["clicks"]["unique_clicks"]
            own["sent"] += report["emails_sent"]
    generic = send(mail, "<p>Hello.</p>")
    rates = own["clicks"] / own["sent"], generic["clicks"]["unique_clicks"] / generic["emails_sent"]
    assert rates[0] > rates[1] + 0.02, rates


def test_prices_and_quotas_are_the_scenarios(shop, mail):
    sends = next(row for row in raw.get(f"{shop}/_finegrain/usage")[2]["usage"] if row["meter"] == "sends")
    lines = raw.get(f"{shop}/_finegrain/invoice")[2]["lines"]
    line = next(line for line in lines if line["meter"] == "sends")
    assert float(line["cost_usd"]) == pytest.approx(0.25 * sends["quantity"])
    body = json.dumps({"messages": [{"role": "user", "content": [{"text": "x"}]}], "inferenceConfig": {"maxTokens": 60000}}).encode()
    status, _, answer = raw.send("POST", f"{shop}/model/anthropic.claude-haiku-4-5-20251001-v1%3A0/converse", body)
    assert status == 429


def test_a_scenario_that_is_wrong_is_told_before_anything_listens(tmp_path):
    (tmp_path / "bad.yaml").write_text(SCENARIO.replace("base_rate: 0.3", "base_rate: 7") + "nonsense: 1\n")
    import subprocess
    result = subprocess.run(
        [str(conftest.BINARY), "--port", "0", "--scenario", str(tmp_path / "bad.yaml")], cwd=conftest.ROOT, capture_output=True, text=True, timeout=60)
    assert result.returncode == 2 and "base_rate" in result.stderr and "nonsense" in result.stderr and "listening" not in result.stdout
