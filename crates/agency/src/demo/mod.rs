//! The demo: a social agency and a music label at work, so that the product can be tried without typing.
//!
//! What they have done is told in the TOML files beside this one and is made to happen through the same
//! operations that people use, by the people who would, in the order of time: so rounds, versions, voices and
//! the activity log are as real as the texts are invented. A tenant that has its story is left as it is;
//! `root@atelier.test` may enter both.
//!
//! Called by `atelier demo`, before it serves.

mod cast;
mod loader;
pub(crate) mod queries;
mod story;
mod timeline;

use identity::seed::ensure_levels;
use platform::{App, Error, Result};
use uuid::Uuid;

use cast::{Cast, TenantStory};

/// The tenants of the demo, each with its files in the order in which its clients came.
static TENANTS: [TenantStory; 2] = [
    TenantStory {
        seed: cast::NORTHLIGHT,
        people: &cast::NORTHLIGHT_PEOPLE,
        files: &[
            include_str!("northlight/roesterei.toml"),
            include_str!("northlight/morrow.toml"),
            include_str!("northlight/nachtschrank.toml"),
            include_str!("northlight/quillmark.toml"),
            include_str!("northlight/tallow.toml"),
            include_str!("northlight/waermebund.toml"),
            include_str!("northlight/roesterei_next.toml"),
        ],
        levels: include_str!("northlight/levels.json"),
    },
    TenantStory {
        seed: cast::BLUENOTE,
        people: &cast::BLUENOTE_PEOPLE,
        files: &[
            include_str!("bluenote/ada_brandt.toml"),
            include_str!("bluenote/kofi_vance.toml"),
            include_str!("bluenote/noor_haddad.toml"),
            include_str!("bluenote/paper_rivers.toml"),
            include_str!("bluenote/zoe_okafor.toml"),
        ],
        levels: include_str!("bluenote/levels.json"),
    },
];

/// Makes what is missing: tenants, people, and the story of a tenant that has none.
pub async fn seed(app: &App) -> Result<()> {
    let authenticator = identity::Authenticator::new(app);
    cast::ensure_root(app, &authenticator).await?;
    for tenant in &TENANTS {
        let mut cast = Cast::ensure(app, &authenticator, tenant).await?;
        let chapters = story::read(tenant.files)?;
        loader::tell(app, &mut cast, &chapters).await?;
        cast.ensure_clients_people(app, &authenticator, tenant).await?;
        let levels = serde_json::from_str(tenant.levels).map_err(Error::internal)?;
        let producer = cast.play("producer", Uuid::nil(), "")?;
        ensure_levels(app, &producer, &levels).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_reads_and_its_story_can_be_put_in_order() {
        for tenant in &TENANTS {
            let chapters = story::read(tenant.files).unwrap();
            let moments = timeline::of(&chapters);
            assert!(moments.windows(2).all(|pair| pair[0].days_ago >= pair[1].days_ago));
        }
    }

    #[test]
    fn the_newest_campaign_is_ready_to_generate_from() {
        let chapters = story::read(TENANTS[0].files).unwrap();
        let last = timeline::of(&chapters).last().map(|moment| moment.chapter);
        assert_eq!(last, Some(chapters.len() - 1), "nothing happens after the newest campaign");
        let campaign = &chapters.last().unwrap().campaigns[0];
        assert_eq!((campaign.posts, campaign.reels, campaign.ideas.len()), (6, 3, 0));
    }
}
