"""Prompt management, prompts as models, and inference profiles."""

import json

import pytest

HAIKU = "anthropic.claude-haiku-4-5-20251001-v1:0"
ANN = {"persona": {"text": "Ann"}}


def variant(text="Hi {{persona}}", **members):
    names = [{"name": name} for name in ("persona", "other") if "{{" + name in text]
    return {"name": "v", "templateType": "TEXT", "modelId": HAIKU, "inferenceConfiguration": {"text": {"maxTokens": 60}},
            "templateConfiguration": {"text": {"text": text, "inputVariables": names}}, **members}


def chat(**members):
    return {"name": "v", "templateType": "CHAT", "modelId": HAIKU, "templateConfiguration": {"chat": {
        "messages": [{"role": "user", "content": [{"text": "Hi {{persona}}"}]}], "inputVariables": [{"name": "persona"}], **members}}}


@pytest.fixture
def agent(aws):
    client = aws("bedrock-agent")
    yield client
    for page in client.get_paginator("list_prompts").paginate():
        for prompt in page["promptSummaries"]:
            client.delete_prompt(promptIdentifier=prompt["id"])


def make(agent, name, *variants):
    return agent.create_prompt(name=name, defaultVariant="v", variants=list(variants))


def test_numbers_of_versions_are_never_given_twice(agent):
    prompt = make(agent, "numbers", variant())["id"]
    numbers = [agent.create_prompt_version(promptIdentifier=prompt)["version"] for _ in "ab"]
    agent.delete_prompt(promptIdentifier=prompt, promptVersion="1")
    numbers.append(agent.create_prompt_version(promptIdentifier=prompt)["version"])
    agent.delete_prompt(promptIdentifier=prompt, promptVersion="3")
    numbers.append(agent.create_prompt_version(promptIdentifier=prompt)["version"])
    assert numbers == ["1", "2", "3", "4"]


def test_the_same_token_makes_one_prompt_and_one_version(agent):
    token = "t" * 33
    first = agent.create_prompt(name="once", clientToken=token)
    agent.update_prompt(promptIdentifier=first["id"], name="once", description="later")
    again = agent.create_prompt(name="once", clientToken=token)
    assert {k: v for k, v in first.items() if k != "ResponseMetadata"} == {k: v for k, v in again.items() if k != "ResponseMetadata"}
    with pytest.raises(agent.exceptions.ConflictException):
        agent.create_prompt(name="twice", clientToken=token)
    versions = [agent.create_prompt_version(promptIdentifier=first["id"], clientToken=token)["version"] for _ in "ab"]
    assert versions == ["1", "1"]
    with pytest.raises(agent.exceptions.ConflictException):
        agent.create_prompt_version(promptIdentifier=first["id"], clientToken=token, description="other")


def test_names_variants_and_templates_must_fit(agent):
    make(agent, "taken", variant())
    other = make(agent, "other", variant())["id"]
    with pytest.raises(agent.exceptions.ConflictException):
        agent.update_prompt(promptIdentifier=other, name="taken")
    refused = [dict(name="has space"), dict(name="a", defaultVariant="w", variants=[variant()]), dict(name="a", defaultVariant="w"),
               dict(name="a", variants=[variant(templateType="CHAT")]), dict(name="a", variants=[chat() | {"templateType": "TEXT"}])]
    for request in refused:
        with pytest.raises(agent.exceptions.ValidationException):
            agent.create_prompt(**request)
    with pytest.raises(agent.exceptions.ResourceNotFoundException, match="ZZZZZZZZZZ"):
        agent.list_prompts(promptIdentifier="ZZZZZZZZZZ")


def test_metadata_and_tags_are_told(agent):
    prompt = agent.create_prompt(name="tagged", defaultVariant="v", variants=[variant()], tags={"team": "copy"})
    assert agent.list_tags_for_resource(resourceArn=prompt["arn"])["tags"] == {"team": "copy"}
    version = agent.create_prompt_version(promptIdentifier=prompt["id"], tags={"stage": "live"})
    assert agent.list_tags_for_resource(resourceArn=version["arn"])["tags"] == {"stage": "live"}
    part = agent.get_prompt(promptIdentifier=prompt["id"], includedData="METADATA_ONLY")
    assert part["name"] == "tagged" and "variants" not in part
    assert "variants" in agent.get_prompt(promptIdentifier=prompt["id"], includedData="ALL_DATA")


