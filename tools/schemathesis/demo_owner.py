"""Sends what Schemathesis makes as the owner of the demo tenant, and lets it name what exists.

Signs in anew every two minutes and after each 401: some operations end the session that they are called in.
Ids that Schemathesis makes up are never found, and what lies behind stays untested, so every schema of an id
becomes "one of the demo's, or any": half of the requests meet a client, a campaign, an idea; the others meet
nothing, which has to be answered as well. Loaded through SCHEMATHESIS_HOOKS.
"""

import json
import os
import urllib.request

import schemathesis

ADDRESS = os.environ["ATELIER_ADDRESS"]
OWNER = {"email": "owner@northlight.test", "password": "atelier-demo-1", "tenant": "northlight"}


def ask(path, body=None, token=None):
    headers = {"Content-Type": "application/json"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    content = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(f"{ADDRESS}{path}", content, headers)
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def sign_in():
    return ask("/auth/sign-in", OWNER)["access_token"]


@schemathesis.auth(refresh_interval=120)
class Owner:
    def get(self, case, context):
        return sign_in()

    def set(self, case, data, context):
        case.headers = case.headers or {}
        case.headers["Authorization"] = f"Bearer {data}"


def real_ids():
    """By the name of their schema. The owner is not among the members: nobody else could sign in again."""
    token = sign_in()

    def api(path, body=None):
        return ask(f"/api/v1{path}", body, token)

    def ids(path):
        return [found["id"] for found in api(path)["items"]]

    clients, campaigns, ideas = ids("/clients"), ids("/campaigns"), ids("/ideas")
    sent = api("/ideas?state=client_review")["items"]
    body = {"audience_name": "Schemathesis", "idea_ids": [sent[0]["id"]]}
    api(f"/campaigns/{sent[0]['campaign_id']}/links", body)
    members = [found["id"] for found in api("/members")["items"] if found["email"] != OWNER["email"]]
    return {
        "ClientId": clients,
        "CampaignId": campaigns,
        "IdeaId": ideas,
        "PromptId": ids("/prompts"),
        "BatchId": [api(f"/campaigns/{campaigns[0]}/generate", {"posts": 1, "reels": 1})["id"]],
        "CommentId": [comment for idea in ideas for comment in ids(f"/ideas/{idea}/comments")],
        "AccessLinkId": ids(f"/campaigns/{sent[0]['campaign_id']}/links"),
        "MemberId": members,
        "AccountId": ids("/accounts"),
        "ApiKeyId": [api("/api-keys", {"name": "Schemathesis", "scopes": ["client.read"]})["id"]],
        "AuditEventId": ids("/audit-events"),
        "ProfileRef": ids("/profiles"),
        "VersionId": ids(f"/versions?kind=campaign&id={campaigns[0]}"),
    }


@schemathesis.hook
def before_load_schema(context, raw_schema):
    schemas = raw_schema["components"]["schemas"]
    for name, found in real_ids().items():
        if name in schemas:
            assert found, f"the demo has no {name}"
            schemas[name] = {"anyOf": [{"type": "string", "enum": found[:20]}, schemas[name]]}
