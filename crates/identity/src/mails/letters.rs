//! What the letters say.

use std::fmt::Write as _;

use mail::Letter;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Language {
    English,
    German,
}

impl Language {
    /// Of a locale, or of a header that lists languages.
    pub(crate) fn of(locale: &str) -> Self {
        if locale.trim_start().to_ascii_lowercase().starts_with("de") { Self::German } else { Self::English }
    }

    fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
        }
    }
}

/// The parts of a letter. The button is what the link is called.
pub(crate) struct Words {
    subject: String,
    opening: String,
    button: &'static str,
    closing: &'static str,
}

pub(super) fn magic_link(language: Language) -> Words {
    match language {
        Language::English => Words {
            subject: "Your sign-in link".into(),
            opening: "With this link you sign in to Atelier. It works once, for 15 minutes.".into(),
            button: "Sign in",
            closing: "If you did not ask for it, you need not do anything: nobody else has the link.",
        },
        Language::German => Words {
            subject: "Ihr Anmeldelink".into(),
            opening: "Mit diesem Link melden Sie sich bei Atelier an. Er gilt einmal und 15 Minuten lang."
                .into(),
            button: "Anmelden",
            closing: "Haben Sie ihn nicht angefordert, müssen Sie nichts tun: Nur Sie haben den Link.",
        },
    }
}

pub(super) fn password_reset(language: Language) -> Words {
    match language {
        Language::English => Words {
            subject: "Choose a new password".into(),
            opening:
                "With this link you choose a new password for Atelier. It works once, for one hour, and \
                      signs you out everywhere."
                    .into(),
            button: "Choose a password",
            closing: "If you did not ask for it, you need not do anything: your password stays as it is.",
        },
        Language::German => Words {
            subject: "Neues Passwort wählen".into(),
            opening: "Mit diesem Link wählen Sie ein neues Passwort für Atelier. Er gilt einmal und eine \
                      Stunde lang und meldet Sie überall ab."
                .into(),
            button: "Passwort wählen",
            closing: "Haben Sie ihn nicht angefordert, müssen Sie nichts tun: Ihr Passwort bleibt.",
        },
    }
}

pub(super) fn email_change(language: Language) -> Words {
    match language {
        Language::English => Words {
            subject: "Confirm your new address".into(),
            opening: "With this link you confirm that you want to sign in to Atelier with this address from \
                      now on. It works once, for one day."
                .into(),
            button: "Confirm the address",
            closing: "If you did not ask for it, you need not do anything: no account changes.",
        },
        Language::German => Words {
            subject: "Neue Adresse bestätigen".into(),
            opening: "Mit diesem Link bestätigen Sie, dass Sie sich künftig mit dieser Adresse bei Atelier \
                      anmelden. Er gilt einmal und einen Tag lang."
                .into(),
            button: "Adresse bestätigen",
            closing: "Haben Sie ihn nicht angefordert, müssen Sie nichts tun: Kein Konto ändert sich.",
        },
    }
}

pub(super) fn invitation(language: Language, tenant: &str, inviter: &str) -> Words {
    match language {
        Language::English => Words {
            subject: format!("{inviter} invites you to {tenant}"),
            opening: format!(
                "{inviter} invites you to work with {tenant} in Atelier. The link works once, for 7 days."
            ),
            button: "Accept the invitation",
            closing: "If you do not know who that is, you need not do anything.",
        },
        Language::German => Words {
            subject: format!("{inviter} lädt Sie zu {tenant} ein"),
            opening: format!(
                "{inviter} lädt Sie ein, mit {tenant} in Atelier zu arbeiten. Der Link gilt einmal und \
                 7 Tage lang."
            ),
            button: "Einladung annehmen",
            closing: "Kennen Sie den Absender nicht, müssen Sie nichts tun.",
        },
    }
}

pub(super) fn password_changed(language: Language) -> Words {
    match language {
        Language::English => Words {
            subject: "Your password was changed".into(),
            opening: "The password of your Atelier account was changed, and you were signed out everywhere."
                .into(),
            button: "",
            closing: "If that was not you, ask for a new password on the sign-in page at once.",
        },
        Language::German => Words {
            subject: "Ihr Passwort wurde geändert".into(),
            opening: "Das Passwort Ihres Atelier-Kontos wurde geändert, und Sie wurden überall abgemeldet."
                .into(),
            button: "",
            closing: "Waren Sie das nicht, fordern Sie auf der Anmeldeseite sofort ein neues Passwort an.",
        },
    }
}

