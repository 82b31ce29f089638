"""boto3's SNS client, unmodified, against the mock: topics, subscriptions, filters, deliveries over HTTP, to functions and by mail."""

import http.server
import json
import re
import threading
import time
import urllib.error
import urllib.request

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from aws_answers import assert_fits, assert_modelled

PREFIX = "arn:aws:sns:us-east-1:123456789012:"


def client(service, server):
    return boto3.client(
        service,
        endpoint_url=server,
        region_name="us-east-1",
        aws_access_key_id="finegrain",
        aws_secret_access_key="finegrain",
        config=Config(retries={"total_max_attempts": 1}),
    )


@pytest.fixture(scope="module")
def sns(server):
    return client("sns", server)


@pytest.fixture
def topic(sns, request):
    name = re.sub(r"\W", "-", request.node.name)[:200]
    arn = sns.create_topic(Name=name)["TopicArn"]
    yield arn
    sns.delete_topic(TopicArn=arn)


@pytest.fixture
def endpoint():
    """An HTTP subscriber that confirms as the documentation says, and keeps what it gets."""
    seen = []

    class Subscriber(http.server.BaseHTTPRequestHandler):
        refusals = 0
        refusal = 500
        tries = 0

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            kind = self.headers["x-amz-sns-message-type"]
            Subscriber.tries += kind == "Notification"
            if kind == "Notification" and Subscriber.refusals > 0:
                Subscriber.refusals -= 1
                self.answer(Subscriber.refusal)
                return
            seen.append((self.headers, body))
            self.answer(200)

        def answer(self, status):
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Subscriber)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    server.url = f"http://127.0.0.1:{server.server_port}/hook"
    server.seen = seen
    server.subscriber = Subscriber
    yield server
    server.shutdown()
    server.server_close()


def until(condition, seconds=10):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = condition()
        if found:
            return found
        time.sleep(0.02)
    raise AssertionError("it did not happen in time")


def refusal(sns, operation, **arguments):
    method = re.sub(r"(?<!^)(?=[A-Z])", "_", operation).lower()
    with pytest.raises(ClientError) as caught:
        getattr(sns, method)(**arguments)
    assert_modelled(sns, operation, caught.value)
    assert caught.value.response["ResponseMetadata"]["RequestId"]
    return caught.value.response["Error"]["Code"], caught.value.response["ResponseMetadata"]["HTTPStatusCode"]


def confirmed(sns, endpoint, topic, **attributes):
    """Subscribes the endpoint and visits the address that it is sent."""
    answer = sns.subscribe(TopicArn=topic, Protocol="http", Endpoint=endpoint.url, Attributes=attributes)
    assert assert_fits(sns, "Subscribe", answer)["SubscriptionArn"] == "pending confirmation"
    headers, body = until(lambda: endpoint.seen and endpoint.seen[-1])
    message = json.loads(body)
    assert headers["x-amz-sns-message-type"] == message["Type"] == "SubscriptionConfirmation"
    xml = urllib.request.urlopen(message["SubscribeURL"]).read().decode()
    arn = re.search("<SubscriptionArn>(.*)</SubscriptionArn>", xml).group(1)
    endpoint.seen.clear()
    return arn


def test_topics_are_made_listed_changed_and_removed(sns):
    made = assert_fits(sns, "CreateTopic", sns.create_topic(Name="life", Attributes={"DisplayName": "Life & more"}))
    assert made["TopicArn"] == PREFIX + "life"
    assert sns.create_topic(Name="life")["TopicArn"] == made["TopicArn"]
    topics = assert_fits(sns, "ListTopics", sns.list_topics())["Topics"]
    assert {"TopicArn": PREFIX + "life"} in topics
    sns.set_topic_attributes(TopicArn=PREFIX + "life", AttributeName="DisplayName", AttributeValue="<b>")
    attributes = sns.get_topic_attributes(TopicArn=PREFIX + "life")
    assert_fits(sns, "GetTopicAttributes", attributes)
    assert attributes["Attributes"]["DisplayName"] == "<b>"
    assert attributes["Attributes"]["SubscriptionsConfirmed"] == "0"
    assert json.loads(attributes["Attributes"]["Policy"])["Statement"]
    sns.delete_topic(TopicArn=PREFIX + "life")
    sns.delete_topic(TopicArn=PREFIX + "life")
    assert refusal(sns, "GetTopicAttributes", TopicArn=PREFIX + "life") == ("NotFound", 404)


