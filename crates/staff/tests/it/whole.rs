db::contract_tests! {
    async fn every_statement_can_be_prepared(db: Db) {
        for statements in staff::STATEMENTS {
            db::testing::prepare_all(&db, statements).await;
        }
    }
}
