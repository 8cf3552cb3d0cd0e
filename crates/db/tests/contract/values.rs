use db::{DbError, Statement, Value};

use crate::{SETTING_INSERT, keep, settings};

const SETTING_NAMES: Statement = Statement::new("setting_names", "SELECT name FROM setting ORDER BY name");
const ECHO: Statement =
    Statement::new("echo", "SELECT CAST($1 AS bigint), CAST($2 AS text), CAST($3 AS double precision)");
const LITERALS: Statement =
    Statement::new("literals", "SELECT 1, 'a', 1 = 1, count(*) FROM published_version");
const SUM: Statement =
    Statement::new("sum", "SELECT CAST(sum(version) AS bigint) FROM published_version WHERE id > $1");
const TWO: Statement = Statement::new("two", "SELECT name FROM setting WHERE name = $2 AND value = $1");

/// Letters of DIN 91379, Latin as precomposed letters: Latin-1, Extended-A, what else is in use, Extended Additional.
fn letters() -> String {
    let ranges = ['\u{20}'..='\u{7e}', '\u{a1}'..='\u{17f}', '\u{180}'..='\u{24f}', '\u{1e00}'..='\u{1eff}'];
    ranges.into_iter().flatten().chain("ʰʳˆˇʹʺʼʾʿˈˌ€–“”•…‰⁰⁴™∞≤≥".chars()).collect()
}

/// Letters of DIN 91379 that exist only as a base letter with combining marks.
const SEQUENCES: &str = "A̋C̀C̄C̆C̈C̕C̣C̦C̨̆D̂F̀F̄G̀H̄H̦H̱J́J̌K̀K̂K̄K̇K̕K̛K̦K͟HK͟hL̂L̥L̥̄L̦M̀M̂M̆M̐N̂N̄N̆N̦P̀P̄P̕P̣R̆R̥R̥̄S̀S̄S̛̄S̱T̀T̄T̈T̕T̛U̇Z̀Z̄Z̆Z̈Z̧a̋c̀c̄c̆c̈c̕c̣c̦c̨̆d̂f̀f̄g̀h̦j́k̀k̂k̄k̇k̕k̛k̦k͟hl̂l̥l̥̄l̦m̀m̂m̆m̐n̂n̄n̆n̦p̀p̄p̕p̣r̆r̥r̥̄s̀s̄s̛̄s̱t̀t̄t̕t̛u̇z̀z̄z̆z̈z̧Ç̆ç̆Û̄û̄Č̕č̕";

