//! What those who serve have set up goes on working in a database that was restored or copied.

use kernel::Role;
use staff::PasskeyFault;

use crate::{
    authenticator::Authenticator,
    door::{Door, PASSWORD, visit},
};

db::contract_tests! {
    async fn everybody_gets_in_as_before(db: Db) {
        let door = Door::new(&db);
        let (key, opened) = door.keyed("a.beispiel", Role::Guide, 5).await;
        let person = door.person("b.beispiel", Role::Lead, "mercado").await;
        let invited = door.invited("c.beispiel", Role::Clerk, "mercado").await;
        let stranger = Authenticator::new(7);
        let counter = key.counter;
        let key = std::sync::Mutex::new((key, stranger));
        db::testing::on_every_copy(&db, async |copy| {
            let moved = Door::new(&copy);
            // Nobody's authenticator remembers which copy it answered last.
            let answers = |options: &str| {
                let (key, stranger) = &mut *key.lock().unwrap();
                key.counter = counter;
                stranger.claim(key);
                (key.answer(options), stranger.answer(options))
            };
            let asked = moved.gate.passkey_ask().await.unwrap();
            let (right, _) = answers(&asked.options);
            let signed_in = moved.gate.sign_in_passkey(&asked.ticket, &right, &visit()).await.unwrap();
            assert_eq!(signed_in.session.account().handle.to_string(), "a.beispiel");
            let asked = moved.gate.passkey_ask().await.unwrap();
            let (_, wrong) = answers(&asked.options);
            let refused = moved.gate.sign_in_passkey(&asked.ticket, &wrong, &visit()).await;
            assert!(matches!(refused, Err(staff::SignInError::Passkey(PasskeyFault::Foreign))), "{refused:?}");

            let session = moved.gate.session(&opened.token, &visit()).await.unwrap();
            assert!(session.is_some(), "who was signed in still is");
            // A code counts once, here as there.
            moved.wait(1);
            let code = moved.code(&person);
            let by_password = moved.gate.sign_in_password("b.beispiel", PASSWORD, &code, &visit()).await;
            assert!(by_password.is_ok(), "{by_password:?}");
            let set_up = moved.gate.invitation_ask(&invited.token, "c.beispiel").await;
            assert!(set_up.is_ok(), "an invitation in flight");
            assert!(!moved.audited("database.copy").await.is_empty());
        })
        .await;
    }
}
