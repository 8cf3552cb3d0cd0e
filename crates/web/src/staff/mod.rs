//! The pages of those who serve: signing in, one's own account, people, shared tablets, the record of what was done. One
//! folder per page. Nothing here decides who may do what: that is `staff`'s, asked with the session's actor.

mod account;
mod audit;
pub(crate) mod cookie;
mod devices;
pub(crate) mod form;
mod invitation;
mod kept;
pub(crate) mod page;
mod people;
mod prove;
mod sign_in;
pub(crate) mod signed;
mod tablet;
mod told;
mod way_back;
pub(crate) mod words;

pub use people::invitation_letter;

use axum::{
    Router,
    routing::{get, post},
};

use crate::App;

/// The addresses without language prefix.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/anmelden", get(sign_in::show).post(sign_in::password))
        .route("/anmelden/passkey", post(sign_in::passkey))
        .route("/anmelden/passkey/frage", post(sign_in::ask))
        .route("/anmelden/ueben", post(sign_in::practice))
        .route("/abmelden", post(sign_in::out))
        .route("/einladung/{token}", get(invitation::show).post(invitation::name))
        .route("/einladung/{token}/frage", post(invitation::ask))
        .route("/einladung/{token}/passkey", post(invitation::passkey))
        .route("/einladung/{token}/passwort", post(invitation::password))
        .route("/konto", get(account::show))
        .route("/konto/passkey", post(account::passkey_add))
        .route("/konto/passkey/frage", post(account::passkey_ask))
        .route("/konto/passkey/{id}/entfernen", post(account::passkey_remove))
        .route("/konto/passwort", get(account::password_form).post(account::password_set))
        .route("/konto/wiederherstellung", post(account::recovery))
        .route("/konto/sitzung/{id}/beenden", post(account::session_end))
        .route("/konto/bestaetigen", get(prove::show).post(prove::code))
        .route("/konto/bestaetigen/passkey", post(prove::passkey))
        .route("/konto/bestaetigen/ueben", post(prove::practice))
        .route("/buero/leute", get(people::list))
        .route("/buero/leute/neu", get(people::invite_form).post(people::invite))
        .route("/buero/leute/{id}", get(people::show).post(people::change))
        .route("/buero/leute/{id}/einladen", post(people::invite_again))
        .route("/buero/leute/{id}/zuruecknehmen", post(people::withdraw))
        .route("/buero/leute/{id}/sperren", post(people::lock))
        .route("/buero/leute/{id}/entsperren", post(people::unlock))
        .route("/buero/leute/{id}/zuruecksetzen", post(people::reset))
        .route("/buero/leute/{id}/loeschen", post(people::delete))
        .route("/buero/geraete", get(devices::list).post(devices::enrol))
        .route("/buero/geraete/{id}/widerrufen", post(devices::revoke))
        .route("/geraet", get(tablet::show))
        .route("/geraet/kurzcode", post(tablet::switch))
        .route("/geraet/kurzcode/setzen", post(tablet::set))
        .route("/buero/protokoll", get(audit::show))
        .route("/buero/protokoll.csv", get(audit::export))
}