def test_variables_are_filled_once(aws, agent):
    arn = make(agent, "nested", variant("{{persona}} and {{other}}"))["arn"]
    runtime = aws("bedrock-runtime")

    def tokens(persona, other):
        variables = {"persona": {"text": persona}, "other": {"text": other}}
        return runtime.converse(modelId=arn, promptVariables=variables)["usage"]["inputTokens"]

    long = "words " * 400
    assert tokens("{{other}}", long) - tokens("x", long) < 20


def test_messages_follow_the_prompts_own_and_nothing_else_may(aws, agent):
    arn = make(agent, "plain", variant())["arn"]
    runtime = aws("bedrock-runtime")
    alone = runtime.converse(modelId=arn, promptVariables=ANN)["usage"]["inputTokens"]
    more = [{"role": "assistant", "content": [{"text": "hello"}]}, {"role": "user", "content": [{"text": "and more words than before"}]}]
    assert runtime.converse(modelId=arn, promptVariables=ANN, messages=more)["usage"]["inputTokens"] > alone
    refused = [dict(system=[{"text": "s"}]), dict(inferenceConfig={"maxTokens": 5}), dict(additionalModelRequestFields={"top_k": 1}),
               dict(toolConfig={"tools": [{"toolSpec": {"name": "f", "inputSchema": {"json": {"type": "object"}}}}]})]
    for request in refused:
        with pytest.raises(runtime.exceptions.ValidationException, match=list(request)[0]):
            runtime.converse(modelId=arn, promptVariables=ANN, **request)


def test_a_prompts_own_tools_are_called(aws, agent):
    tools = {"tools": [{"toolSpec": {"name": "f", "inputSchema": {"json": {"type": "object"}}}}], "toolChoice": {"tool": {"name": "f"}}}
    prompt = make(agent, "tools", chat(toolConfiguration=tools))
    answer = aws("bedrock-runtime").converse(modelId=prompt["arn"], promptVariables=ANN)
    assert answer["stopReason"] == "tool_use"
    assert answer["output"]["message"]["content"][-1]["toolUse"]["name"] == "f"


def test_prompts_of_text_can_be_invoked(aws, agent):
    runtime = aws("bedrock-runtime")
    text = make(agent, "text", variant())["arn"]
    answer = json.loads(runtime.invoke_model(modelId=text, body=json.dumps({"promptVariables": ANN}))["body"].read())
    assert answer["content"][0]["text"] and answer["usage"]["output_tokens"] <= 60
    with pytest.raises(runtime.exceptions.ValidationException, match="persona"):
        runtime.invoke_model(modelId=text, body="{}")
    with pytest.raises(runtime.exceptions.ValidationException):
        runtime.invoke_model(modelId=make(agent, "chat", chat())["arn"], body=json.dumps({"promptVariables": ANN}))


def test_inference_profiles_page_and_are_told_one_by_one(aws):
    bedrock = aws("bedrock")
    pages = list(bedrock.get_paginator("list_inference_profiles").paginate(PaginationConfig={"PageSize": 7}))
    rows = [row for page in pages for row in page["inferenceProfileSummaries"]]
    assert len(pages) > 1 and len({row["inferenceProfileId"] for row in rows}) == len(rows)
    assert all(len(page["inferenceProfileSummaries"]) == 7 for page in pages[:-1])
    row = bedrock.get_inference_profile(inferenceProfileIdentifier="us." + HAIKU)
    assert row["inferenceProfileName"] == "US Anthropic Claude Haiku 4.5"
    assert bedrock.get_inference_profile(inferenceProfileIdentifier=row["inferenceProfileArn"])["models"] == row["models"]
    with pytest.raises(bedrock.exceptions.ResourceNotFoundException):
        bedrock.get_inference_profile(inferenceProfileIdentifier="us.nobody.model-v1:0")
    assert bedrock.list_inference_profiles(typeEquals="APPLICATION")["inferenceProfileSummaries"] == []


def test_models_have_names_to_read(aws):
    names = {row["modelId"]: row["modelName"] for row in aws("bedrock").list_foundation_models()["modelSummaries"]}
    assert names[HAIKU] == "Claude Haiku 4.5"
    assert names["amazon.nova-lite-v1:0"] == "Nova Lite"
    assert names["meta.llama3-1-8b-instruct-v1:0"] == "Llama 3.1 8B Instruct"
