//! A tenant with one of everything, and a credential for everybody.

use std::collections::BTreeMap;

use db::testing::TestDatabase;
use identity::seed::{MemberSeed, PersonSeed, ensure_member, ensure_person, find_tenant};
use identity::{Authenticator, PersonId};
use platform::{Role, decode_id};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::client::{Client, list, text, until};
use crate::people::Caller;
use crate::programs::{agree, ask, make_application, make_key};
use crate::server::{Jobs, Program};

db::statements! {
    ASSIGN = "
        insert into atelier.role_assignments (tenant_id, id, member_id, role, profile_id, created_at)
        select m.tenant_id, gen_random_uuid(), m.id, 'manager', p.id, now()
        from atelier.members m
        join atelier.profiles p on p.tenant_id = m.tenant_id and p.name = 'Of the other'
        where m.email = 'other-profile@northlight.test'";
    FINISH_EXPORT = "update atelier.privacy_exports set state = 'done', finished_at = now()";
    REMOVE = "update atelier.members set removed_at = now() where email = 'removed@northlight.test'";
}

/// The database is left without connections, so that it can be copied for every caller.
pub(crate) struct World {
    pub(crate) database: TestDatabase,
    pub(crate) tenant_id: Uuid,
    /// By the names that `operations.json` uses after `$`.
    pub(crate) ids: BTreeMap<String, String>,
    credentials: BTreeMap<Caller, String>,
}

impl World {
    pub(crate) async fn make() -> Self {
        let program = Program::start(Jobs::Left).await;
        let mut maker = Maker::new(&program).await;
        maker.make_clients().await;
        maker.make_ideas().await;
        maker.make_links().await;
        maker.make_batches_and_prompts().await;
        maker.make_versions().await;
        maker.make_levels().await;
        maker.make_audit().await;
        maker.make_privacy().await;
        maker.add_people().await;
        maker.make_roles().await;
        maker.make_programs().await;
        maker.make_webhooks().await;
        maker.collect_letters().await;
        let Maker { ids, credentials, .. } = maker;
        let tenant = find_tenant(&program.app, "northlight").await.expect("a database");
        let tenant_id = tenant.expect("the demo's agency").uuid();
        program.database.alter(ASSIGN.text()).await.expect("a role for a profile is given");
        program.database.alter(REMOVE.text()).await.expect("a member is removed");
        Self { database: program.database.clone(), tenant_id, ids, credentials }
    }

    /// The program over a copy of this world, and the caller at its door.
    pub(crate) async fn visited_by(&self, caller: Caller) -> (Program, Client) {
        let program = Program::over(self.database.copy().await, Jobs::Left).await;
        let client = match self.credentials.get(&caller) {
            Some(credential) => program.client().with(credential),
            None => program.client(),
        };
        (program, client)
    }

    /// Somebody else at the door of the same copy.
    pub(crate) fn credential_of(&self, caller: Caller, program: &Program) -> Client {
        program.client().with(&self.credentials[&caller])
    }

    /// The same names with ids that nothing has.
    pub(crate) fn ids_of_nothing(&self) -> BTreeMap<String, String> {
        let other = |id: &String| match id.split_once('_') {
            Some((prefix, _)) => {
                platform::encode_id(prefix, Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0000))
            }
            None => id.clone(),
        };
        self.ids.iter().map(|(name, id)| (name.clone(), other(id))).collect()
    }
}

struct Maker<'a> {
    program: &'a Program,
    producer: Client,
    ids: BTreeMap<String, String>,
    credentials: BTreeMap<Caller, String>,
}

impl<'a> Maker<'a> {
    async fn new(program: &'a Program) -> Self {
        let mut credentials = BTreeMap::new();
        for caller in Caller::ALL {
            if let Some((email, tenant)) = caller.sign_in() {
                let client = program.client().sign_in(email, tenant).await;
                credentials.insert(caller, client.bearer().to_owned());
            }
        }
        let producer = program.client().with(&credentials[&Caller::Manager]);
        Self { program, producer, ids: BTreeMap::new(), credentials }
    }

    fn name(&mut self, name: &str, id: &Value) -> String {
        self.ids.insert(name.to_owned(), text(id).to_owned());
        text(id).to_owned()
    }

    async fn make(&mut self, name: &str, path: &str, body: Value) -> String {
        let made = self.producer.post(path, body).await.expect(201);
        self.name(name, &made["id"])
    }

