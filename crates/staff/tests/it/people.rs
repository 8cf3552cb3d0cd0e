use kernel::{Actor, Role};
use staff::StaffError;

use crate::door::{Door, PASSWORD, visit};

db::contract_tests! {
    async fn the_last_admin_stays(db: Db) {
        let door = Door::new(&db);
        let admin = door.person("admin", Role::Admin, "").await;
        let (id, operator) = (admin.account.id, Actor::Operator);
        // Invited, but not yet able to do anything.
        door.invited("neu", Role::Admin, "").await;
        for refused in [
            door.gate.account_lock(&operator, id).await,
            door.gate.account_delete(&operator, id).await,
            door.gate.account_change(&operator, id, Role::Editor.into(), &"".parse().unwrap()).await,
        ] {
            assert!(matches!(refused, Err(StaffError::LastAdmin)), "{refused:?}");
        }
        door.person("zweite", Role::Admin, "").await;
        door.gate.account_lock(&operator, id).await.unwrap();
        door.gate.account_delete(&operator, id).await.unwrap();
    }

    async fn an_admin_cannot_lock_himself_out(db: Db) {
        let door = Door::new(&db);
        let admin = door.person("admin", Role::Admin, "").await;
        door.person("zweite", Role::Admin, "").await;
        let (actor, id) = (admin.session.actor(), admin.account.id);
        for refused in [
            door.gate.account_lock(&actor, id).await,
            door.gate.account_delete(&actor, id).await,
            door.gate.account_change(&actor, id, Role::Guide.into(), &"*".parse().unwrap()).await,
            door.gate.account_reset(&actor, id, None).await.map(|_| ()),
        ] {
            assert!(matches!(refused, Err(StaffError::Own)), "{refused:?}");
        }
    }

    async fn recovery_takes_every_way_and_invites_anew(db: Db) {
        let door = Door::new(&db);
        let admin = door.person("admin", Role::Admin, "").await.session.actor();
        let anna = door.person("a.beispiel", Role::Guide, "mercado").await;
        door.wait(1);
        let old = door.gate.sign_in_password("a.beispiel", PASSWORD, &door.code(&anna), &visit()).await.unwrap();
        let invited = door.gate.account_reset(&admin, anna.account.id, None).await.unwrap();
        assert!(door.gate.session(&old.token, &visit()).await.unwrap().is_none());
        door.wait(1);
        for code in [door.code(&anna), anna.codes[0].clone()] {
            assert!(door.gate.sign_in_password("a.beispiel", PASSWORD, &code, &visit()).await.is_err());
        }
        let said = door.audited("account-reset").await;
        assert_eq!(said.len(), 1);
        assert!(said[0].starts_with("account:") && said[0].contains(" admin "), "{said:?}");
        // Only with both factors anew.
        let mut new = door.new_password();
        new.code = "000000".to_owned();
        assert!(door.gate.accept_password(&invited.token, "a.beispiel", &new, &visit()).await.is_err());
        door.gate.accept_password(&invited.token, "a.beispiel", &door.new_password(), &visit()).await.unwrap();
    }

    async fn the_operator_recovers_the_only_admin(db: Db) {
        let door = Door::new(&db);
        let admin = door.person("admin", Role::Admin, "").await;
        let invited = door.gate.account_reset(&Actor::Operator, admin.account.id, None).await.unwrap();
        door.gate.accept_password(&invited.token, "admin", &door.new_password(), &visit()).await.unwrap();
    }

    async fn a_lead_sees_and_invites_the_own_team(db: Db) {
        let door = Door::new(&db);
        let lead = door.person("l.beispiel", Role::Lead, "mercado").await.session.actor();
        let guide = door.gate.invite(&lead, Door::draft("g.beispiel", "guide", "mercado"), None).await.unwrap();
        let foreign = door.invited("f.beispiel", Role::Guide, "tibarg").await;
        for (roles, stops) in [("lead", "mercado"), ("admin", ""), ("guide", "tibarg"), ("guide", "*")] {
            let refused = door.gate.invite(&lead, Door::draft("x.beispiel", roles, stops), None).await;
            assert!(matches!(refused, Err(StaffError::Forbidden(_))), "{roles} {stops}: {refused:?}");
        }
        let seen: Vec<_> = door.gate.accounts(&lead).await.unwrap().iter().map(|l| l.account.handle.to_string()).collect();
        assert_eq!(seen, ["g.beispiel", "l.beispiel"]);
        assert!(matches!(door.gate.listed(&lead, foreign.account.id).await, Err(StaffError::NotFound)));
        assert!(matches!(door.gate.invite_again(&lead, foreign.account.id, None).await, Err(StaffError::NotFound)));
        assert!(door.gate.account_lock(&lead, guide.account.id).await.is_err());
        door.gate.invite_again(&lead, guide.account.id, None).await.unwrap();
        door.gate.invitation_withdraw(&lead, guide.account.id).await.unwrap();
        assert!(matches!(door.gate.listed(&lead, guide.account.id).await, Err(StaffError::NotFound)));
    }

    async fn who_left_leaves_only_an_id_in_the_log(db: Db) {
        let door = Door::new(&db);
        let anna = door.person("a.beispiel", Role::Guide, "mercado").await;
        door.gate.account_delete(&Actor::Operator, anna.account.id).await.unwrap();
        let all = db.audit_list(&db::AuditFilter::default()).await.unwrap();
        let text = format!("{all:?}");
        assert!(text.contains(&anna.account.id.to_string()));
        assert!(!text.contains("Beispiel") && !text.contains("a.beispiel"));
        assert!(db.audit_verify(None).await.unwrap().faults.is_empty());
    }

    async fn the_log_is_for_the_auditor(db: Db) {
        let door = Door::new(&db);
        let auditor = door.person("r.beispiel", Role::Auditor, "").await;
        let admin = door.person("admin", Role::Admin, "").await.session.actor();
        let filter = db::AuditFilter::default();
        assert!(door.gate.audit_list(&admin, &filter).await.is_err());
        let actor = auditor.session.actor();
        assert!(!door.gate.audit_list(&actor, &filter).await.unwrap().is_empty());
        assert!(door.gate.audit_verify(&actor, None).await.unwrap().faults.is_empty());
        let rows = door.gate.audit_export(&actor, &filter).await.unwrap().len();
        assert_eq!(door.audited("audit-export").await.len(), 1);
        assert!(rows > 4);
        let mut tired = auditor.session.actor();
        if let Actor::Staff(staff) = &mut tired {
            staff.proven = false;
        }
        assert!(door.gate.audit_export(&tired, &filter).await.is_err());
    }

    async fn a_locked_account_gets_no_link_that_does_not_hold(db: Db) {
        let door = Door::new(&db);
        let new = door.invited("neu", Role::Guide, "mercado").await.account.id;
        let anna = door.person("a.beispiel", Role::Guide, "mercado").await.account.id;
        for id in [new, anna] {
            door.gate.account_lock(&Actor::Operator, id).await.unwrap();
            let reset = door.gate.account_reset(&Actor::Operator, id, None).await;
            assert!(matches!(reset, Err(StaffError::Locked)), "{reset:?}");
        }
        let again = door.gate.invite_again(&Actor::Operator, new, None).await;
        assert!(matches!(again, Err(StaffError::Locked)), "{again:?}");
        door.gate.account_unlock(&Actor::Operator, anna).await.unwrap();
        let link = door.gate.account_reset(&Actor::Operator, anna, None).await.unwrap();
        assert!(door.gate.invitation_holds(&link.token).await.unwrap());
    }

    async fn an_export_is_whole_or_refused(db: Db) {
        let door = Door::new(&db);
        let auditor = door.person("r.beispiel", Role::Auditor, "").await.session.actor();
        let many = db::Statement::new(
            "many",
            "INSERT INTO audit (id, at, actor, action, object, detail, seq, prev, hash)
             WITH RECURSIVE n(i) AS (SELECT 1000 UNION ALL SELECT i + 1 FROM n WHERE i < 101000)
             SELECT 'id' || i, i, 'visitor', 'stop-change', 'stop:x', '{}', i, '', 'h' || i FROM n",
        );
        let mut tx = db.begin().await.unwrap();
        tx.execute(&many, &[]).await.unwrap();
        tx.commit().await.unwrap();
        let all = db::AuditFilter::default();
        let refused = door.gate.audit_export(&auditor, &all).await;
        assert!(matches!(refused, Err(StaffError::TooMany)), "{:?}", refused.map(|rows| rows.len()));
        let fewer = db::AuditFilter { before: Some(101_000), action: "stop-change".to_owned(), ..all };
        assert_eq!(door.gate.audit_export(&auditor, &fewer).await.unwrap().len(), 100_000);
    }

}
