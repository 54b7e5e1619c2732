"""Lets Schemathesis name what exists.

Ids that it makes up are never found, and what lies behind stays untested. Loaded through SCHEMATHESIS_HOOKS.
Every schema of an id becomes "one of the demo's, or any": half of the requests meet a client, a campaign, an
idea; the others meet nothing, which has to be answered as well.
"""

import json
import os
import urllib.request

import schemathesis

ADDRESS = os.environ["ATELIER_ADDRESS"]
TOKEN = os.environ["ATELIER_TOKEN"]


def ask(path, body=None):
    headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}
    content = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(f"{ADDRESS}/api/v1{path}", content, headers)
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def ids(path):
    return [found["id"] for found in ask(path)["items"]]


def real_ids():
    """By the name of their schema."""
    clients, campaigns, ideas = ids("/clients"), ids("/campaigns"), ids("/ideas")
    sent = ask("/ideas?state=client_review")["items"]
    body = {"audience_name": "Schemathesis", "idea_ids": [sent[0]["id"]]}
    ask(f"/campaigns/{sent[0]['campaign_id']}/links", body)
    return {
        "ClientId": clients,
        "CampaignId": campaigns,
        "IdeaId": ideas,
        "PromptId": ids("/prompts"),
        "BatchId": [ask(f"/campaigns/{campaigns[0]}/generate", {"posts": 1, "reels": 1})["id"]],
        "CommentId": [comment for idea in ideas for comment in ids(f"/ideas/{idea}/comments")],
        "AccessLinkId": ids(f"/campaigns/{sent[0]['campaign_id']}/links"),
        "MemberId": ids("/members"),
    }


@schemathesis.hook
def before_load_schema(context, raw_schema):
    schemas = raw_schema["components"]["schemas"]
    for name, found in real_ids().items():
        if name in schemas:
            assert found, f"the demo has no {name}"
            schemas[name] = {"anyOf": [{"type": "string", "enum": found[:20]}, schemas[name]]}
