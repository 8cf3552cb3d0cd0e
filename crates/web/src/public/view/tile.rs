use askama::Template;
use directory::{Need, Situation, Target, Topic};
use kernel::Lang;

use super::encode;
use crate::http::lang::href;

/// A large link with a picture.
#[derive(Debug, Template)]
#[template(
    source = r#"<li><a href="{{ href }}">{{ crate::icons::icon(icon)|safe }}<b>{{ title }}</b>{% if !note.is_empty() %}<span>{{ note }}</span>{% endif %}</a></li>
"#,
    ext = "html"
)]
pub(crate) struct Tile {
    href: String,
    icon: String,
    title: String,
    note: String,
}

impl Tile {
    pub(crate) fn topic(lang: Lang, topic: &Topic, services: usize) -> Self {
        Self {
            href: href(lang, &format!("/themen/{}", topic.slug)),
            icon: topic.icon.clone().unwrap_or_default(),
            title: topic.title.get(lang).text.to_owned(),
            note: match services {
                1 => lang.pick("1 Dienst", "1 service").to_owned(),
                n => format!("{n} {}", lang.pick("Dienste", "services")),
            },
        }
    }

    pub(crate) fn situation(lang: Lang, situation: &Situation) -> Self {
        Self {
            href: href(lang, &format!("/lebenslagen/{}", situation.slug)),
            icon: situation.icon.clone().unwrap_or_default(),
            title: situation.title.get(lang).text.to_owned(),
            note: String::new(),
        }
    }

    pub(crate) fn need(lang: Lang, need: &Need) -> Self {
        let path = match &need.target {
            Target::Service(id) => format!("/dienste/{id}"),
            Target::Situation(id) => format!("/lebenslagen/{id}"),
            Target::Topic(id) => format!("/themen/{id}"),
            Target::Query(q) => format!("/dienste?q={}", encode(q)),
        };
        Self {
            href: href(lang, &path),
            icon: need.icon.clone().unwrap_or_default(),
            title: need.label.get(lang).text.to_owned(),
            note: String::new(),
        }
    }
}