def test_long_lists_come_in_pages(sns):
    for number in range(103):
        sns.create_topic(Name=f"page-{number}")
    pages = list(sns.get_paginator("list_topics").paginate())
    assert len(pages) >= 2
    names = [t["TopicArn"] for page in pages for t in page["Topics"]]
    assert len(names) == len(set(names)) >= 103
    for number in range(103):
        sns.delete_topic(TopicArn=PREFIX + f"page-{number}")


def test_tags_are_kept(sns, topic):
    sns.tag_resource(ResourceArn=topic, Tags=[{"Key": "a", "Value": "1"}, {"Key": "b", "Value": ""}])
    sns.tag_resource(ResourceArn=topic, Tags=[{"Key": "a", "Value": "2"}])
    sns.untag_resource(ResourceArn=topic, TagKeys=["b"])
    tags = assert_fits(sns, "ListTagsForResource", sns.list_tags_for_resource(ResourceArn=topic))["Tags"]
    assert tags == [{"Key": "a", "Value": "2"}]
    assert refusal(sns, "ListTagsForResource", ResourceArn=PREFIX + "none") == ("ResourceNotFound", 404)


def test_an_http_endpoint_confirms_and_gets_the_envelope(sns, topic, endpoint):
    arn = confirmed(sns, endpoint, topic)
    published = sns.publish(
        TopicArn=topic,
        Subject="Review",
        Message="Copy <waits> & waits: ü",
        MessageAttributes={"segment": {"DataType": "String", "StringValue": "s1"}},
    )
    assert_fits(sns, "Publish", published)
    headers, body = until(lambda: endpoint.seen and endpoint.seen[0])
    message = json.loads(body)
    assert headers["x-amz-sns-message-type"] == "Notification"
    assert headers["x-amz-sns-message-id"] == message["MessageId"] == published["MessageId"]
    assert headers["x-amz-sns-topic-arn"] == message["TopicArn"] == topic
    assert headers["x-amz-sns-subscription-arn"] == arn
    assert headers["Content-Type"] == "text/plain; charset=UTF-8"
    assert (message["Subject"], message["Message"]) == ("Review", "Copy <waits> & waits: ü")
    assert message["MessageAttributes"] == {"segment": {"Type": "String", "Value": "s1"}}
    assert {"Timestamp", "SignatureVersion", "Signature", "SigningCertURL", "UnsubscribeURL"} <= set(message)
    endpoint.seen.clear()
    urllib.request.urlopen(message["UnsubscribeURL"]).read()
    headers, body = until(lambda: endpoint.seen and endpoint.seen[0])
    assert headers["x-amz-sns-message-type"] == "UnsubscribeConfirmation"
    assert sns.list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"] == []


def test_the_token_confirms_too(sns, topic, endpoint):
    sns.subscribe(TopicArn=topic, Protocol="http", Endpoint=endpoint.url)
    _, body = until(lambda: endpoint.seen and endpoint.seen[0])
    assert refusal(sns, "ConfirmSubscription", TopicArn=topic, Token="wrong") == ("InvalidParameter", 400)
    answer = sns.confirm_subscription(
        TopicArn=topic, Token=json.loads(body)["Token"], AuthenticateOnUnsubscribe="true"
    )
    arn = assert_fits(sns, "ConfirmSubscription", answer)["SubscriptionArn"]
    assert arn.startswith(topic + ":")
    with pytest.raises(urllib.error.HTTPError) as caught:
        url = sns.meta.endpoint_url + "/?Action=Unsubscribe&SubscriptionArn=" + arn
        urllib.request.urlopen(url)
    assert caught.value.code == 403
    sns.unsubscribe(SubscriptionArn=arn)


