use visits::{At, DeskAct, Drawn, Number, Outcome, TicketAct, Topic, VisitsError};

use super::draft::Draft;
use crate::{App, counter::choose::key, queue::Here, staff::signed::Sent};

/// What a button asks for. Words that no button of ours sends ask for nothing.
enum Asked {
    CallNext,
    Call(Number),
    Desk(Number, DeskAct),
    Ticket(Number, TicketAct),
    Undo(Number, u64),
    Draw(Topic),
    /// Somebody with a number that could not be read.
    Nobody,
    Note,
    TakeNote(u64),
    Close,
}

impl Asked {
    fn of(sent: &Sent, here: &Here) -> Option<Self> {
        let word = sent.fields.get("tun");
        let (word, of) = word.split_once(' ').unwrap_or((word, sent.fields.get("nummer")));
        let number = of.parse::<Number>();
        Some(match word {
            "naechste" => Self::CallNext,
            "schliessen" => Self::Close,
            "notieren" => Self::Note,
            "abnehmen" => Self::TakeNote(of.parse().ok()?),
            "ziehen" => Self::Draw(sent.fields.get("thema").parse().ok()?),
            "aufrufen" => Self::Call(number.ok()?),
            "zurueck" => Self::Ticket(number.ok()?, TicketAct::Back),
            "spaeter" => Self::typed(sent, TicketAct::Later),
            "gegangen" => Self::typed(sent, TicketAct::Leave),
            "rueckgaengig" => Self::Undo(number.ok()?, sent.fields.get("ereignis").parse().ok()?),
            other => Self::Desk(sent.fields.get("nummer").parse().ok()?, desk_act(other, here)?),
        })
    }
}

impl Asked {
    /// Somebody in line, by the number that was typed.
    fn typed(sent: &Sent, act: TicketAct) -> Self {
        let number = sent.fields.get("wer").replace(' ', "").to_uppercase();
        number.parse().map_or(Self::Nobody, |number| Self::Ticket(number, act))
    }
}

fn desk_act(word: &str, here: &Here) -> Option<DeskAct> {
    Some(match word {
        "nochmal" => DeskAct::Again,
        "beginnen" => DeskAct::Start,
        "parken" => DeskAct::Park,
        "uebergeben" => DeskAct::HandOver { clerk_comes: here.today.clerk_comes(here.now) },
        "nichtda" => DeskAct::NoShow,
        other => DeskAct::Finish(other.parse::<Outcome>().ok()?),
    })
}

/// What the answer shows.
pub(super) enum After {
    /// The desk, with what is still being typed.
    Desk(Draft),
    /// A number that was drawn for somebody, and what is still being typed.
    Number(Topic, Drawn, Draft),
    /// The desk, and that the number is none.
    NoNumber(Draft),
    /// Another page.
    Elsewhere(String),
}

/// Does it.
pub(super) async fn perform(app: &App, sent: &Sent, here: &Here, at: At<'_>) -> Result<After, VisitsError> {
    let mut draft = Draft::of(&sent.fields);
    let Some(asked) = Asked::of(sent, here) else { return Ok(After::Desk(draft)) };
    let (queues, actor, key) = (app.queues(), &sent.actor(), &key(app, sent));
    match asked {
        Asked::CallNext => visits::desk_call_next(queues, actor, at, key).await,
        Asked::Call(number) => visits::desk_call(queues, actor, at, number, key).await,
        Asked::Desk(number, act) => visits::desk_act(queues, actor, at, number, act, key).await,
        Asked::Ticket(number, act) => {
            draft.wer.clear();
            visits::staff_act(queues, actor, at, number, act, key).await
        }
        Asked::Nobody => return Ok(After::NoNumber(draft)),
        Asked::Undo(number, seq) => visits::staff_undo(queues, actor, at, number, seq, key).await,
        Asked::Draw(topic) => {
            let wish = draft.wish();
            let drawn = visits::draw(queues, actor, Some(at.desk), &here.today, topic, wish, key).await?;
            return Ok(After::Number(topic, drawn, draft.drawn()));
        }
        Asked::Note => {
            let note = std::mem::take(&mut draft.notiz);
            visits::note_add(queues, actor, at, &note, key).await
        }
        Asked::TakeNote(seq) => visits::note_take(queues, actor, at, seq, key).await,
        Asked::Close => {
            visits::desk_close(queues, actor, at, key).await?;
            return Ok(After::Elsewhere(format!("/stand/{}", at.stop)));
        }
    }
    .map(|_| After::Desk(draft))
}
