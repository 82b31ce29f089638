"""A Lambda function as it runs in production: a persona from Snowflake Cortex, copy for it from Bedrock, kept in Snowflake."""

import json
import os

import boto3
import snowflake.connector

PERSONA_MODEL = "claude-haiku-4-5"
COPY_MODEL = "anthropic.claude-haiku-4-5-20251001-v1:0"


def connect():
    names = ["account", "user", "password", "host", "port", "protocol", "database", "schema", "warehouse"]
    settings = {name: os.environ[f"SNOWFLAKE_{name.upper()}"] for name in names if f"SNOWFLAKE_{name.upper()}" in os.environ}
    settings["port"] = int(settings.get("port", 443))
    return snowflake.connector.connect(**settings)


def handler(event, context):
    segment = event["segment"]
    with connect() as connection:
        cursor = connection.cursor()
        cursor.execute("create table if not exists copy (segment varchar, subject varchar, body varchar)")
        prompt = f"Write the persona of this segment as JSON: {json.dumps(segment)}"
        persona = cursor.execute("select snowflake.cortex.complete(%s, %s)", (PERSONA_MODEL, prompt)).fetchone()[0]
        answer = boto3.client("bedrock-runtime").converse(
            modelId=COPY_MODEL,
            system=[{"text": "You write e-mail copy as JSON."}],
            messages=[{"role": "user", "content": [{"text": f"Write 2 variants for this persona: {persona}"}]}],
            inferenceConfig={"maxTokens": 1500},
        )
        variants = json.loads(answer["output"]["message"]["content"][0]["text"])["variants"]
        rows = [(segment, variant["subject"], variant["body"]) for variant in variants]
        cursor.executemany("insert into copy values (%s, %s, %s)", rows)
    return {"segment": segment, "variants": len(variants), "tokens": answer["usage"]["totalTokens"]}
