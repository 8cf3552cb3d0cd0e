use kernel::{Actor, Role, SeededRng};
use staff::{SignInError, StaffError, practice_accounts};

use crate::door::{Door, visit};

fn is_closed<T: std::fmt::Debug>(answer: Result<T, SignInError>) {
    assert!(matches!(answer, Err(SignInError::NoPractice)), "{answer:?}");
}

db::contract_tests! {
    async fn every_role_can_be_tried_by_a_click(db: Db) {
        let door = Door::new(&db);
        practice_accounts(&db, &Actor::Operator, &door.clock, &SeededRng::new(3)).await.unwrap();
        for role in Role::ALL {
            let opened = door.gate.sign_in_practice(role, &visit()).await.unwrap();
            assert_eq!(opened.session.account().roles, role.into());
            let token = door.gate.prove_practice(&opened.session).await.unwrap();
            assert!(door.gate.session(&token, &visit()).await.unwrap().is_some());
        }
    }

    async fn never_in_a_database_that_example_data_did_not_fill(db: Db) {
        let door = Door::new(&db);
        is_closed(door.gate.sign_in_practice(Role::Admin, &visit()).await);
        // Not even for an account of that name.
        door.invited("uebung-admin", Role::Admin, "").await;
        is_closed(door.gate.sign_in_practice(Role::Admin, &visit()).await);
    }

    async fn never_on_a_server_started_without_them(db: Db) {
        let door = Door::with(&db, false);
        practice_accounts(&db, &Actor::Operator, &door.clock, &SeededRng::new(3)).await.unwrap();
        is_closed(door.gate.sign_in_practice(Role::Admin, &visit()).await);
        assert!(door.gate.sign_in_password("uebung-admin", "", "", &visit()).await.is_err());
    }

    async fn they_get_no_password_and_no_passkey(db: Db) {
        let door = Door::new(&db);
        practice_accounts(&db, &Actor::Operator, &door.clock, &SeededRng::new(3)).await.unwrap();
        let opened = door.gate.sign_in_practice(Role::Guide, &visit()).await.unwrap();
        assert!(matches!(door.gate.passkey_ask_own(&opened.session).await, Err(StaffError::NotFound)));
        assert!(matches!(door.gate.password_set(&opened.session, &door.new_password()).await, Err(StaffError::NotFound)));
        let id = opened.session.account().id;
        assert!(matches!(door.gate.account_reset(&Actor::Operator, id, None).await, Err(StaffError::NotFound)));
    }

    async fn nor_an_invitation(db: Db) {
        let door = Door::new(&db);
        practice_accounts(&db, &Actor::Operator, &door.clock, &SeededRng::new(3)).await.unwrap();
        let guide = door.gate.sign_in_practice(Role::Guide, &visit()).await.unwrap();
        let invited = door.gate.invite_again(&Actor::Operator, guide.session.account().id, None).await;
        assert!(matches!(invited, Err(StaffError::SetUp)), "{invited:?}");
    }
}