def test_nobody_gets_messages_before_confirming(sns, topic, endpoint):
    sns.subscribe(TopicArn=topic, Protocol="http", Endpoint=endpoint.url)
    until(lambda: endpoint.seen)
    sns.publish(TopicArn=topic, Message="too early")
    time.sleep(0.3)
    assert len(endpoint.seen) == 1


def test_raw_deliveries_are_the_message_alone(sns, topic, endpoint):
    confirmed(sns, endpoint, topic, RawMessageDelivery="true")
    sns.publish(TopicArn=topic, Message="plain")
    headers, body = until(lambda: endpoint.seen and endpoint.seen[0])
    assert body == "plain" and headers["x-amz-sns-rawdelivery"] == "true"


def test_a_refused_delivery_is_tried_again(sns, topic, endpoint):
    confirmed(sns, endpoint, topic)
    endpoint.subscriber.refusals = 2
    sns.publish(TopicArn=topic, Message="again")
    _, body = until(lambda: endpoint.seen and endpoint.seen[0])
    assert json.loads(body)["Message"] == "again"


def test_deliveries_keep_the_order_of_the_calls(sns, topic, endpoint):
    confirmed(sns, endpoint, topic)
    for number in range(20):
        sns.publish(TopicArn=topic, Message=str(number))
    until(lambda: len(endpoint.seen) == 20)
    assert [json.loads(body)["Message"] for _, body in endpoint.seen] == [str(n) for n in range(20)]


def test_a_structured_message_has_a_text_for_each_protocol(sns, topic, endpoint):
    confirmed(sns, endpoint, topic)
    texts = json.dumps({"default": "for all", "http": "for http"})
    sns.publish(TopicArn=topic, Message=texts, MessageStructure="json")
    _, body = until(lambda: endpoint.seen and endpoint.seen[0])
    assert json.loads(body)["Message"] == "for http"
    bad = json.dumps({"http": "no default"})
    assert refusal(sns, "Publish", TopicArn=topic, Message=bad, MessageStructure="json") == ("InvalidParameter", 400)
    assert refusal(sns, "Publish", TopicArn=topic, Message="{", MessageStructure="json") == ("InvalidParameter", 400)


POLICIES = [
    ({"kind": ["a", "b"]}, {"kind": ("String", "b")}, True),
    ({"kind": ["a", "b"]}, {"kind": ("String", "c")}, False),
    ({"kind": ["a"]}, {}, False),
    ({"kind": [{"prefix": "ab"}]}, {"kind": ("String", "abc")}, True),
    ({"kind": [{"suffix": "bc"}]}, {"kind": ("String", "abc")}, True),
    ({"kind": [{"equals-ignore-case": "ABC"}]}, {"kind": ("String", "abc")}, True),
    ({"kind": [{"anything-but": ["a", "b"]}]}, {"kind": ("String", "c")}, True),
    ({"kind": [{"anything-but": "a"}]}, {"kind": ("String", "a")}, False),
    ({"kind": [{"anything-but": {"prefix": "a"}}]}, {"kind": ("String", "abc")}, False),
    ({"n": [{"numeric": [">", 1, "<=", 5]}]}, {"n": ("Number", "5")}, True),
    ({"n": [{"numeric": [">", 1, "<=", 5]}]}, {"n": ("Number", "5.5")}, False),
    ({"n": [{"numeric": ["=", 3]}]}, {"n": ("Number", "3.0")}, True),
    ({"n": [3]}, {"n": ("Number", "3")}, True),
    ({"kind": [{"exists": True}]}, {"kind": ("String", "x")}, True),
    ({"kind": [{"exists": False}]}, {"kind": ("String", "x")}, False),
    ({"kind": [{"exists": False}]}, {}, True),
    ({"kind": ["a"]}, {"kind": ("String.Array", '["x", "a"]')}, True),
    ({"kind": ["a"], "n": [1]}, {"kind": ("String", "a"), "n": ("Number", "2")}, False),
]


