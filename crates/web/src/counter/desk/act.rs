use visits::{At, DeskAct, Needs, Number, Outcome, TicketAct, Topic, VisitsError};

use crate::{App, counter::choose::key, queue::Here, staff::signed::Sent};

/// What a button asks for. Words that no button of ours sends ask for nothing.
enum Asked {
    CallNext,
    Call(Number),
    Desk(Number, DeskAct),
    Ticket(Number, TicketAct),
    Undo(Number, u64),
    Draw(Topic),
    Note,
    TakeNote(u64),
    Close,
}

impl Asked {
    fn of(sent: &Sent) -> Option<Self> {
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
            "spaeter" => Self::Ticket(number.ok()?, TicketAct::Later),
            "gegangen" => Self::Ticket(number.ok()?, TicketAct::Leave),
            "rueckgaengig" => Self::Undo(number.ok()?, sent.fields.get("ereignis").parse().ok()?),
            other => Self::Desk(sent.fields.get("nummer").parse().ok()?, desk_act(other)?),
        })
    }
}

fn desk_act(word: &str) -> Option<DeskAct> {
    Some(match word {
        "nochmal" => DeskAct::Again,
        "beginnen" => DeskAct::Start,
        "parken" => DeskAct::Park,
        "uebergeben" => DeskAct::HandOver { clerk_comes: true },
        "nichtda" => DeskAct::NoShow,
        other => DeskAct::Finish(other.parse::<Outcome>().ok()?),
    })
}

/// Does it. Where it leads away from the desk, the answer says whereto.
pub(super) async fn perform(
    app: &App,
    sent: &Sent,
    here: &Here,
    at: At<'_>,
) -> Result<Option<String>, VisitsError> {
    let Some(asked) = Asked::of(sent) else { return Ok(None) };
    let (queues, actor, key) = (app.queues(), &sent.actor(), &key(app, sent));
    match asked {
        Asked::CallNext => visits::desk_call_next(queues, actor, at, key).await,
        Asked::Call(number) => visits::desk_call(queues, actor, at, number, key).await,
        Asked::Desk(number, act) => visits::desk_act(queues, actor, at, number, act, key).await,
        Asked::Ticket(number, act) => visits::staff_act(queues, actor, at, number, act, key).await,
        Asked::Undo(number, seq) => visits::staff_undo(queues, actor, at, number, seq, key).await,
        Asked::Draw(topic) => {
            let needs = Needs { soon: !sent.fields.get("bald").is_empty(), ..Needs::default() };
            let drawn =
                visits::draw(queues, actor, Some(at.desk), &here.today, topic, (None, needs), key).await?;
            return Ok(Some(format!("/besuch/{}", drawn.token)));
        }
        Asked::Note => visits::note_add(queues, actor, at, sent.fields.get("notiz"), key).await,
        Asked::TakeNote(seq) => visits::note_take(queues, actor, at, seq, key).await,
        Asked::Close => {
            visits::desk_close(queues, actor, at, key).await?;
            return Ok(Some(format!("/stand/{}", at.stop)));
        }
    }
    .map(|_| None)
}