    async fn make_clients(&mut self) {
        let client = self.program.client().with(&self.credentials[&Caller::Client]);
        let me = client.get("/auth/me").await.expect(200);
        let client = self.name("client", &me["member"]["client_id"]);
        let body = json!({"name": "Kanal & Söhne", "approval_policy": "client", "channels": ["linkedin"]});
        let other = self.make("other_client", "/clients", body).await;
        for (name, client) in
            [("campaign", &client), ("campaign_to_plan", &client), ("other_campaign", &other)]
        {
            self.make(name, "/campaigns", brief(client, name)).await;
        }
        for exercise in ["tone", "audience", "dos_and_donts", "samples"] {
            let exercises = self.producer.get(&format!("/clients/{client}/exercises")).await.expect(200);
            let found = list(&exercises["items"]).iter().find(|found| found["key"] == exercise);
            let answers = answers(found.expect("an exercise of the demo"));
            let path = format!("/clients/{client}/exercises/{exercise}");
            self.producer.put(&path, json!({"answers": answers, "complete": true})).await.expect(200);
        }
    }

    async fn make_ideas(&mut self) {
        let (campaign, other) = (self.ids["campaign"].clone(), self.ids["other_campaign"].clone());
        for name in ["draft", "draft_to_submit", "draft_to_archive"] {
            self.make_idea(name, &campaign).await;
        }
        let in_review = [
            "sent",
            "sent_to_approve",
            "sent_to_return",
            "sent_to_reject",
            "sent_to_withdraw",
            "sent_to_mark",
        ];
        for name in in_review {
            let idea = self.make_idea(name, &campaign).await;
            self.send_to_client(&campaign, &idea).await;
        }
        let internal = self.make_idea("internal", &campaign).await;
        let submitted = self.producer.post(&format!("/ideas/{internal}/submit"), json!({})).await.expect(200);
        assert_eq!(submitted["state"], "internal_review", "the demo's first client is asked last");
        let theirs = self.make_idea("other_sent", &other).await;
        self.send_to_client(&other, &theirs).await;
        let sent = self.ids["sent"].clone();
        let body = json!({"body": "Which photo goes with it?", "visibility": "client"});
        self.make("comment", &format!("/ideas/{sent}/comments"), body).await;
    }

    async fn make_idea(&mut self, name: &str, campaign: &str) -> String {
        let content = json!({
            "title": format!("Idea {name}"),
            "hook": "Before the roast begins",
            "body": "We weigh, we listen, we wait.",
            "variants": {"linkedin": {"text": "We weigh, we listen, we wait. Then the beans crack."}},
        });
        let body = json!({"campaign_id": campaign, "kind": "post", "content": content});
        let idea = self.producer.post("/ideas", body).await.expect(201);
        self.name(&format!("{name}_hash"), &idea["content_hash"]);
        self.name(name, &idea["id"])
    }

    /// One stage after the other, whatever the client's policy is.
    async fn send_to_client(&self, campaign: &str, idea: &str) {
        for _ in 0..2 {
            let path = format!("/campaigns/{campaign}/submit");
            let sent = self.producer.post(&path, json!({"idea_ids": [idea]})).await.expect(200);
            if sent["client_review"] == 1 {
                return;
            }
        }
        panic!("the idea {idea} did not reach the client");
    }

    async fn make_links(&mut self) {
        let sent: Vec<String> =
            self.ids.iter().filter(|(name, _)| is_sent(name)).map(|(_, id)| id.clone()).collect();
        let (campaign, other) = (self.ids["campaign"].clone(), self.ids["other_campaign"].clone());
        let theirs = vec![self.ids["other_sent"].clone()];
        for (name, campaign, ideas, holder) in [
            ("link", &campaign, &sent, Caller::Link),
            ("other_link", &other, &theirs, Caller::OtherLink),
            ("revoked_link", &campaign, &sent, Caller::RevokedLink),
            ("expired_link", &campaign, &sent, Caller::ExpiredLink),
        ] {
            let body = json!({"audience_name": "Mara Lindqvist", "idea_ids": ideas});
            let made = self.producer.post(&format!("/campaigns/{campaign}/links"), body).await.expect(201);
            self.name(name, &made["id"]);
            self.credentials.insert(holder, text(&made["token"]).to_owned());
        }
        let revoked = self.ids["revoked_link"].clone();
        self.producer.post(&format!("/links/{revoked}/revoke"), json!({})).await.expect(200);
        let (_, expired) = decode(&self.ids["expired_link"]);
        let expire = format!(
            "update atelier.access_links set created_at = created_at - interval '90 days',
                expires_at = created_at - interval '1 minute' where id = '{expired}'"
        );
        self.program.database.alter(&expire).await.expect("a link expires");
    }