def test_filters_choose_messages(sns, topic, endpoint):
    arn = confirmed(sns, endpoint, topic)
    for policy, attributes, matches in POLICIES:
        sns.set_subscription_attributes(
            SubscriptionArn=arn, AttributeName="FilterPolicy", AttributeValue=json.dumps(policy)
        )
        sent = {k: {"DataType": t, "StringValue": v} for k, (t, v) in attributes.items()}
        sns.publish(TopicArn=topic, Message="filtered", MessageAttributes=sent)
        sns.set_subscription_attributes(SubscriptionArn=arn, AttributeName="FilterPolicy", AttributeValue="{}")
        sns.publish(TopicArn=topic, Message="end")
        until(lambda: any(json.loads(body)["Message"] == "end" for _, body in endpoint.seen))
        assert (len(endpoint.seen) == 2) == matches, (policy, attributes)
        endpoint.seen.clear()


@pytest.mark.parametrize("policy", ["no json", '{"a": "b"}', '{"a": [{"near": 1}]}', '{"a": [{"numeric": ["~", 1]}]}'])
def test_bad_filters_are_refused(sns, topic, policy):
    arguments = dict(
        TopicArn=topic, Protocol="email", Endpoint="a@example.com", Attributes={"FilterPolicy": policy}
    )
    assert refusal(sns, "Subscribe", **arguments) == ("InvalidParameter", 400)


def test_subscriptions_are_listed_read_and_changed(sns, topic, endpoint):
    arn = confirmed(sns, endpoint, topic)
    sns.subscribe(TopicArn=topic, Protocol="email", Endpoint="a@example.com")
    listed = sns.list_subscriptions_by_topic(TopicArn=topic)
    assert_fits(sns, "ListSubscriptionsByTopic", listed)
    assert [s["SubscriptionArn"] for s in listed["Subscriptions"]] == [arn, "PendingConfirmation"]
    everything = assert_fits(sns, "ListSubscriptions", sns.list_subscriptions())
    assert arn in [s["SubscriptionArn"] for s in everything["Subscriptions"]]
    sns.set_subscription_attributes(SubscriptionArn=arn, AttributeName="RawMessageDelivery", AttributeValue="true")
    read = sns.get_subscription_attributes(SubscriptionArn=arn)
    attributes = assert_fits(sns, "GetSubscriptionAttributes", read)["Attributes"]
    assert (attributes["RawMessageDelivery"], attributes["PendingConfirmation"]) == ("true", "false")
    wrong = dict(SubscriptionArn=arn, AttributeName="Colour", AttributeValue="red")
    assert refusal(sns, "SetSubscriptionAttributes", **wrong) == ("InvalidParameter", 400)
    again = sns.subscribe(TopicArn=topic, Protocol="http", Endpoint=endpoint.url, Attributes={"RawMessageDelivery": "true"})
    assert again["SubscriptionArn"] == arn
    other = dict(TopicArn=topic, Protocol="http", Endpoint=endpoint.url)
    assert refusal(sns, "Subscribe", **other) == ("InvalidParameter", 400)


def test_mail_waits_in_the_outbox(sns, server, topic):
    def letters():
        with urllib.request.urlopen(server + "/_sns/mail") as answer:
            return [m for m in json.load(answer)["mail"] if m["to"] == "mail@example.com"]

    sns.subscribe(TopicArn=topic, Protocol="email", Endpoint="mail@example.com")
    urllib.request.urlopen(re.search(r"http://\S+", letters()[0]["text"]).group(0)).read()
    sns.publish(TopicArn=topic, Subject="Approve", Message="Copy waits.")
    assert letters()[1]["subject"] == "Approve"
    assert letters()[1]["text"].startswith("Copy waits.\n\n--\n")


