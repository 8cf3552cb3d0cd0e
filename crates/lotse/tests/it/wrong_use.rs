//! Wrong use and a surrounding that does not fit: one clear sentence and the right exit code.

use std::{net::TcpListener, path::Path};

use crate::place::Place;

#[test]
fn wrong_use_is_told_with_code_2() {
    let place = Place::new();
    for (args, said) in [
        (&["fliegen"][..], "fliegen"),
        (&[], "Usage"),
        (&["import"], "Usage"),
        (&["import", "tour"], "FILE"),
        (&["import", "wetter", "x"], "wetter"),
        (&["serve", "--listen", "hier"], "hier"),
        (&["serve", "--port-number", "1"], "--port-number"),
        (&["serve", "--public-url", "popup.example.org"], "public address"),
        (&["serve", "--database", "mysql://localhost/lotse"], "sqlite:// or postgres://"),
        (&["barriers", "close", "7"], "copy it from `lotse barriers`"),
        (&["export", "tour", "--database", "sqlite::memory:"], "in memory"),
        (&["export", "tour", "--database", "sqlite://"], "file name"),
        (&["export", "tour", "--database", "lotse.db"], "sqlite:// or postgres://"),
        (&["export", "tour", "--database", "postgres://user:geheim@host:port/x"], "postgres://"),
    ] {
        let done = place.run(args);
        assert_eq!(done.code, Some(2), "{args:?}: {}", done.err);
        assert!(done.err.contains(said) && done.out.is_empty(), "{args:?}: {}", done.err);
    }
    assert!(place.run(&["--help"]).ok().contains("serve"));
    assert!(place.run(&["--version"]).ok().starts_with("lotse "));
}

#[test]
fn a_database_that_is_none_is_told_with_code_1() {
    let place = Place::new();
    std::fs::create_dir(place.path("folder.db")).unwrap();
    place.write("garbage.db", "Das ist keine Datenbank. ".repeat(100));
    place.write("file", "");
    for (url, said) in [
        ("sqlite://garbage.db", "is not a Lotse database"),
        ("sqlite://folder.db", "folder.db"),
        ("sqlite://file/lotse.db", "file/lotse.db"),
        ("postgres://lotse:geheim@127.0.0.1:1/lotse", "postgres://lotse@127.0.0.1:1/lotse"),
    ] {
        for args in [&["export", "tour"][..], &["serve", "--listen", "127.0.0.1:0"]] {
            let done = place.run(&[args, &["--database", url]].concat());
            assert_eq!(done.code, Some(1), "{url}: {}", done.err);
            assert!(done.err.contains(said) && !done.err.contains("geheim"), "{url}: {}", done.err);
            assert_eq!(done.err.matches("lotse: ").count(), 1, "{url}: {}", done.err);
        }
    }
    let garbage = std::fs::read_to_string(place.path("garbage.db")).unwrap();
    assert!(garbage.starts_with("Das ist keine"), "a foreign file was written to");
}

#[test]
fn a_port_in_use_is_told_before_the_database_is_touched() {
    let place = Place::new();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let done = place.lotse(&["serve", "--demo", "--listen", &format!("127.0.0.1:{port}")]);
    assert_eq!(done.code, Some(1));
    assert!(
        done.err.contains(&format!("port {port} is in use")) && done.err.contains("choose another"),
        "{}",
        done.err
    );
    assert!(!place.path("lotse.db").exists());
}

#[test]
fn a_broken_settings_file_is_named() {
    let place = Place::new();
    for (text, said) in [
        ("databse = \"sqlite://x.db\"", "databse"),
        ("listen = \"hier\"", "listen"),
        ("database = \"mysql://x\"", "sqlite:// or postgres://"),
        ("= =", "lotse.toml"),
    ] {
        place.write("lotse.toml", text);
        let done = place.run(&["export", "tour"]);
        assert_eq!(done.code, Some(1), "{text}");
        assert!(done.err.contains(said), "{text}: {}", done.err);
    }
    let done = place.run(&["export", "tour", "--config", "gibt-es-nicht.toml"]);
    assert_eq!(done.code, Some(1));
    assert!(done.err.contains("gibt-es-nicht.toml"), "{}", done.err);
}

