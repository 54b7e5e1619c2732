import { describe, expect, it, vi } from "vitest";
import { ApiError, api, root, whenProofNeeded, whenUnauthenticated, withQuery } from "~/api/client";

function answer(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  const type = status >= 400 ? "application/problem+json" : "application/json";
  return new Response(body === undefined ? null : JSON.stringify(body), {
    status,
    headers: { "Content-Type": type, ...headers },
  });
}

/** Stands in for the network and gives back what was sent. */
function stubFetch(response: Response | Error | DOMException) {
  const fetch = vi.fn<typeof globalThis.fetch>(async () => {
    if (!(response instanceof Response)) throw response;
    return response;
  });
  vi.stubGlobal("fetch", fetch);
  return {
    url: () => String(fetch.mock.calls[0]?.[0]),
    init: () => fetch.mock.calls[0]?.[1] ?? {},
    headers: () => new Headers(fetch.mock.calls[0]?.[1]?.headers),
  };
}

async function failure(call: Promise<unknown>): Promise<ApiError> {
  const error = await call.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(ApiError);
  return error as ApiError;
}

describe("requests", () => {
  it("sends the session cookie, and no Idempotency-Key with a read", async () => {
    const sent = stubFetch(answer(200, { items: [] }));
    await api.get("/clients", { query: { q: "Fjord & Fold", cursor: null } });
    expect(sent.url()).toBe("/api/v1/clients?q=Fjord+%26+Fold");
    expect(sent.init().credentials).toBe("same-origin");
    expect(sent.headers().has("Idempotency-Key")).toBe(false);
  });

  it("gives every POST a key of its own, or the caller's", async () => {
    const sent = stubFetch(answer(201, {}));
    await api.post("/clients", { name: "Vale" });
    expect(sent.headers().get("Idempotency-Key")).toMatch(/^[0-9a-f-]{36}$/);
    const again = stubFetch(answer(201, {}));
    await api.post("/clients", { name: "Vale" }, { idempotencyKey: "one-intent" });
    expect(again.headers().get("Idempotency-Key")).toBe("one-intent");
  });

  it("asks for the version that the person saw", async () => {
    const sent = stubFetch(answer(200, {}));
    await api.patch("/clients/cli_1", { name: "Vale" }, { ifMatch: 7 });
    expect(sent.headers().get("If-Match")).toBe('"7"');
    expect(sent.init().body).toBe('{"name":"Vale"}');
  });

  it("acts with a review link alone, never with the session beside it", async () => {
    const sent = stubFetch(answer(200, {}));
    await api.get("/review", { bearer: "atl_link_x" });
    expect(sent.headers().get("Authorization")).toBe("Bearer atl_link_x");
    expect(sent.init().credentials).toBe("omit");
  });

  it("reads an answer without content", async () => {
    stubFetch(answer(204, undefined));
    await expect(root.post("/auth/sign-out")).resolves.toBeUndefined();
  });
});

describe("failures", () => {
  const problem = {
    type: "https://atelier.dev/problems/invalid",
    title: "Invalid",
    status: 422,
    code: "invalid",
    detail: "Two fields are wrong.",
    request_id: "req-1",
    errors: [
      { pointer: "/name", code: "length", detail: "Too long." },
      { pointer: "/name", code: "control", detail: "A second one." },
      { pointer: "/contact/email", code: "email", detail: "Not an address." },
    ],
  };

  it("carry code, request id and the first message of each field", async () => {
    stubFetch(answer(422, problem));
    const error = await failure(api.post("/clients", {}));
    expect(error).toMatchObject({ status: 422, code: "invalid", requestId: "req-1" });
    expect(error.message).toBe("Two fields are wrong.");
    expect(error.byField()).toEqual({ name: "Too long.", "contact.email": "Not an address." });
  });

  it("say how long to wait", async () => {
    stubFetch(answer(429, { ...problem, code: "rate_limited" }, { "Retry-After": "30" }));
    expect((await failure(api.get("/clients"))).retryAfterSeconds).toBe(30);
  });

  it("keep the request id of a page that is no problem document", async () => {
    const page = new Response("<h1>Bad gateway</h1>", { status: 502, headers: { "X-Request-Id": "req-2" } });
    stubFetch(page);
    expect(await failure(api.get("/clients"))).toMatchObject({
      status: 502,
      code: "unexpected",
      requestId: "req-2",
    });
  });

  it("tell a lost connection from an answer", async () => {
    stubFetch(new TypeError("Failed to fetch"));
    expect(await failure(api.get("/clients"))).toMatchObject({ status: 0, code: "offline" });
  });

  it("leave an abort to the one who aborted", async () => {
    stubFetch(new DOMException("Aborted", "AbortError"));
    await expect(api.get("/clients")).rejects.toMatchObject({ name: "AbortError" });
  });

  it("announce an ended session, but not a wrong password or an expired link", async () => {
    const ended = vi.fn();
    whenUnauthenticated(ended);
    stubFetch(answer(401, { ...problem, code: "unauthenticated" }));
    await failure(root.post("/auth/sign-in", {}));
    stubFetch(answer(401, { ...problem, code: "unauthenticated" }));
    await failure(api.get("/review", { bearer: "atl_link_x" }));
    expect(ended).not.toHaveBeenCalled();
    stubFetch(answer(401, { ...problem, code: "unauthenticated" }));
    await failure(api.get("/clients"));
    expect(ended).toHaveBeenCalledOnce();
  });
});

/** Answers by what was asked, and keeps what that was. */
function stubServer(respond: (path: string, asked: number) => Response) {
  const asked: string[] = [];
  vi.stubGlobal("fetch", async (path: string, init: RequestInit) => {
    asked.push(`${init.method} ${path}`);
    return respond(path, asked.length);
  });
  return asked;
}

describe("a proof that it is you", () => {
  const needed = () => answer(403, { code: "step_up_required" });

  it("is asked for, and the act is then done", async () => {
    const ask = vi.fn(async () => true);
    whenProofNeeded(ask);
    const asked = stubServer((_path, time) => (time === 1 ? needed() : answer(201, { id: "key_1" })));
    await expect(api.post("/api-keys", {})).resolves.toEqual({ id: "key_1" });
    expect(ask).toHaveBeenCalledOnce();
    expect(asked).toHaveLength(2);
  });

  it("may be declined: nothing is sent again", async () => {
    whenProofNeeded(async () => false);
    const asked = stubServer(needed);
    expect((await failure(api.post("/api-keys", {}))).code).toBe("step_up_declined");
    expect(asked).toHaveLength(1);
  });

  it("is asked for once, whatever the server says then", async () => {
    const ask = vi.fn(async () => true);
    whenProofNeeded(ask);
    stubServer(needed);
    expect((await failure(api.post("/api-keys", {}))).code).toBe("step_up_required");
    expect(ask).toHaveBeenCalledOnce();
  });
});

it("leaves empty parameters out", () => {
  expect(withQuery("/a", { q: "", limit: 0, on: false, none: undefined })).toBe("/a?limit=0&on=false");
});