def test_a_function_gets_the_event(sns, server, topic, tmp_path):
    import os
    import subprocess
    import sys

    (tmp_path / "app.py").write_text(
        "import json\n"
        "def handler(event, context):\n"
        "    open('event.json', 'w').write(json.dumps(event))\n"
    )
    address = server.removeprefix("http://") + "/notified"
    program = subprocess.Popen(
        [sys.executable, "-m", "awslambdaric", "app.handler"],
        cwd=tmp_path,
        env={**os.environ, "AWS_LAMBDA_FUNCTION_NAME": address.split("/")[1], "AWS_LAMBDA_RUNTIME_API": address},
    )
    try:
        functions = client("lambda", server)
        until(lambda: any(f["FunctionName"] == "notified" for f in functions.list_functions()["Functions"]))
        function = "arn:aws:lambda:us-east-1:123456789012:function:notified"
        arn = sns.subscribe(TopicArn=topic, Protocol="lambda", Endpoint=function)["SubscriptionArn"]
        assert arn.startswith(topic)
        published = sns.publish(TopicArn=topic, Message="Copy waits.")["MessageId"]
        until(lambda: (tmp_path / "event.json").exists() and (tmp_path / "event.json").read_text())
    finally:
        program.kill()
        program.wait()
    record = json.loads((tmp_path / "event.json").read_text())["Records"][0]
    assert (record["EventSource"], record["EventVersion"]) == ("aws:sns", "1.0")
    assert record["EventSubscriptionArn"] == arn
    assert record["Sns"]["MessageId"] == published
    assert (record["Sns"]["Message"], record["Sns"]["Subject"]) == ("Copy waits.", None)


def test_events_that_failed_for_good_go_to_the_dead_letter_topic(sns, server, topic, endpoint, tmp_path):
    import os
    import subprocess
    import sys

    confirmed(sns, endpoint, topic)
    functions = client("lambda", server)
    functions.create_function(
        FunctionName="buried",
        Runtime="python3.13",
        Handler="app.handler",
        Role="arn:aws:iam::123456789012:role/r",
        Code={"ZipFile": b"PK"},
        DeadLetterConfig={"TargetArn": topic},
    )
    (tmp_path / "app.py").write_text("def handler(event, context):\n    raise ValueError('never')\n")
    address = server.removeprefix("http://") + "/buried"
    program = subprocess.Popen(
        [sys.executable, "-m", "awslambdaric", "app.handler"],
        cwd=tmp_path,
        env={**os.environ, "AWS_LAMBDA_FUNCTION_NAME": address.split("/")[1], "AWS_LAMBDA_RUNTIME_API": address},
        stdout=subprocess.DEVNULL,
    )
    try:
        until(lambda: functions.invoke(FunctionName="buried", Payload=b"{}").get("FunctionError"))
        sent = functions.invoke(FunctionName="buried", InvocationType="Event", Payload=b'{"n": 1}')
        _, body = until(lambda: endpoint.seen and endpoint.seen[0])
    finally:
        program.kill()
        program.wait()
    message = json.loads(body)
    assert message["Message"] == '{"n": 1}'
    attributes = message["MessageAttributes"]
    assert attributes["RequestID"]["Value"] == sent["ResponseMetadata"]["RequestId"]
    assert attributes["ErrorMessage"]["Value"] == "never"