#[test]
fn flags_win_over_the_environment_and_that_over_the_file() {
    let place = Place::new();
    place.write("lotse.toml", "database = \"sqlite://file.db\"");
    let made = |name: &str| place.path(name).exists();
    place.run(&["purge"]).ok();
    assert!(made("file.db") && !made(".local"));
    let with_env = |args: &[&str]| {
        assert!(place.command(args).env("LOTSE_DATABASE", "sqlite://env.db").status().unwrap().success());
    };
    with_env(&["purge", "--database", "sqlite://flag.db"]);
    assert!(made("flag.db") && !made("env.db"));
    with_env(&["purge"]);
    assert!(made("env.db"));
    std::fs::remove_file(place.path("lotse.toml")).unwrap();
    if Path::new("/etc/lotse/lotse.toml").exists() {
        // It would be taken, and that is a city's own.
        return;
    }
    place.run(&["purge"]).ok();
    assert!(made(".local/share/lotse/lotse.db"), "without a word, the data go to the user's own folder");
}

#[test]
fn a_wish_for_the_log_that_is_not_understood_is_told() {
    let place = Place::new();
    let run = |wish: &str| {
        let database = place.database();
        let args = ["purge", "--database", &database];
        String::from_utf8(place.command(&args).env("LOTSE_LOG", wish).output().unwrap().stderr).unwrap()
    };
    let said = run("info,access=quiet");
    assert!(said.contains("LOTSE_LOG is not understood (") && said.contains("info,sqlx=warn"), "{said}");
    for fine in ["info,access=off", "", "warn"] {
        assert_eq!(run(fine), "", "{fine:?}");
    }
}

/// An empty list of a database that was made this moment would read as "nothing to do".
#[test]
fn a_command_that_only_looks_makes_no_database() {
    let place = Place::new();
    for args in [
        &["barriers"][..],
        &["search", "misses"],
        &["admin", "users"],
        &["admin", "verify-audit"],
        &["export", "tour"],
        &["export", "services"],
    ] {
        let done = place.lotse(args);
        assert_eq!(done.code, Some(1), "{args:?}: {}", done.out);
        assert!(
            done.err.contains("lotse.db holds no Lotse database: check the address"),
            "{args:?}: {}",
            done.err
        );
        assert!(!place.path("lotse.db").exists(), "{args:?}");
    }
}

#[test]
fn a_city_folder_that_lacks_a_file_is_told() {
    let place = Place::new();
    std::fs::create_dir(place.path("stadt")).unwrap();
    let done = place.lotse(&["serve", "--listen", "127.0.0.1:0", "--city", "stadt"]);
    assert_eq!(done.code, Some(1));
    assert!(done.err.contains("stadt") && done.err.contains("has no file"), "{}", done.err);
}

#[test]
fn wrong_settings_of_mail_are_told_and_no_password_is_repeated() {
    let place = Place::new();
    place.write("leer", "\n");
    let from = ["--mail-from", "lotse@example.org"];
    for (args, said) in [
        (&["--mail-server", "mail.example.org"][..], "must look like smtps://"),
        (&["--mail-server", "smtps://lotse:geheim@mail.example.org"], "does not belong in its address"),
        (&["--mail-server", "smtp://a@mail.example.org?tls=none"], "sent in clear"),
        (&["--mail-server", "smtps://a@mail.example.org"], "there is no password"),
        (&["--mail-server", "smtps://a@mail.example.org", "--mail-password-file", "leer"], "leer, is empty"),
        (
            &["--mail-server", "smtps://a@mail.example.org", "--mail-password-file", "fehlt"],
            "fehlt, cannot be read",
        ),
        (&["--mail-server", "smtps://mail.example.org?ca=fehlt.pem"], "fehlt.pem: No such file"),
    ] {
        let done = place.run(
            &[&["serve", "--listen", "127.0.0.1:0", "--database", "sqlite://a.db"], args, &from].concat(),
        );
        assert_eq!(done.code, Some(1), "{args:?}: {}", done.err);
        assert!(done.err.contains(said) && !done.err.contains("geheim"), "{args:?}: {}", done.err);
    }
    let done = place.run(&["serve", "--listen", "127.0.0.1:0", "--mail-server", "smtps://mail.example.org"]);
    assert!(done.err.contains("but no sender"), "{}", done.err);
    let done = place.run(&["serve", "--mail-from", "niemand"]);
    assert_eq!(done.code, Some(2));
}