    async fn make_batches_and_prompts(&mut self) {
        let campaign = self.ids["campaign"].clone();
        let path = format!("/campaigns/{campaign}/generate");
        let batch = self.producer.post(&path, json!({"posts": 1, "reels": 0})).await.expect(202);
        self.name("batch", &batch["id"]);
        let prompts = self.producer.get("/prompts").await.expect(200);
        self.name("prompt", &prompts["items"][0]["id"]);
        let members = self.producer.get("/members").await.expect(200);
        self.name("member", &members["items"][0]["id"]);
        let sessions = self.program.client().sign_in("producer@northlight.test", "northlight").await;
        let sessions = sessions.get("/sessions").await.expect(200);
        let here = list(&sessions["items"]).iter().find(|session| session["is_current"] == true);
        self.name("session", &here.expect("the session that asks")["id"]);
    }

    /// A client with three versions, each written by a request of its own.
    async fn make_versions(&mut self) {
        let versions = self.make_versioned("versioned_client").await;
        self.name("version", &versions[2]["id"]);
        self.name("newer_version", &versions[1]["id"]);
        self.name("request", &versions[0]["request_id"]);
        let versions = self.make_versioned("regretted_client").await;
        self.name("regretted_version", &versions[1]["id"]);
    }

    /// The newest version first.
    async fn make_versioned(&mut self, name: &str) -> Vec<Value> {
        let client = self.make(name, "/clients", json!({"name": format!("{name} & Co")})).await;
        let path = format!("/clients/{client}");
        for change in [json!({"industry": "Paper"}), json!({"description": "Makes paper."})] {
            self.producer.patch(&path, change).await.expect(200);
        }
        let versions = self.producer.get(&format!("/versions?kind=client&id={client}")).await.expect(200);
        list(&versions["items"]).to_vec()
    }

    /// Roles, and colleagues who are given and denied something.
    async fn make_roles(&mut self) {
        let owner = self.program.client().with(&self.credentials[&Caller::Admin]);
        for (name, key) in [("role", "house-role"), ("role_to_delete", "spare-role")] {
            let body = json!({"name": key, "key": key, "permissions": ["idea.generate", "idea.read"]});
            let role = owner.post("/roles", body).await.expect(201);
            self.name(name, &role["key"]);
        }
        for name in ["colleague", "colleague_to_remove"] {
            let email = format!("{name}@northlight.test");
            self.add_person(&email, Role::Creator, false).await;
            let found = owner.get(&format!("/api/admin/users?q={email}")).await.expect(200);
            self.name(name, &found["items"][0]["id"]);
        }
        let colleague = self.ids["colleague"].clone();
        let given = json!({"member_id": colleague, "role": "analyst"});
        let given = owner.post("/role-assignments", given).await.expect(201);
        self.name("assignment", &given["id"]);
        let denied = json!({"member_id": colleague, "permission": "import.run", "effect": "deny"});
        let denied = owner.post("/permission-overrides", denied).await.expect(201);
        self.name("override", &denied["id"]);
    }

    async fn make_programs(&mut self) {
        let (anybody, owner) =
            (self.program.client(), self.program.client().with(&self.credentials[&Caller::Admin]));
        for name in ["key", "key_to_rotate", "key_to_revoke", "revoked_key"] {
            let (id, key) = make_key(&owner, None).await;
            let id = self.name(name, &id);
            match name {
                "key_to_rotate" => self.credentials.insert(Caller::Key, key),
                "revoked_key" => {
                    owner.call("DELETE", &format!("/api-keys/{id}")).send().await.expect(204);
                    self.credentials.insert(Caller::RevokedKey, key)
                }
                _ => None,
            };
        }
        for (name, is_approved) in [
            ("app", true),
            ("app_to_approve", false),
            ("app_to_delete", false),
            ("app_to_reject", false),
            ("app_to_suspend", true),
        ] {
            let application = make_application(&owner, is_approved).await;
            self.name(name, &application["id"]);
            if name == "app" {
                let token = agree(&owner, &anybody, &application).await;
                self.credentials.insert(Caller::Application, token);
                let request = ask(&anybody, &application).await;
                self.ids.insert("oauth_request".to_owned(), request);
            }
        }
        let grants = owner.get("/oauth-grants").await.expect(200);
        self.name("grant", &grants["items"][0]["id"]);
    }

