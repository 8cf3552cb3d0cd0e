//! Each address is tried as nobody, as a stranger of another stop, and as every role.

use axum::http::Method;
use kernel::{Actor, Reach, Role};
use testkit::{Answer, TestApp};

use super::{
    Browser, demo, desk_open, invited,
    table::{Route, STAFF, Who},
};

/// An address in which ids stand: of somebody who was invited to the open stop, or of a tablet there.
async fn address(app: &TestApp, route: &Route, n: usize) -> String {
    let mut path = route.template.to_owned();
    if path.contains("{token}") {
        path = path.replace("{token}", &"0".repeat(64));
    }
    path = path.replace("{stop}", "offen");
    if path.contains("{desk}") {
        desk_open(app, 1).await;
        path = path.replace("{desk}", "1");
    }
    if path.contains("{id}") {
        let id = if path.starts_with("/buero/geraete") {
            let label = "Tablet".parse().unwrap();
            let gate = app.app.gate();
            gate.device_enrol(&Actor::Operator, "offen".parse().unwrap(), &label).await.unwrap().0.id
        } else {
            invited(app, &format!("person-{n}"), Role::Guide, "offen").await.account.id
        };
        path = path.replace("{id}", &id.to_string());
    }
    path
}

async fn asked(app: &TestApp, route: &Route, path: &str, browser: &Browser) -> Answer {
    match route.method {
        "GET" => browser.get(app, path).await,
        _ => {
            browser
                .post(app, path, &route.fields.replace("handle=neu", &format!("handle=neu-{}", path.len())))
                .await
        }
    }
}

fn to_sign_in(answer: &Answer) -> bool {
    answer.status == 303 && answer.header("location").starts_with("/anmelden")
}

#[tokio::test]
async fn nobody_gets_further_than_the_sign_in() {
    let app = demo().await;
    for (n, route) in STAFF.iter().enumerate() {
        let path = address(&app, route, n).await;
        let answer = match route.method {
            "GET" => app.get(&path).await,
            _ => app.post(&path, route.fields, &[]).await,
        };
        if route.who == Who::Everybody {
            assert!(!to_sign_in(&answer), "{path}: {}", answer.status);
        } else {
            assert!(to_sign_in(&answer), "{} {path}: {} {}", route.method, answer.status, answer.text());
            assert!(!answer.headers.contains_key("set-cookie"), "{path}");
        }
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
    }
}

#[tokio::test]
async fn each_role_may_what_the_table_of_permissions_says() {
    let app = demo().await;
    let mut n = 1000;
    for role in Role::ALL {
        for route in STAFF {
            n += 1;
            // A form may end the session, so each is tried with a new one.
            let browser = Browser::practice(&app, role).await;
            let path = address(&app, route, n).await;
            let answer = asked(&app, route, &path, &browser).await;
            let status = answer.status.as_u16();
            let what = format!("{} {path} as {role}: {status} {}", route.method, answer.header("location"));
            match route.who {
                Who::Everybody => {}
                Who::SignedIn => assert!(path == "/abmelden" || !to_sign_in(&answer), "{what}"),
                Who::May(permission) if permission.of(role) == Reach::Nowhere => {
                    assert_eq!(status, 404, "{what}");
                }
                Who::May(_) if route.method == "GET" => assert_eq!(status, 200, "{what}"),
                Who::May(_) => {
                    assert!(matches!(status, 200 | 303 | 409 | 422) && !to_sign_in(&answer), "{what}");
                }
            }
        }
    }
}

#[tokio::test]
async fn a_stranger_of_another_stop_finds_nothing() {
    let app = demo().await;
    let lead = Browser::at(&app, Role::Lead, "anderswo").await;
    for (n, route) in STAFF.iter().enumerate().filter(|(_, r)| {
        r.template.contains("{id}") && r.template.contains("/buero/") || r.template.contains("{stop}")
    }) {
        let path = address(&app, route, n).await;
        let answer = asked(&app, route, &path, &lead).await;
        assert_eq!(answer.status, 404, "{} {path}", route.method);
    }
    let list = lead.get(&app, "/buero/leute").await;
    assert!(!list.ok().contains("person-"), "somebody else's people are listed");
    let invited = lead.post(&app, "/buero/leute/neu", "person=Neu&handle=neu&rolle=guide&halt=offen").await;
    assert_eq!(invited.status, 422, "{}", invited.text());
    let tablet = lead.post(&app, "/buero/geraete", "label=x&halt=offen").await;
    assert_eq!(tablet.status, 404);
}

#[tokio::test]
async fn forms_from_elsewhere_or_of_another_session_are_refused() {
    let app = demo().await;
    let (admin, other) =
        (Browser::practice(&app, Role::Admin).await, Browser::practice(&app, Role::Admin).await);
    for (n, route) in STAFF.iter().enumerate().filter(|(_, r)| r.method == "POST" && r.who != Who::Everybody)
    {
        let path = address(&app, route, 2000 + n).await;
        let own = format!("form={}&{}", admin.form, route.fields);
        let foreign = format!("form={}&{}", other.form, route.fields);
        for (body, headers) in [
            (route.fields, &[][..]),
            (foreign.as_str(), &[][..]),
            (own.as_str(), &[("sec-fetch-site", "cross-site")][..]),
            (own.as_str(), &[("sec-fetch-site", "same-site")][..]),
        ] {
            let answer = admin.post_with(&app, &path, body, headers).await;
            assert_eq!(answer.status, 403, "{path} {body} {headers:?}");
        }
        let json = admin.post_with(&app, &path, "{}", &[("content-type", "application/json")]).await;
        assert_eq!(json.status, 415, "{path}");
    }
}

#[tokio::test]
async fn other_methods_are_refused() {
    let app = demo().await;
    for (n, route) in STAFF.iter().enumerate() {
        let path = address(&app, route, 3000 + n).await;
        for method in ["PUT", "PATCH", "DELETE", "OPTIONS"] {
            let answer = app.ask(method.parse::<Method>().unwrap(), &path, &[]).await;
            assert_eq!(answer.status, 405, "{method} {path}");
        }
    }
}
