use kernel::{Actor, Role};
use staff::{Problem, StaffError, rules::password::PasswordProblem};

use crate::door::{Door, PASSWORD, visit};

fn is_void<T>(answer: Result<T, StaffError>) -> bool {
    matches!(answer, Err(StaffError::Invitation))
}

db::contract_tests! {
    async fn an_invitation_serves_once(db: Db) {
        let door = Door::new(&db);
        let invited = door.invited("a.beispiel", Role::Guide, "mercado").await;
        assert!(door.gate.invitation_holds(&invited.token).await.unwrap());
        let new = door.new_password();
        let (opened, codes) = door.gate.accept_password(&invited.token, "A.Beispiel", &new, &visit()).await.unwrap();
        assert_eq!(opened.session.account().id, invited.account.id);
        assert_eq!(codes.len(), 10);
        assert!(!door.gate.invitation_holds(&invited.token).await.unwrap());
        assert!(is_void(door.gate.accept_password(&invited.token, "a.beispiel", &new, &visit()).await));
        assert_eq!(door.audited("account-invite").await.len(), 1);
    }

    async fn it_holds_for_48_hours(db: Db) {
        let door = Door::new(&db);
        let invited = door.invited("a.beispiel", Role::Guide, "mercado").await;
        door.wait(48 * 60 - 1);
        assert!(door.gate.invitation_holds(&invited.token).await.unwrap());
        door.wait(1);
        assert!(!door.gate.invitation_holds(&invited.token).await.unwrap());
        assert!(is_void(door.gate.invitation_ask(&invited.token, "a.beispiel").await));
        let again = door.gate.invite_again(&Actor::Operator, invited.account.id, None).await.unwrap();
        assert!(door.gate.invitation_holds(&again.token).await.unwrap());
    }

    async fn another_person_with_the_link_does_not_know_the_name(db: Db) {
        let door = Door::new(&db);
        let invited = door.invited("a.beispiel", Role::Guide, "mercado").await;
        for _ in 0..5 {
            assert!(is_void(door.gate.invitation_ask(&invited.token, "x.fremd").await));
        }
        assert!(is_void(door.gate.invitation_ask(&invited.token, "a.beispiel").await));
        assert_eq!(door.audited("invitation-void").await.len(), 1);
    }

    async fn a_new_link_ends_the_old_one(db: Db) {
        let door = Door::new(&db);
        let first = door.invited("a.beispiel", Role::Guide, "mercado").await;
        let second = door.gate.invite_again(&Actor::Operator, first.account.id, None).await.unwrap();
        assert!(!door.gate.invitation_holds(&first.token).await.unwrap());
        assert!(door.gate.invitation_holds(&second.token).await.unwrap());
    }

    async fn its_secret_is_stored_nowhere(db: Db) {
        let door = Door::new(&db);
        let invited = door.invited("a.beispiel", Role::Guide, "mercado").await;
        let secret = invited.token.to_string();
        for (table, column) in [("staff_invitation", "token_hash"), ("audit", "detail"), ("audit", "object")] {
            let sql = format!("SELECT count(*) FROM {table} WHERE {column} = $1");
            let find = db::Statement::new("find", sql.leak());
            assert_eq!(db.fetch(&find, &[secret.as_str().into()]).await.unwrap()[0].int(0).unwrap(), 0, "{table}");
        }
        assert!(!format!("{invited:?}").contains(&secret));
    }

    async fn a_weak_password_or_a_wrong_clock_is_told_and_uses_nothing_up(db: Db) {
        let door = Door::new(&db);
        let invited = door.invited("a.beispiel", Role::Guide, "mercado").await;
        let mut new = door.new_password();
        let refused = async |new: &staff::NewPassword| {
            match door.gate.accept_password(&invited.token, "a.beispiel", new, &visit()).await {
                Err(StaffError::Invalid(problem)) => problem,
                other => panic!("{other:?}"),
            }
        };
        new.password = "password1234".to_owned();
        assert_eq!(refused(&new).await, Problem::Password(PasswordProblem::Common));
        new.password = PASSWORD.to_owned();
        new.code = "000000".to_owned();
        assert_eq!(refused(&new).await, Problem::Code);
        let ahead = kernel::Clock::now(&door.clock) + jiff::SignedDuration::from_secs(90);
        new.code = new.secret.code(ahead);
        assert_eq!(refused(&new).await, Problem::ClockOff(90));
        assert!(door.gate.invitation_holds(&invited.token).await.unwrap());
    }

    async fn a_name_for_signing_in_is_taken_once(db: Db) {
        let door = Door::new(&db);
        door.invited("a.beispiel", Role::Guide, "mercado").await;
        let again = door.gate.invite(&Actor::Operator, Door::draft("A.Beispiel", "guide", "mercado"), None).await;
        assert!(matches!(again, Err(StaffError::Invalid(Problem::HandleTaken))), "{again:?}");
        let none = door.gate.invite(&Actor::Operator, Door::draft("b.beispiel", "", "mercado"), None).await;
        assert!(matches!(none, Err(StaffError::Invalid(Problem::NoRole))), "{none:?}");
    }
}