    /// An account with profiles, and a profile of the other client's account.
    async fn make_levels(&mut self) {
        let me = self.producer.get("/auth/me").await.expect(200);
        self.name("tenant", &me["tenant"]["id"]);
        let account =
            self.make("account", "/accounts", json!({"kind": "artist", "name": "Ada Brandt"})).await;
        self.make("account_to_archive", "/accounts", json!({"kind": "brand", "name": "Old brand"})).await;
        let (_, other) = decode(&self.ids["other_client"]);
        let other = platform::encode_id("acc", other);
        for (name, account, shown) in [
            ("profile", &account, "Ada Brandt"),
            ("profile_to_delete", &account, "Left the band"),
            ("other_profile", &other, "Of the other"),
        ] {
            let body = json!({"account_id": account, "kind": "voice", "name": shown, "attributes": {}});
            self.make(name, "/profiles", body).await;
        }
    }

    /// An event, and exports of which one has its file.
    async fn make_audit(&mut self) {
        let owner = self.program.client().with(&self.credentials[&Caller::Admin]);
        let events = owner.get("/audit-events?class=create&limit=1").await.expect(200);
        self.name("audit_event", &events["items"][0]["id"]);
        for name in ["audit_export", "audit_export_to_delete"] {
            let export = owner.post("/audit-exports", json!({"class": "import"})).await.expect(202);
            self.name(name, &export["id"]);
        }
        let (_, id) = decode(&self.ids["audit_export"]);
        let finish = format!("update atelier.audit_exports set state = 'done' where id = '{id}'");
        self.program.database.alter(&finish).await.expect("an export is finished");
    }

    /// An export that is finished, and a hold.
    async fn make_privacy(&mut self) {
        let admin = self.program.client().with(&self.credentials[&Caller::Admin]);
        let client = self.ids["versioned_client"].clone();
        let export = admin.post("/privacy-exports", json!({"client_id": client})).await.expect(202);
        self.name("privacy_export", &export["id"]);
        self.program.database.alter(FINISH_EXPORT.text()).await.expect("a finished export");
        let hold = json!({"subject": self.ids["other_client"], "reason": "Proceedings"});
        let hold = admin.post("/legal-holds", hold).await.expect(201);
        self.name("hold", &hold["id"]);
    }

    /// Endpoints with a delivery, connectors, and a webhook that came in.
    async fn make_webhooks(&mut self) {
        let owner = self.program.client().with(&self.credentials[&Caller::Admin]);
        for name in ["webhook_endpoint", "webhook_endpoint_to_delete"] {
            let body = json!({"url": "http://127.0.0.1:9/hook", "event_types": ["campaign.archived"]});
            let made = owner.post("/webhook-endpoints", body).await.expect(201);
            self.name(name, &made["id"]);
        }
        let path = format!("/webhook-endpoints/{}/test", self.ids["webhook_endpoint"]);
        let delivery = owner.post(&path, json!({})).await.expect(202);
        self.name("webhook_delivery", &delivery["id"]);
        let body = json!({"name": "spare", "scheme": "hmac"});
        let spare = owner.post("/webhook-connectors", body).await.expect(201);
        self.name("webhook_connector_to_delete", &spare["id"]);
        let body = json!({"name": "insight-created", "scheme": "shared_secret"});
        let made = owner.post("/webhook-connectors", body).await.expect(201);
        self.name("webhook_connector", &made["id"]);
        let url = self.program.url("/webhooks/insight-created");
        let call = owner.call_url("POST", &url).header("x-webhook-secret", text(&made["secret"]));
        let received = call.json(&json!({"title": "Saves doubled"})).send().await.expect(200);
        self.name("webhook_received", &received["id"]);
    }

    async fn add_people(&mut self) {
        for caller in Caller::ALL {
            if let Some((email, role)) = caller.added() {
                self.add_person(email, role, caller.is_of_other_client()).await;
                let client = self.program.client().sign_in(email, "northlight").await;
                self.credentials.insert(caller, client.bearer().to_owned());
                if caller == Caller::SignedOut {
                    client.call("POST", "/auth/sign-out").send().await.expect(204);
                }
            }
        }
    }

