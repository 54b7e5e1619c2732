//! Platforms and statuses in the words of other tools. Pure.

use crate::campaigns::{CampaignKind, CampaignState};
use crate::clients::Channel;

/// Letters and digits in lower case.
fn fold(word: &str) -> String {
    word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// One platform.
pub fn platform(word: &str) -> Option<Channel> {
    let channel = match fold(word).as_str() {
        "spotify" | "spotifyforartists" | "s4a" | "sp" | "spot" | "openspotifycom" => Channel::Spotify,
        "soundcloud" | "sc" | "scloud" | "soundcloudcom" => Channel::Soundcloud,
        "youtube" | "yt" | "youtubecom" | "wwwyoutubecom" | "youtubemusic" | "youtubeshorts" => {
            Channel::Youtube
        }
        "instagram" | "ig" | "insta" | "instagramcom" | "instagramreels" => Channel::Instagram,
        "linkedin" | "li" | "linkedincom" | "linkedinpage" => Channel::Linkedin,
        "x" | "twitter" | "xtwitter" | "twitterx" | "xformerlytwitter" | "xcom" | "twittercom" => Channel::X,
        _ => return None,
    };
    Some(channel)
}

/// One platform or several (`Spotify / YouTube`), each once. The first unknown word otherwise.
pub fn platforms(text: &str) -> Result<Vec<Channel>, String> {
    // A platform's own name may contain a separator: `X/Twitter`.
    if let Some(channel) = platform(text) {
        return Ok(vec![channel]);
    }
    let mut channels = Vec::new();
    for word in
        text.split([',', ';', '/', '|', '+', '&', '\n']).map(str::trim).filter(|word| !word.is_empty())
    {
        let channel = platform(word).ok_or_else(|| word.to_owned())?;
        if !channels.contains(&channel) {
            channels.push(channel);
        }
    }
    Ok(channels)
}

/// A campaign's state.
pub fn status(word: &str) -> Option<CampaignState> {
    let state = match fold(word).as_str() {
        "draft" | "entwurf" | "new" | "neu" | "idea" | "concept" | "open" | "offen" | "pending" => {
            CampaignState::Draft
        }
        "planned" | "geplant" | "scheduled" | "upcoming" | "confirmed" | "approved" | "ready" => {
            CampaignState::Planned
        }
        "active" | "aktiv" | "running" | "live" | "inprogress" | "ongoing" | "started" | "laufend"
        | "läuft" => CampaignState::Active,
        "paused" | "pausiert" | "onhold" | "hold" | "suspended" | "pause" => CampaignState::Paused,
        "completed" | "complete" | "done" | "finished" | "ended" | "abgeschlossen" | "beendet" | "fertig" => {
            CampaignState::Completed
        }
        "cancelled" | "canceled" | "abgebrochen" | "storniert" | "stopped" | "aborted" | "abgesagt" => {
            CampaignState::Cancelled
        }
        "archived" | "archiviert" | "archive" | "closed" | "geschlossen" => CampaignState::Archived,
        _ => return None,
    };
    Some(state)
}

/// What sort of campaign runs on these channels: music services carry releases.
pub fn kind(channels: &[Channel]) -> CampaignKind {
    if channels.iter().any(|channel| !channel.takes_posts()) {
        CampaignKind::Release
    } else if channels == [Channel::Linkedin] {
        CampaignKind::Linkedin
    } else {
        CampaignKind::Social
    }
}

/// Whether a cell says that it says nothing.
pub fn is_blank(text: &str) -> bool {
    let text = text.trim();
    text.is_empty()
        || matches!(
            text.to_lowercase().as_str(),
            "-" | "--"
                | "–"
                | "—"
                | "n/a"
                | "na"
                | "#n/a"
                | "n.a."
                | "null"
                | "none"
                | "nil"
                | "nan"
                | "tbd"
                | "tba"
                | "tbc"
                | "?"
                | "k.a."
                | "k. a."
                | "\\n"
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn platforms_are_known_by_many_names() {
        for (text, channels) in [
            ("Spotify", vec![Channel::Spotify]),
            (" SOUND CLOUD ", vec![Channel::Soundcloud]),
            ("You Tube", vec![Channel::Youtube]),
            ("Insta", vec![Channel::Instagram]),
            ("X (formerly Twitter)", vec![Channel::X]),
            ("X/Twitter", vec![Channel::X]),
            ("Spotify / YouTube, spotify", vec![Channel::Spotify, Channel::Youtube]),
        ] {
            assert_eq!(platforms(text), Ok(channels), "{text}");
        }
        assert_eq!(platforms("Spotify + Myspace"), Err("Myspace".to_owned()));
        assert_eq!(platforms(" ; "), Ok(vec![]));
    }

    #[test]
    fn every_state_and_every_channel_can_be_named() {
        for state in CampaignState::ALL {
            assert_eq!(status(state.as_str()), Some(*state));
        }
        for channel in Channel::ALL {
            assert_eq!(platform(channel.as_str()), Some(*channel));
        }
        assert_eq!(status("In Progress"), Some(CampaignState::Active));
        assert_eq!(status("on fire"), None);
    }

    #[test]
    fn a_campaign_with_a_music_service_is_a_release() {
        assert_eq!(kind(&[Channel::Instagram, Channel::Spotify]), CampaignKind::Release);
        assert_eq!(kind(&[Channel::Linkedin]), CampaignKind::Linkedin);
        assert_eq!(kind(&[Channel::Linkedin, Channel::Instagram]), CampaignKind::Social);
    }
}