def test_a_batch_says_what_became_of_each_entry(sns, topic, endpoint):
    confirmed(sns, endpoint, topic)
    answer = sns.publish_batch(
        TopicArn=topic,
        PublishBatchRequestEntries=[
            {"Id": "a", "Message": "1"},
            {"Id": "b", "Message": "2", "Subject": "line\nbreak"},
            {"Id": "c", "Message": "3"},
        ],
    )
    assert_fits(sns, "PublishBatch", answer)
    assert [entry["Id"] for entry in answer["Successful"]] == ["a", "c"]
    (failed,) = answer["Failed"]
    assert (failed["Id"], failed["Code"], failed["SenderFault"]) == ("b", "InvalidParameter", True)
    until(lambda: len(endpoint.seen) == 2)
    ids = [json.loads(body)["MessageId"] for _, body in endpoint.seen]
    assert ids == [entry["MessageId"] for entry in answer["Successful"]]


def test_bad_batches_are_refused_whole(sns, topic):
    def code(entries):
        return refusal(sns, "PublishBatch", TopicArn=topic, PublishBatchRequestEntries=entries)[0]

    assert code([]) == "EmptyBatchRequest"
    assert code([{"Id": str(n), "Message": "x"} for n in range(11)]) == "TooManyEntriesInBatchRequest"
    assert code([{"Id": "a", "Message": "x"}] * 2) == "BatchEntryIdsNotDistinct"
    assert code([{"Id": "a b", "Message": "x"}]) == "InvalidBatchEntryId"
    assert code([{"Id": str(n), "Message": "x" * 30_000} for n in range(10)]) == "BatchRequestTooLong"


def test_bad_messages_are_refused(sns, topic):
    def code(operation="Publish", **arguments):
        return refusal(sns, operation, **arguments)

    invalid = ("InvalidParameter", 400)
    assert code(TopicArn=PREFIX + "nowhere", Message="x") == ("NotFound", 404)
    assert code(TopicArn="nonsense", Message="x") == invalid
    assert code(TopicArn=topic.replace("123456789012", "999999999999"), Message="x") == ("AuthorizationError", 403)
    assert code(TopicArn=topic, Message="") == invalid
    assert code(TopicArn=topic, Message="x" * 262_145) == invalid
    assert code(TopicArn=topic, Message="x", Subject="") == invalid
    assert code(TopicArn=topic, Message="x", Subject="x" * 101) == invalid
    assert code(PhoneNumber="+15550100", Message="x") == invalid
    assert code(Message="x") == invalid
    assert code(TopicArn=topic, Message="x", MessageDeduplicationId="1") == invalid
    colour = {"colour": {"DataType": "Colour", "StringValue": "red"}}
    assert code(TopicArn=topic, Message="x", MessageAttributes=colour) == ("ParameterValueInvalid", 400)
    number = {"n": {"DataType": "Number", "StringValue": "many"}}
    assert code(TopicArn=topic, Message="x", MessageAttributes=number) == ("ParameterValueInvalid", 400)
    sns.publish(TargetArn=topic, Message="x" * 262_144)
    with pytest.raises(sns.exceptions.NotFoundException):
        sns.publish(TopicArn=PREFIX + "nowhere", Message="x")


@pytest.mark.parametrize(
    "protocol,endpoint",
    [("http", "https://x"), ("email", "nobody"), ("lambda", "generate-copy"), ("sqs", "arn:aws:sqs:us-east-1:123456789012:q"), ("pigeon", "x")],
)
def test_bad_endpoints_are_refused(sns, topic, protocol, endpoint):
    assert refusal(sns, "Subscribe", TopicArn=topic, Protocol=protocol, Endpoint=endpoint) == ("InvalidParameter", 400)