db::contract_tests! {
    async fn every_letter_comes_back(db: Db) {
        let texts = [letters(), SEQUENCES.to_owned(), "👩🏽‍🦼🏳️‍🌈 𝄞 ‏שלום עולם مرحبا\u{202e}x".to_owned(), String::new(),
            "a\tb\r\nc\u{1}\u{7f}'\";-- %_\\".to_owned(), "x".repeat(1_000_000)];
        for text in texts {
            keep(&db, "letters", &text).await;
            assert!(db.setting_get("letters").await.unwrap().as_ref() == Some(&text), "{text:.80}");
        }
    }

    async fn a_nul_character_is_refused(db: Db) {
        let mut tx = db.begin().await.unwrap();
        let refused = tx.setting_put("a", "b\0c").await.unwrap_err();
        assert_eq!(refused.to_string(), "setting_put: a text holds a NUL character");
        let refused = db.fetch(&ECHO, &[0.into(), Value::OptText(Some("\0".into())), 0.0.into()]).await.unwrap_err();
        assert!(matches!(refused, DbError::Nul { statement: "echo" }), "{refused:?}");
    }

    async fn numbers_come_back_exactly(db: Db) {
        for int in [0, 1, -1, i64::MAX, i64::MIN, 1 << 53, (1 << 53) + 1] {
            for real in [0.0, 53.550_341, -1e-300, f64::MAX, 0.1 + 0.2] {
                let rows = db.fetch(&ECHO, &[int.into(), "t".into(), real.into()]).await.unwrap();
                assert_eq!(rows[0].int(0).unwrap(), int);
                assert_eq!(rows[0].real(2).unwrap().to_bits(), real.to_bits());
            }
        }
    }

    /// SQLite would store "not a number" as NULL.
    async fn a_real_that_is_no_number_is_refused(db: Db) {
        for real in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            let refused = db.fetch(&ECHO, &[0.into(), "t".into(), real.into()]).await.unwrap_err();
            assert!(matches!(refused, DbError::NotFinite { statement: "echo" }), "{refused:?}");
        }
    }

    async fn null_is_told_from_values(db: Db) {
        let nulls = [Value::OptInt(None), Value::OptText(None), Value::OptReal(None)];
        let rows = db.fetch(&ECHO, &nulls).await.unwrap();
        let row = &rows[0];
        assert_eq!((row.opt_int(0).unwrap(), row.opt_text(1).unwrap(), row.opt_real(2).unwrap()), (None, None, None));
        for refused in [row.int(0).unwrap_err(), row.text(1).unwrap_err(), row.real(2).unwrap_err()] {
            assert!(matches!(refused, DbError::Decode { statement: "echo", .. }), "{refused:?}");
        }
        let values = [Some(5).into(), Some("é".to_owned()).into(), Some(0.5).into()];
        let rows = db.fetch(&ECHO, &values).await.unwrap();
        let row = &rows[0];
        assert_eq!(row.opt_int(0).unwrap(), Some(5));
        assert_eq!(row.opt_text(1).unwrap().as_deref(), Some("é"));
        assert_eq!(row.opt_real(2).unwrap(), Some(0.5));
        assert_eq!((row.int(0).unwrap(), row.text(1).unwrap()), (5, "é".to_owned()));
    }

    async fn a_wrong_column_or_type_is_an_error(db: Db) {
        let rows = db.fetch(&ECHO, &[1.into(), "t".into(), 0.5.into()]).await.unwrap();
        let row = &rows[0];
        let wrong = [
            row.int(3).map(drop), row.int(1).map(drop), row.int(2).map(drop), row.text(0).map(drop),
            row.real(0).map(drop), row.opt_text(2).map(drop), row.opt_int(usize::MAX).map(drop),
        ];
        for refused in wrong {
            assert!(matches!(refused, Err(DbError::Decode { statement: "echo", .. })), "{refused:?}");
        }
    }

    async fn literals_and_truth_are_integers_and_text(db: Db) {
        let rows = db.fetch(&LITERALS, &[]).await.unwrap();
        let row = &rows[0];
        let found = (row.int(0).unwrap(), row.text(1).unwrap(), row.int(2).unwrap(), row.int(3).unwrap());
        assert_eq!(found, (1, "a".to_owned(), 1, 1));
    }

    async fn an_empty_sum_is_null(db: Db) {
        assert_eq!(db.fetch(&SUM, &[0.into()]).await.unwrap()[0].opt_int(0).unwrap(), Some(1));
        assert_eq!(db.fetch(&SUM, &[1.into()]).await.unwrap()[0].opt_int(0).unwrap(), None);
    }

    async fn placeholders_go_by_number(db: Db) {
        keep(&db, "name", "value").await;
        assert_eq!(db.fetch(&TWO, &["value".into(), "name".into()]).await.unwrap().len(), 1);
        assert_eq!(db.fetch(&TWO, &["name".into(), "value".into()]).await.unwrap().len(), 0);
    }

    /// SQLite would take a missing value for NULL and pass over one too many.
    async fn a_wrong_number_of_values_is_refused(db: Db) {
        for args in [vec![], vec!["a".into()], vec!["a".into(), "b".into(), "c".into()]] {
            let refused = db.fetch(&TWO, &args).await.unwrap_err();
            assert!(matches!(refused, DbError::Arguments { wanted: 2, .. }), "{refused:?}");
        }
    }

    async fn text_sorts_and_differs_by_its_bytes(db: Db) {
        let names = ["a", "Z", "ä", "B", "a b", "a-b", "ab", "A", "é", "e\u{301}", "_", "ß", "ss", "I", "ı", "😀", "ﬁ"];
        let mut tx = db.begin().await.unwrap();
        for name in names {
            tx.execute(&SETTING_INSERT, &[name.into(), "".into()]).await.unwrap();
        }
        tx.commit().await.unwrap();
        let rows = db.fetch(&SETTING_NAMES, &[]).await.unwrap();
        let found: Vec<String> = rows.iter().map(|row| row.text(0).unwrap()).collect();
        let mut wanted = names.to_vec();
        wanted.sort_unstable();
        assert_eq!(found, wanted);
        assert_eq!(settings(&db).await.len(), names.len());
    }
}