    async fn add_person(&self, email: &str, role: Role, is_of_other_client: bool) -> PersonId {
        let app = &self.program.app;
        let seed = PersonSeed {
            email,
            name: "Added",
            password: "atelier-demo-1",
            locale: "en",
            is_super_admin: false,
        };
        let person_id = ensure_person(app, &Authenticator::new(app), seed).await.expect("a person");
        let tenant_id = find_tenant(app, "northlight").await.expect("a database").expect("the demo's agency");
        let (_, other_client) = decode(&self.ids["other_client"]);
        let account_id = is_of_other_client.then_some(other_client);
        ensure_member(app, MemberSeed { tenant_id, person_id, role, account_id }).await.expect("a member");
        person_id
    }
}

impl Maker<'_> {
    /// A token of each kind that is mailed.
    async fn collect_letters(&mut self) {
        let (writer, analyst) = ("letters@northlight.test", "analyst@northlight.test");
        self.add_person(writer, Role::Creator, false).await;
        let nobody = self.program.client();
        for (name, path) in [("magic_link", "/auth/magic-links"), ("password_reset", "/auth/password-resets")]
        {
            nobody.post(path, json!({"email": writer})).await.expect(202);
            self.keep_token(name, writer).await;
        }
        let owner = self.program.client().sign_in("owner@northlight.test", "northlight").await;
        for (name, email) in [("invitation", "invited@elsewhere.test"), ("invited", "coming@elsewhere.test")]
        {
            let body = json!({"email": email, "role": "analyst"});
            let made = owner.post("/invitations", body).await.expect(201);
            self.name(name, &made["id"]);
        }
        self.keep_token("invitation", "coming@elsewhere.test").await;
        for name in ["token_issuer", "token_issuer_to_update"] {
            let audience = format!("atelier {name}");
            let body = json!({"name": name, "issuer": "https://issuer.example.com", "audience": audience,
                "algorithms": ["RS256"]});
            let made = owner.post("/token-issuers", body).await.expect(201);
            self.name(name, &made["id"]);
        }
        let analyst = self.program.client().sign_in(analyst, "northlight").await;
        let new = "analyst-new@northlight.test";
        analyst.post("/me/email", json!({"email": new})).await.expect(202);
        self.keep_token("email_change", new).await;
    }

    /// The token of the one mail to this address that was not seen yet.
    async fn keep_token(&mut self, name: &str, address: &str) {
        let seen = self.ids.values().cloned().collect::<Vec<_>>();
        let sandbox = &self.program.sandbox;
        let token = until("a mail", async || {
            let mails = sandbox.mails_to(address);
            let tokens = mails.iter().filter_map(|mail| mail.links.first()?.split_once('#'));
            tokens.map(|(_, token)| token.to_owned()).find(|token| !seen.contains(token))
        });
        let token = token.await;
        self.ids.insert(format!("{name}_token"), token);
    }
}

fn is_sent(name: &str) -> bool {
    name.starts_with("sent") && !name.ends_with("_hash")
}

/// Prefix and UUID of an id.
pub(crate) fn decode(id: &str) -> (String, Uuid) {
    let (prefix, _) = id.split_once('_').expect("an id has a prefix");
    (prefix.to_owned(), decode_id(prefix, id).expect("an id of this program"))
}

pub(crate) fn brief(client: &str, name: &str) -> Value {
    json!({
        "client_id": client,
        "name": format!("Winter harvest, {name}"),
        "objective": "Regulars order beans for home, not only a cup.",
        "themes": ["Single farms", "Brewing at home"],
        "starts_on": "2027-01-11",
        "ends_on": "2027-02-19",
        "channels": ["linkedin"],
        "posts_count": 3,
        "reels_count": 1,
        "language": "en",
    })
}

/// An answer to every question of an exercise, of the kind that it asks for.
pub(crate) fn answers(exercise: &Value) -> Value {
    let answer = |question: &Value| match text(&question["kind"]) {
        "choice" => question["options"][0]["value"].clone(),
        "scale" => json!(3),
        "tags" => json!(["honest", "curious", "dry"]),
        _ => json!(
            "We roast on Tuesdays and Fridays, in small batches, and we say so. If a coffee is difficult, we \
             say that too, and then we say how to brew it."
        ),
    };
    let questions = list(&exercise["questions"]).iter();
    questions.map(|question| (text(&question["key"]).to_owned(), answer(question))).collect()
}