pub(super) fn address_changed(language: Language, new: &str) -> Words {
    match language {
        Language::English => Words {
            subject: "Your address was changed".into(),
            opening: format!("You sign in to Atelier with {new} from now on, no longer with this address."),
            button: "",
            closing: "If that was not you, write to your organisation's administrator at once.",
        },
        Language::German => Words {
            subject: "Ihre Adresse wurde geändert".into(),
            opening: format!(
                "Sie melden sich bei Atelier künftig mit {new} an, nicht mehr mit dieser Adresse."
            ),
            button: "",
            closing: "Waren Sie das nicht, schreiben Sie sofort der Verwaltung Ihrer Organisation.",
        },
    }
}

pub(super) fn identity_connected(language: Language, issuer: &str) -> Words {
    match language {
        Language::English => Words {
            subject: "A provider now signs you in".into(),
            opening: format!("An account at {issuer} was connected to your Atelier account and opens it."),
            button: "",
            closing: "If that was not you, ask for a new password on the sign-in page at once: that removes \
                      every connected provider and signs you out everywhere.",
        },
        Language::German => Words {
            subject: "Ein Anbieter meldet Sie nun an".into(),
            opening: format!(
                "Ein Konto bei {issuer} wurde mit Ihrem Atelier-Konto verbunden und öffnet es künftig."
            ),
            button: "",
            closing: "Waren Sie das nicht, fordern Sie auf der Anmeldeseite sofort ein neues Passwort an: \
                      Das entfernt jeden verbundenen Anbieter und meldet Sie überall ab.",
        },
    }
}

impl Words {
    pub(super) fn new(subject: String, opening: String, button: &'static str, closing: &'static str) -> Self {
        Self { subject, opening, button, closing }
    }

    /// The letter in both forms.
    pub(super) fn letter(
        self,
        language: Language,
        (to, to_name): (&str, &str),
        link: Option<&str>,
    ) -> Letter {
        let Self { subject, opening, button, closing } = self;
        let greeting = match (language, to_name) {
            (Language::English, "") => String::from("Hello,"),
            (Language::German, "") => String::from("Guten Tag,"),
            (Language::English, name) => format!("Hello {name},"),
            (Language::German, name) => format!("Guten Tag {name},"),
        };
        let mut text = format!("{greeting}\n\n{opening}\n");
        let mut html = format!("<p>{}</p><p>{}</p>", escape(&greeting), escape(&opening));
        if let Some(link) = link {
            let (_, href) = (write!(text, "\n{link}\n"), escape(link));
            let _ = write!(html, "<p><a href=\"{href}\" style=\"{BUTTON}\">{button}</a></p>");
            let _ = write!(html, "<p style=\"{SMALL}\">{href}</p>");
        }
        let _ = write!(text, "\n{closing}\n");
        let _ = write!(html, "<p>{}</p>", escape(closing));
        let html = format!(
            "<!doctype html><html lang=\"{}\"><meta charset=\"utf-8\"><title>{}</title>\
             <body style=\"{BODY}\">{html}</body></html>",
            language.tag(),
            escape(&subject)
        );
        Letter { to: to.to_owned(), to_name: to_name.to_owned(), subject, text, html }
    }
}

const BODY: &str = "max-width:34rem;margin:2rem auto;padding:0 1rem;font:16px/1.5 system-ui,sans-serif";
const BUTTON: &str = "display:inline-block;padding:.6rem 1rem;border-radius:.4rem;background:#1f2937;\
                      color:#fff;text-decoration:none";
const SMALL: &str = "font-size:13px;overflow-wrap:anywhere";

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_text_and_no_markup() {
        let words = invitation(Language::English, "<b>Northlight</b>", "Mara");
        let letter = words.letter(Language::English, ("a@b.test", "<i>"), Some("https://x.test/#t"));
        assert!(
            letter.html.contains("&lt;b&gt;Northlight") && !letter.html.contains("<i>"),
            "{}",
            letter.html
        );
        assert!(letter.text.contains("\nhttps://x.test/#t\n"));
    }

    #[test]
    fn both_languages_say_something_else_in_every_letter() {
        let all = |language| {
            [
                magic_link(language),
                password_reset(language),
                email_change(language),
                invitation(language, "Northlight", "Mara"),
                password_changed(language),
                address_changed(language, "a@b.test"),
                identity_connected(language, "https://issuer.test"),
            ]
        };
        for (english, german) in all(Language::English).into_iter().zip(all(Language::German)) {
            assert_ne!(english.subject, german.subject);
            assert_ne!(english.opening, german.opening);
            assert_ne!(english.closing, german.closing);
        }
        assert_eq!(Language::of("de-AT"), Language::German);
        assert_eq!(Language::of("en"), Language::English);
        assert_eq!(Language::of(""), Language::English);
    }
}