def test_unknown_actions_and_parameters_are_refused_by_name(sns, server, topic):
    def send(body):
        request = urllib.request.Request(
            server + "/", data=body.encode(), headers={"Content-Type": "application/x-www-form-urlencoded"}
        )
        with pytest.raises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(request)
        return caught.value.code, caught.value.read().decode()

    assert "<Code>InvalidAction</Code>" in send("Action=Fly&Version=2010-03-31")[1]
    assert "<Code>MissingAction</Code>" in send("Version=2010-03-31")[1]
    status, text = send("Action=ListTopics&Version=2010-03-31&Colour=red")
    assert status == 400 and "<Code>InvalidParameter</Code>" in text and "Colour" in text
    with pytest.raises(ClientError) as caught:
        sns.check_if_phone_number_is_opted_out(phoneNumber="+15550100")
    assert caught.value.response["Error"]["Code"] == "InvalidAction"
    assert refusal(sns, "CreateTopic", Name="a.fifo")[0] == "InvalidParameter"
    assert refusal(sns, "CreateTopic", Name="ok", Attributes={"FifoTopic": "true"})[0] == "InvalidParameter"


RETRIES = '{"healthyRetryPolicy": {"numRetries": %d}}'


@pytest.mark.parametrize(
    "status,attributes,tries",
    [
        (400, {}, 1),
        (404, {}, 1),
        (429, {}, 4),
        (503, {}, 4),
        (503, {"DeliveryPolicy": RETRIES % 0}, 1),
        (503, {"DeliveryPolicy": RETRIES % 6}, 7),
    ],
)
def test_deliveries_are_tried_again_as_the_policy_says(sns, topic, endpoint, status, attributes, tries):
    confirmed(sns, endpoint, topic, **attributes)
    endpoint.subscriber.refusal = status
    endpoint.subscriber.refusals = 1_000
    sns.publish(TopicArn=topic, Message="x")
    until(lambda: endpoint.subscriber.tries == tries)
    time.sleep(0.2)
    assert (endpoint.subscriber.tries, endpoint.seen) == (tries, [])


def test_a_topics_policy_holds_for_subscriptions_without_their_own(sns, topic, endpoint):
    arn = confirmed(sns, endpoint, topic)
    policy = {"http": {"defaultHealthyRetryPolicy": {"numRetries": 1}}}
    sns.set_topic_attributes(TopicArn=topic, AttributeName="DeliveryPolicy", AttributeValue=json.dumps(policy))
    sns.set_subscription_attributes(
        SubscriptionArn=arn, AttributeName="DeliveryPolicy",
        AttributeValue='{"requestPolicy": {"headerContentType": "application/json"}}',
    )
    attributes = sns.get_subscription_attributes(SubscriptionArn=arn)["Attributes"]
    assert json.loads(attributes["EffectiveDeliveryPolicy"])["healthyRetryPolicy"]["numRetries"] == 1
    endpoint.subscriber.refusals = 1
    sns.publish(TopicArn=topic, Message="x")
    headers, _ = until(lambda: endpoint.seen and endpoint.seen[0])
    assert (headers["Content-Type"], endpoint.subscriber.tries) == ("application/json", 2)


@pytest.mark.parametrize(
    "name,value",
    [
        ("DisplayName", "x" * 101),
        ("Policy", "no JSON"),
        ("DeliveryPolicy", "no JSON"),
        ("DeliveryPolicy", '{"http": {"defaultHealthyRetryPolicy": {"numRetries": 101}}}'),
        ("DeliveryPolicy", '{"http": {"defaultHealthyRetryPolicy": {"maxDelayTarget": 3601}}}'),
        ("DeliveryPolicy", '{"http": {"defaultHealthyRetryPolicy": {"minDelayTarget": 30, "maxDelayTarget": 20}}}'),
        ("DeliveryPolicy", '{"http": {"defaultHealthyRetryPolicy": {"numRetries": 1, "numNoDelayRetries": 2}}}'),
        ("DeliveryPolicy", '{"http": {"defaultHealthyRetryPolicy": {"backoffFunction": "random"}}}'),
        ("DeliveryPolicy", '{"healthyRetryPolicy": {}}'),
        ("TracingConfig", "Sometimes"),
    ],
)
def test_bad_attributes_of_topics_are_refused(sns, topic, name, value):
    invalid = ("InvalidParameter", 400)
    assert refusal(sns, "SetTopicAttributes", TopicArn=topic, AttributeName=name, AttributeValue=value) == invalid
    assert refusal(sns, "CreateTopic", Name="bad", Attributes={name: value}) == invalid


