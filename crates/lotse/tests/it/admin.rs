//! `lotse admin`: the first account, recovery, and the record that tells of tampering.

use db::{Db, Statement};

use crate::place::Place;

fn invite(place: &Place) -> String {
    let args = ["admin", "create-user", "a.beispiel", "--name", "Anna Beispiel", "--role", "admin,lead"];
    place.lotse(&[&args[..], &["--all-stops", "--public-url", "https://popup.example.org"]].concat()).ok()
}

fn change(place: &Place, statements: &[&'static str]) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let db = Db::open(&place.database().parse().unwrap()).await.unwrap();
        let mut tx = db.begin().await.unwrap();
        for sql in statements {
            tx.execute(&Statement::new("by_hand", sql), &[]).await.unwrap();
        }
        tx.commit().await.unwrap();
        db.close().await;
    });
}

#[test]
fn the_first_admin_gets_a_link_and_the_name_apart_from_it() {
    let place = Place::new();
    let said = invite(&place);
    let (link, rest) = said.split_once('\n').unwrap();
    let token = link.strip_prefix("https://popup.example.org/einladung/").unwrap();
    assert_eq!(token.len(), 64);
    assert!(rest.starts_with("holds once, until ") && rest.contains("a.beispiel"), "{rest}");
    assert!(!link.contains("beispiel"));
    let users = place.lotse(&["admin", "users"]).ok();
    assert!(users.starts_with("a.beispiel  Anna Beispiel  lead+admin  [*]  invited until "), "{users}");
    let again = place.lotse(&["admin", "reset", "A.Beispiel"]).ok();
    assert!(again.starts_with("http://localhost:8080/einladung/") && !again.contains(token), "{again}");
}

#[test]
fn an_invitation_is_mailed_or_waits_and_the_link_is_shown_in_any_case() {
    let place = Place::new();
    let new = |login, more: &[&str]| {
        let args = ["admin", "create-user", login, "--name", "Anna Beispiel", "--role", "guide"];
        let mail = ["--mail", "anna@example.org", "--public-url", "https://popup.example.org"];
        place.lotse(&[&args[..], &mail, more].concat())
    };
    // Nobody listens there.
    let away = ["--mail-server", "smtp://127.0.0.1:1?tls=none", "--mail-from", "lotse@example.org"];
    let said = new("a.beispiel", &away).ok();
    assert!(said.starts_with("https://popup.example.org/einladung/"), "{said}");
    assert!(
        said.contains("not mailed to anna@example.org yet (the mail server cannot be reached); it waits"),
        "{said}"
    );
    let done = new("b.beispiel", &[]);
    assert!(done.code == Some(1) && done.err.contains("no mail server is named"), "{done:?}");
    let users = place.lotse(&["admin", "users"]).ok();
    assert!(!users.contains("b.beispiel"), "an account without a link: {users}");
    // A wrong setting is found before anything is made, not after.
    let file = place.write("lotse.toml", "public_url = \"popup.example.org\"\n");
    let args = ["admin", "create-user", "c.beispiel", "--name", "C", "--role", "guide", "--config", &file];
    let done = place.lotse(&args);
    assert!(done.code == Some(1) && done.err.contains("`public_url` is wrong"), "{done:?}");
    assert!(!place.lotse(&["admin", "users"]).ok().contains("c.beispiel"));
}

#[test]
fn wrong_use_is_told() {
    let place = Place::new();
    invite(&place);
    for (args, said) in [
        (&["admin", "create-user", "b", "--name", "B", "--role", "guide"][..], "needs 2 to 80 characters"),
        (&["admin", "create-user", "bb", "--name", "B", "--role", "root"], "no role is called \"root\""),
        (
            &["admin", "create-user", "a.beispiel", "--name", "B", "--role", "guide"],
            "another account has this name",
        ),
        (&["admin", "reset", "niemand"], "niemand"),
        (&["admin", "verify-audit", "--expect", "7"], "a number, a colon and 64 hexadecimal digits"),
    ] {
        let done = place.lotse(args);
        assert!(matches!(done.code, Some(1 | 2)) && done.err.contains(said), "{done:?}");
    }
}

#[test]
fn a_tampered_record_is_told_with_its_place() {
    let place = Place::new();
    invite(&place);
    place.lotse(&["admin", "reset", "a.beispiel"]).ok();
    let said = place.lotse(&["admin", "verify-audit"]).ok();
    let head = said.trim().rsplit_once(' ').unwrap().1.to_owned();
    assert!(said.starts_with("2 rows, all as they were written\n") && head.starts_with("2:"), "{said}");
    place.lotse(&["admin", "verify-audit", "--expect", &head]).ok();
    change(&place, &["DROP TRIGGER audit_no_update", "UPDATE audit SET actor = 'visitor' WHERE seq = 1"]);
    let done = place.lotse(&["admin", "verify-audit"]);
    assert_eq!(done.code, Some(1));
    assert!(done.err.contains("row 1 (") && done.err.contains(") was changed"), "{done:?}");
}

#[test]
fn practice_accounts_come_with_example_data_only() {
    let place = Place::new();
    invite(&place);
    assert!(!place.lotse(&["admin", "users"]).ok().contains("practice"));
    let demo = Place::new();
    drop(demo.serve(&["--demo"]));
    assert_eq!(demo.lotse(&["admin", "users"]).ok().matches("  practice").count(), 7);
}
