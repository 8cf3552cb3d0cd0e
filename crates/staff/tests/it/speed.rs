use kernel::Role;

use crate::door::{Door, visit};

db::contract_tests! {
    async fn a_session_in_use_asks_the_database_once_a_second(db: Db) {
        let door = Door::new(&db);
        let (_, opened) = door.keyed("a.beispiel", Role::Guide, 5).await;
        let before = db.statements_run();
        for _ in 0..1000 {
            assert!(door.gate.session(&opened.token, &visit()).await.unwrap().is_some());
        }
        assert_eq!(db.statements_run() - before, 1);
    }
}
