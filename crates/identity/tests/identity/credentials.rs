//! Credentials that are not ours, or not any more: none is accepted, none makes the server fail.

use identity::AccessLinkCreate;
use jiff::SignedDuration;
use platform::Permission;
use serde_json::json;
use uuid::Uuid;

use crate::stage::{CLIENT_ID, OWNER, Stage};

const MUTATIONS: usize = 100_000;

/// A small generator with a fixed start, so that a failure can be repeated.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(sides).unwrap()).unwrap()
    }
}

const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/";

/// One to three changes: another character, one more, one less, two swapped, a tail cut, a piece doubled.
fn mutate(dice: &mut Dice, original: &str) -> String {
    let mut bytes = original.as_bytes().to_vec();
    for _ in 0..=dice.roll(3) {
        let at = dice.roll(bytes.len().max(1));
        let letter = LETTERS[dice.roll(LETTERS.len())];
        match dice.roll(6) {
            0 if at < bytes.len() => bytes[at] = letter,
            1 => bytes.insert(at.min(bytes.len()), letter),
            2 if at < bytes.len() => drop(bytes.remove(at)),
            3 if at + 1 < bytes.len() => bytes.swap(at, at + 1),
            4 => bytes.truncate(at),
            5 => bytes.extend_from_within(at.min(bytes.len())..),
            _ => bytes.push(letter),
        }
    }
    String::from_utf8(bytes).unwrap()
}

#[tokio::test]
async fn no_mutation_of_a_credential_is_accepted() {
    let stage = Stage::new().await;
    let (cookie, answer) = stage.sign_in(OWNER).await;
    let token = answer["access_token"].as_str().unwrap().to_owned();
    let mut tx = stage.app.begin(&stage.admin(), Permission::LinkCreate).await.unwrap();
    let expires_at = tx.now + SignedDuration::from_hours(24);
    let new = AccessLinkCreate {
        client_id: CLIENT_ID,
        client_name: "Harvest Coffee".to_owned(),
        campaign_id: Uuid::from_u128(1),
        audience_name: "Jonas".to_owned(),
        audience_email: None,
        expires_at,
        idea_ids: vec![],
    };
    let (_, link) = identity::create_link(&mut tx, new).await.unwrap();
    tx.commit().await.unwrap();

    let mut dice = Dice(0x5eed);
    let cookie_value = cookie.split_once('=').unwrap().1.to_owned();
    let refresh = answer["refresh_token"].as_str().unwrap().to_owned();
    for round in 0..MUTATIONS {
        let original = match round % 4 {
            0 => &token,
            1 => &link,
            2 => &cookie_value,
            _ => &refresh,
        };
        let mutated = mutate(&mut dice, original);
        if mutated == *original {
            continue;
        }
        let me = stage.get("/auth/me");
        let call = match round % 4 {
            2 => me.cookie(&format!("__Host-atelier={mutated}")),
            3 => stage.post("/auth/refresh").json(json!({ "refresh_token": mutated })),
            _ => me.bearer(&mutated),
        };
        let status = call.send().await.status.as_u16();
        // What is too long or empty for a field is refused as such.
        let is_refused = status == 401 || (round % 4 == 3 && status == 422);
        assert!(is_refused, "round {round}: {status} for {mutated}");
    }
    stage.post("/auth/refresh").json(json!({ "refresh_token": refresh })).send().await.expect(200);
    stage.get("/auth/me").bearer(&token).send().await.expect(200);
    stage.get("/auth/me").bearer(&link).send().await.expect(200);
    stage.get("/auth/me").cookie(&cookie).send().await.expect(200);
}

#[tokio::test]
async fn what_is_no_credential_is_refused_not_skipped() {
    let stage = Stage::new().await;
    let (cookie, _) = stage.sign_in(OWNER).await;
    for authorization in
        ["Basic b3duZXI6eA==", "Bearer", "Bearer ", "Bearer  ", "Token abc", "atl_link_abc", ""]
    {
        let call = stage.get("/auth/me").cookie(&cookie).header("authorization", authorization);
        call.send().await.expect(401);
    }
    let huge = format!("Bearer {}", "A".repeat(100_000));
    stage.get("/auth/me").header("authorization", huge).send().await.expect(401);
    let unsigned = "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.eyJzdWIiOiIwIn0.";
    stage.get("/auth/me").bearer(unsigned).send().await.expect(401);
}

#[tokio::test]
async fn another_installation_signs_for_nobody_here() {
    let (here, there) = (Stage::new().await, Stage::new().await);
    // The same secret, another database: the session does not exist.
    let token = there.token(OWNER).await;
    here.get("/auth/me").bearer(&token).send().await.expect(401);
    let (cookie, _) = there.sign_in(OWNER).await;
    here.get("/auth/me").cookie(&cookie).send().await.expect(401);
}
