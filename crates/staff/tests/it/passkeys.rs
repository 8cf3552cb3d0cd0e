use kernel::Role;
use staff::{PasskeyFault, SignInError, StaffError};

use crate::{
    authenticator::Authenticator,
    door::{Door, label, visit},
};

async fn tried(door: &Door, key: &mut Authenticator) -> Result<staff::Opened, SignInError> {
    let asked = door.gate.passkey_ask().await.unwrap();
    let answer = key.answer(&asked.options);
    door.gate.sign_in_passkey(&asked.ticket, &answer, &visit()).await
}

fn fault<T: std::fmt::Debug>(answer: Result<T, SignInError>) -> PasskeyFault {
    match answer {
        Err(SignInError::Passkey(fault)) => fault,
        other => panic!("{other:?}"),
    }
}

db::contract_tests! {
    async fn a_passkey_signs_in_without_a_name(db: Db) {
        let door = Door::new(&db);
        let (mut key, first) = door.keyed("a.beispiel", Role::Guide, 5).await;
        let opened = tried(&door, &mut key).await.unwrap();
        assert_eq!(opened.session.account().id, first.session.account().id);
        assert!(opened.session.is_proven());
        assert_ne!(opened.token, first.token);
        let keys = door.gate.passkeys_of(&opened.session).await.unwrap();
        assert_eq!((keys.len(), keys[0].label.as_str(), keys[0].used_at.is_some()), (1, "Mein Schlüssel", true));
    }

    async fn an_answer_serves_once(db: Db) {
        let door = Door::new(&db);
        let (mut key, _) = door.keyed("a.beispiel", Role::Guide, 5).await;
        let asked = door.gate.passkey_ask().await.unwrap();
        let answer = key.answer(&asked.options);
        door.gate.sign_in_passkey(&asked.ticket, &answer, &visit()).await.unwrap();
        assert_eq!(fault(door.gate.sign_in_passkey(&asked.ticket, &answer, &visit()).await), PasskeyFault::Question);
        // Nor for another question.
        let other = door.gate.passkey_ask().await.unwrap();
        assert_eq!(fault(door.gate.sign_in_passkey(&other.ticket, &answer, &visit()).await), PasskeyFault::Wrong);
    }

    async fn a_question_is_open_for_six_minutes(db: Db) {
        let door = Door::new(&db);
        let (mut key, _) = door.keyed("a.beispiel", Role::Guide, 5).await;
        let asked = door.gate.passkey_ask().await.unwrap();
        door.wait(6);
        let answer = key.answer(&asked.options);
        assert_eq!(fault(door.gate.sign_in_passkey(&asked.ticket, &answer, &visit()).await), PasskeyFault::Question);
    }

    async fn a_foreign_passkey_opens_nothing(db: Db) {
        let door = Door::new(&db);
        let (key, _) = door.keyed("a.beispiel", Role::Guide, 5).await;
        let (mut own, _) = door.keyed("b.beispiel", Role::Guide, 6).await;
        // Somebody's own key that claims another's account, and a key that was never added.
        own.claim(&key);
        assert_eq!(fault(tried(&door, &mut own).await), PasskeyFault::Foreign);
        let mut stranger = Authenticator::new(7);
        stranger.claim(&key);
        assert_eq!(fault(tried(&door, &mut stranger).await), PasskeyFault::Foreign);
    }

    async fn a_counter_that_went_back_is_a_copy(db: Db) {
        let door = Door::new(&db);
        let (mut key, _) = door.keyed("a.beispiel", Role::Guide, 5).await;
        key.counter = 40;
        tried(&door, &mut key).await.unwrap();
        key.counter = 7;
        assert_eq!(fault(tried(&door, &mut key).await), PasskeyFault::Copied);
        assert_eq!(door.audited("passkey-copied").await.len(), 1);
        key.counter = 41;
        tried(&door, &mut key).await.unwrap();
    }

    async fn who_proves_nothing_or_is_elsewhere_is_refused(db: Db) {
        let door = Door::new(&db);
        let (mut key, _) = door.keyed("a.beispiel", Role::Guide, 5).await;
        key.verifies = false;
        assert_eq!(fault(tried(&door, &mut key).await), PasskeyFault::Wrong);
        key.verifies = true;
        key.origin = "https://lotse.example.evil".to_owned();
        assert_eq!(fault(tried(&door, &mut key).await), PasskeyFault::Wrong);
        key.origin = crate::authenticator::ORIGIN.to_owned();
        tried(&door, &mut key).await.unwrap();
    }

    async fn nonsense_is_refused(db: Db) {
        let door = Door::new(&db);
        for answer in ["", "{}", "null", "{\"id\":\"AA\"}"] {
            let asked = door.gate.passkey_ask().await.unwrap();
            assert_eq!(fault(door.gate.sign_in_passkey(&asked.ticket, answer, &visit()).await), PasskeyFault::Wrong);
        }
    }

    async fn several_passkeys_but_never_none(db: Db) {
        let door = Door::new(&db);
        let (_, opened) = door.keyed("a.beispiel", Role::Guide, 5).await;
        let session = &opened.session;
        let only = door.gate.passkeys_of(session).await.unwrap()[0].id;
        let gone = door.gate.passkey_remove(session, only).await;
        assert!(matches!(gone, Err(StaffError::LastWay)), "{gone:?}");
        let mut second = Authenticator::new(8);
        let asked = door.gate.passkey_ask_own(session).await.unwrap();
        let answer = second.make(&asked.options);
        door.gate.passkey_add(session, (&asked.ticket, &answer), &label()).await.unwrap();
        // The same authenticator once more, and another's answer.
        let asked = door.gate.passkey_ask_own(session).await.unwrap();
        let answer = second.make(&asked.options);
        let twice = door.gate.passkey_add(session, (&asked.ticket, &answer), &label()).await;
        assert!(matches!(twice, Err(StaffError::Passkey(_))), "{twice:?}");
        door.gate.passkey_remove(session, only).await.unwrap();
        assert_eq!(door.gate.passkeys_of(session).await.unwrap().len(), 1);
        tried(&door, &mut second).await.unwrap();
    }

    async fn a_question_for_one_account_is_not_answered_for_another(db: Db) {
        let door = Door::new(&db);
        let (_, anna) = door.keyed("a.beispiel", Role::Guide, 5).await;
        let (_, bela) = door.keyed("b.beispiel", Role::Guide, 6).await;
        let asked = door.gate.passkey_ask_own(&anna.session).await.unwrap();
        let answer = Authenticator::new(8).make(&asked.options);
        let added = door.gate.passkey_add(&bela.session, (&asked.ticket, &answer), &label()).await;
        assert!(matches!(added, Err(StaffError::Passkey(PasskeyFault::Foreign))), "{added:?}");
    }

    async fn only_ones_own_passkey_proves(db: Db) {
        let door = Door::new(&db);
        let (mut key, anna) = door.keyed("a.beispiel", Role::Guide, 5).await;
        let (mut other, _) = door.keyed("b.beispiel", Role::Guide, 6).await;
        let asked = door.gate.passkey_ask().await.unwrap();
        let answer = other.answer(&asked.options);
        let proven = door.gate.prove_passkey(&anna.session, &asked.ticket, &answer).await;
        assert_eq!(fault(proven), PasskeyFault::Foreign);
        let asked = door.gate.passkey_ask().await.unwrap();
        let answer = key.answer(&asked.options);
        let token = door.gate.prove_passkey(&anna.session, &asked.ticket, &answer).await.unwrap();
        assert!(door.gate.session(&anna.token, &visit()).await.unwrap().is_none(), "the old secret still serves");
        assert!(door.gate.session(&token, &visit()).await.unwrap().unwrap().is_proven());
    }
}
