//! The password of a PostgreSQL server stands where no other user of the machine reads it, and reaches every command.

use std::{fs, os::unix::fs::PermissionsExt as _};

use db::testing::PostgresDatabase;

use crate::place::Place;

/// The server that .ci/postgres starts wants a password of this role only.
const ROLE: &str = "lotse_with_password";

#[test]
fn it_may_stand_in_the_users_own_file() {
    db::testing::run(async {
        let fresh = PostgresDatabase::create().await;
        let role = format!(
            "DO $$ BEGIN CREATE ROLE {ROLE} LOGIN PASSWORD 'richtig'; EXCEPTION WHEN duplicate_object THEN NULL; END $$"
        );
        fresh.on_server(role).await;
        let url = fresh.url_as(ROLE).to_string();
        let (server, name) = url.rsplit_once('/').unwrap();
        fresh.on_server(format!("ALTER DATABASE \"{name}\" OWNER TO {ROLE}")).await;
        let (_, port) = server.rsplit_once(':').unwrap();
        let place = Place::new();
        place.write("lotse.toml", format!("database = {url:?}"));
        let file = place.write(".pgpass", format!("127.0.0.1:{port}:{name}:{ROLE}:richtig\n"));
        let permit = |mode| fs::set_permissions(&file, fs::Permissions::from_mode(mode)).unwrap();
        tokio::task::block_in_place(|| {
            permit(0o644);
            let refused = place.run(&["purge"]);
            assert!(refused.err.contains("check user and password"), "what all may read: {}", refused.err);
            permit(0o600);
            place.run(&["purge"]).ok();
            let again = place.run(&["backup", "city.backup"]).ok();
            assert!(again.contains(name) && !again.contains("richtig"), "{again}");
        });
        fresh.drop().await;
    });
}
