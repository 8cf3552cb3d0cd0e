//! Every address of those who serve, and who may ask for it. An address that is not here fails `routes`.

use kernel::Permission;

/// Who may ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Who {
    /// Anybody: to sign in.
    Everybody,
    /// Whoever is signed in.
    SignedIn,
    /// Whoever has this permission.
    May(Permission),
}

/// One address and method.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Route {
    pub method: &'static str,
    /// As the router has it; `{id}` stands for a person or a tablet, `{token}` for an invitation,
    /// `{stop}` and `{desk}` for the open stop and an open desk there.
    pub template: &'static str,
    pub who: Who,
    /// What the form holds beside its token.
    pub fields: &'static str,
}

const fn get(template: &'static str, who: Who) -> Route {
    Route { method: "GET", template, who, fields: "" }
}

const fn post(template: &'static str, who: Who, fields: &'static str) -> Route {
    Route { method: "POST", template, who, fields }
}

use Permission::{
    AuditExport, AuditRead, DeviceManage, QueueManage, QueueSee, QueueServe, StaffInvite, StaffManage,
    StaffSee,
};
use Who::{Everybody, May, SignedIn};

/// The permission table.
pub(crate) const STAFF: &[Route] = &[
    get("/anmelden", Everybody),
    post("/anmelden", Everybody, "name=niemand&passwort=x&code=1"),
    post("/anmelden/passkey", Everybody, "ticket=x&answer=x"),
    post("/anmelden/passkey/frage", Everybody, ""),
    post("/anmelden/ueben", Everybody, "role=guide"),
    get("/einladung/{token}", Everybody),
    post("/einladung/{token}", Everybody, "name=x"),
    post("/einladung/{token}/frage", Everybody, "name=x"),
    post("/einladung/{token}/passkey", Everybody, "name=x"),
    post("/einladung/{token}/passwort", Everybody, "name=x"),
    get("/geraet", Everybody),
    post("/geraet/kurzcode", Everybody, "kurzcode=x"),
    post("/abmelden", SignedIn, ""),
    get("/konto", SignedIn),
    post("/konto/passkey", SignedIn, "label=x"),
    post("/konto/passkey/frage", SignedIn, ""),
    post("/konto/passkey/{id}/entfernen", SignedIn, ""),
    get("/konto/passwort", SignedIn),
    post("/konto/passwort", SignedIn, ""),
    post("/konto/wiederherstellung", SignedIn, ""),
    post("/konto/sitzung/{id}/beenden", SignedIn, ""),
    get("/konto/bestaetigen", SignedIn),
    post("/konto/bestaetigen", SignedIn, "code=1"),
    post("/konto/bestaetigen/passkey", SignedIn, "ticket=x"),
    post("/konto/bestaetigen/ueben", SignedIn, ""),
    post("/geraet/kurzcode/setzen", SignedIn, "neuer-kurzcode=elbe7"),
    get("/buero/leute", May(StaffSee)),
    get("/buero/leute/neu", May(StaffInvite)),
    post("/buero/leute/neu", May(StaffInvite), "person=Neu&handle=neu&rolle=guide&halt=offen"),
    get("/buero/leute/{id}", May(StaffSee)),
    post("/buero/leute/{id}", May(StaffManage), "rolle=clerk&halt=offen"),
    post("/buero/leute/{id}/einladen", May(StaffInvite), ""),
    post("/buero/leute/{id}/zuruecknehmen", May(StaffInvite), ""),
    post("/buero/leute/{id}/sperren", May(StaffManage), ""),
    post("/buero/leute/{id}/entsperren", May(StaffManage), ""),
    post("/buero/leute/{id}/zuruecksetzen", May(StaffManage), ""),
    post("/buero/leute/{id}/loeschen", May(StaffManage), ""),
    get("/buero/geraete", May(DeviceManage)),
    post("/buero/geraete", May(DeviceManage), "label=x&halt=offen"),
    post("/buero/geraete/{id}/widerrufen", May(DeviceManage), ""),
    get("/buero/protokoll", May(AuditRead)),
    get("/buero/protokoll.csv", May(AuditExport)),
    get("/stand", SignedIn),
    get("/stand/{stop}", May(QueueSee)),
    post("/stand/{stop}", May(QueueServe), "platz=2&wer=lotse"),
    post("/stand/{stop}/leitung", May(QueueManage), "tun=pause"),
    get("/stand/{stop}/{desk}", May(QueueSee)),
    post("/stand/{stop}/{desk}", May(QueueServe), "tun=naechste"),
];
