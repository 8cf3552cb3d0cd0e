use jiff::SignedDuration;
use kernel::Role;
use staff::{SignInError, Visit};

use crate::door::{Door, PASSWORD, visit};

fn is_refused<T>(answer: Result<T, SignInError>) -> bool {
    matches!(answer, Err(SignInError::Refused))
}

db::contract_tests! {
    async fn both_factors_are_needed_and_the_answer_is_the_same(db: Db) {
        let door = Door::new(&db);
        let anna = door.person("a.beispiel", Role::Guide, "mercado").await;
        door.wait(1);
        let code = door.code(&anna);
        for (name, password, code) in [
            ("a.beispiel", "falsch", code.as_str()),
            ("a.beispiel", PASSWORD, "000000"),
            ("a.beispiel", PASSWORD, ""),
            ("b.beispiel", PASSWORD, code.as_str()),
            ("ä", PASSWORD, code.as_str()),
        ] {
            let before = door.gate.hashes_run();
            assert!(is_refused(door.gate.sign_in_password(name, password, code, &visit()).await), "{name}");
            assert_eq!(door.gate.hashes_run(), before + 1, "{name} is answered sooner than others");
        }
        let opened = door.gate.sign_in_password("A.Beispiel ", PASSWORD, &code, &visit()).await.unwrap();
        assert_eq!(opened.session.account().id, anna.account.id);
        assert!(opened.session.is_proven());
    }

    async fn a_code_of_the_app_serves_once(db: Db) {
        let door = Door::new(&db);
        let anna = door.person("a.beispiel", Role::Guide, "mercado").await;
        // The code of the set-up is used up, too.
        let first = door.code(&anna);
        assert!(is_refused(door.gate.sign_in_password("a.beispiel", PASSWORD, &first, &visit()).await));
        door.wait(1);
        let code = door.code(&anna);
        door.gate.sign_in_password("a.beispiel", PASSWORD, &code, &visit()).await.unwrap();
        assert!(is_refused(door.gate.sign_in_password("a.beispiel", PASSWORD, &code, &visit()).await));
    }

    async fn a_clock_may_be_30_seconds_off_and_not_90(db: Db) {
        let door = Door::new(&db);
        let anna = door.person("a.beispiel", Role::Guide, "mercado").await;
        door.wait(10);
        let now = kernel::Clock::now(&door.clock);
        for off in [90, -90] {
            let code = anna.secret.code(now + SignedDuration::from_secs(off));
            assert!(is_refused(door.gate.sign_in_password("a.beispiel", PASSWORD, &code, &visit()).await), "{off}");
        }
        let code = anna.secret.code(now - SignedDuration::from_secs(30));
        door.gate.sign_in_password("a.beispiel", PASSWORD, &code, &visit()).await.unwrap();
    }

    async fn each_recovery_code_serves_once(db: Db) {
        let door = Door::new(&db);
        let anna = door.person("a.beispiel", Role::Guide, "mercado").await;
        let code = &anna.codes[3];
        door.gate.sign_in_password("a.beispiel", PASSWORD, code, &visit()).await.unwrap();
        assert!(is_refused(door.gate.sign_in_password("a.beispiel", PASSWORD, code, &visit()).await));
        assert!(is_refused(door.gate.sign_in_password("a.beispiel", "falsch", &anna.codes[4], &visit()).await));
        door.gate.sign_in_password("a.beispiel", PASSWORD, &anna.codes[4], &visit()).await.unwrap();
        assert_eq!(door.gate.password_of(&anna.session).await.unwrap(), Some(8));
        assert_eq!(door.audited("recovery-code-use").await.len(), 2);
        let new = door.gate.recovery_renew(&anna.session).await.unwrap();
        assert!(is_refused(door.gate.sign_in_password("a.beispiel", PASSWORD, &anna.codes[5], &visit()).await));
        door.gate.sign_in_password("a.beispiel", PASSWORD, &new[0], &visit()).await.unwrap();
    }

    async fn ten_thousand_guesses_from_many_addresses_cost_ten_hashes(db: Db) {
        let door = Door::new(&db);
        let anna = door.person("a.beispiel", Role::Guide, "mercado").await;
        door.wait(1);
        let before = door.gate.hashes_run();
        for n in 0..10_000 {
            let visit = Visit { address: Some(format!("198.51.{}.{}", n / 250, n % 250)), ..visit() };
            assert!(is_refused(door.gate.sign_in_password("a.beispiel", &format!("Versuch {n}"), "123456", &visit).await));
        }
        assert_eq!(door.gate.hashes_run(), before + 10);
        let code = door.code(&anna);
        assert!(is_refused(door.gate.sign_in_password("a.beispiel", PASSWORD, &code, &visit()).await));
        assert_eq!(door.audited("sign-in-pause").await, [format!("visitor account:{} {{\"wrong\":10}}", anna.account.id)]);
        door.wait(15);
        let code = door.code(&anna);
        door.gate.sign_in_password("a.beispiel", PASSWORD, &code, &visit()).await.unwrap();
    }

    async fn one_address_that_guesses_many_names_pauses(db: Db) {
        let door = Door::new(&db);
        let visit = Visit { address: Some("192.0.2.7".to_owned()), ..visit() };
        let before = door.gate.hashes_run();
        for n in 0..200 {
            assert!(is_refused(door.gate.sign_in_password(&format!("name{n}"), "x", "1", &visit).await));
        }
        assert_eq!(door.gate.hashes_run(), before + 60);
        // The right password does not lift an address's pause for the others' guesses, and others are free.
        let anna = door.person("a.beispiel", Role::Guide, "mercado").await;
        door.wait(1);
        assert!(is_refused(door.gate.sign_in_password("a.beispiel", PASSWORD, &door.code(&anna), &visit).await));
        door.gate.sign_in_password("a.beispiel", PASSWORD, &door.code(&anna), &crate::door::visit()).await.unwrap();
    }

    async fn passwords_are_stored_as_argon2id(db: Db) {
        let door = Door::new(&db);
        door.person("a.beispiel", Role::Guide, "mercado").await;
        let find = db::Statement::new("find", "SELECT password FROM staff_account");
        let stored = db.fetch(&find, &[]).await.unwrap()[0].text(0).unwrap();
        assert!(stored.starts_with("$argon2id$v=19$"), "{stored}");
        assert_eq!(staff::Cost::SERVING.memory, 64 * 1024);
    }

    async fn guesses_at_once_count_as_those_one_after_another(db: Db) {
        let door = Door::new(&db);
        let anna = door.person("a.beispiel", Role::Guide, "mercado").await;
        let mut tries = tokio::task::JoinSet::new();
        for n in 0..40 {
            let (gate, session) = (door.gate.clone(), anna.session.clone());
            tries.spawn(async move { gate.prove_code(&session, &format!("{n:06}")).await.map(|_| ()) });
            let gate = door.gate.clone();
            tries.spawn(async move {
                gate.sign_in_password("a.beispiel", "geraten", "000000", &visit()).await.map(|_| ())
            });
        }
        assert!(tries.join_all().await.iter().all(Result::is_err));
        let counts = db::Statement::new("counts", "SELECT wrong FROM staff_attempt ORDER BY wrong");
        let counts = db.fetch(&counts, &[]).await.unwrap();
        let counts: Vec<_> = counts.iter().map(|row| row.int(0).unwrap()).collect();
        assert_eq!(counts, [10, 10]);
        // Whoever has a stolen session and guesses is written down, too.
        let said = door.audited("sign-in-pause").await;
        assert!(said.len() == 2 && said.iter().any(|line| line.starts_with("account:")), "{said:?}");
    }
}