def test_a_topic_may_say_that_it_is_standard(sns):
    arn = sns.create_topic(Name="standard", Attributes={"FifoTopic": "false"})["TopicArn"]
    assert "FifoTopic" not in sns.get_topic_attributes(TopicArn=arn)["Attributes"]
    sns.delete_topic(TopicArn=arn)


def test_subjects_may_have_any_characters_but_control(sns, topic):
    sns.publish(TopicArn=topic, Message="x", Subject="Grüße, 你好 " + "x" * 80)
    for subject in ["a\tb", "a\nb", "x" * 100]:
        assert refusal(sns, "Publish", TopicArn=topic, Message="x", Subject=subject) == ("InvalidParameter", 400)


@pytest.mark.parametrize(
    "name,value",
    [
        ("AWS.x", {"DataType": "String", "StringValue": "x"}),
        ("amazon.x", {"DataType": "String", "StringValue": "x"}),
        (".x", {"DataType": "String", "StringValue": "x"}),
        ("x..y", {"DataType": "String", "StringValue": "x"}),
        ("x", {"DataType": "Number", "StringValue": "0x10"}),
        ("x", {"DataType": "String.", "StringValue": "x"}),
        ("x", {"DataType": "String", "StringValue": "x", "BinaryValue": b"x"}),
    ],
)
def test_bad_message_attributes_are_refused(sns, topic, name, value):
    arguments = {"TopicArn": topic, "Message": "x", "MessageAttributes": {name: value}}
    assert refusal(sns, "Publish", **arguments) == ("ParameterValueInvalid", 400)


@pytest.mark.parametrize(
    "policy",
    [
        {"a": [{"anything-but": []}]},
        {"a": [{"anything-but": [None]}]},
        {"a": [{"numeric": []}]},
        {"a": [{"numeric": [">", 5, "<", 3]}]},
        {"a": [{"numeric": ["<", 3, ">", 1]}]},
        {"a": [{"numeric": ["=", 1, "<", 3]}]},
        {"a": [{"numeric": [">", 1, "<"]}]},
    ],
)
def test_filters_that_make_no_sense_are_refused(sns, topic, policy):
    arguments = {"TopicArn": topic, "Protocol": "email", "Endpoint": "a@b.c"}
    attributes = {"FilterPolicy": json.dumps(policy)}
    assert refusal(sns, "Subscribe", **arguments, Attributes=attributes) == ("InvalidParameter", 400)


def test_bad_tags_are_refused(sns, topic):
    for tags in [[{"Key": "aws:x", "Value": ""}], [{"Key": "a", "Value": "1"}, {"Key": "a", "Value": "2"}]]:
        assert refusal(sns, "TagResource", ResourceArn=topic, Tags=tags) == ("InvalidParameter", 400)
        assert refusal(sns, "CreateTopic", Name="bad", Tags=tags) == ("InvalidParameter", 400)


@pytest.mark.parametrize("function", ["generate-copy:prod", "nobody"])
def test_a_delivery_to_no_function_fails(sns, server, topic, function):
    def calls():
        with urllib.request.urlopen(server + "/_finegrain/journal?service=lambda") as lines:
            return [call for call in map(json.loads, lines) if call["operation"] == "AttemptInvocation"]

    before = len(calls())
    endpoint = "arn:aws:lambda:us-east-1:123456789012:function:" + function
    sns.subscribe(TopicArn=topic, Protocol="lambda", Endpoint=endpoint)
    sns.publish(TopicArn=topic, Message="x")
    until(lambda: len(calls()) > before)
    assert [call["status"] for call in calls()[before:]] == [404]
