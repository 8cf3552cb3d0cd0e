//! The queue of one stop on one day: numbers, calls, desks. An append-only log is the truth ([`event`]); the queue is
//! what the log comes to ([`queue`]); [`rules`] decide. Bookings will live here too.
//!
//! `ops` are the use cases every door calls; SQL stays in `store`; one task writes for all requests (`writer`).

pub mod estimate;
pub mod event;
mod figures;
#[cfg(feature = "fuzzing")]
pub mod fuzzing;
pub mod model;
mod ops;
pub mod order;
mod purge;
pub mod queue;
mod queues;
pub mod rules;
mod secret;
mod store;
mod today;
mod writer;

pub use estimate::{Forecast, Wait, ahead};
pub use event::By;
pub use figures::Figures;
pub use model::{DeskNo, Group, Needs, NotA, Number, Outcome, Skills, Tongue, Topic};
pub use ops::{
    At, Drawn, Own, OwnState, VisitsError, desk_act, desk_call, desk_call_next, desk_close, desk_open, draw,
    manage_close, manage_pause, note_add, note_take, own, own_act, own_undo, see, staff_act, staff_undo,
};
pub use purge::{Forgotten, purge};
pub use queue::{Desk, Note, Queue, Receipt, State, Ticket};
pub use queues::Queues;
pub use rules::{DeskAct, Refusal, TicketAct, may_draw};
pub use secret::{Key, Token};
pub use store::STATEMENTS;
pub use today::{Today, Trouble};
