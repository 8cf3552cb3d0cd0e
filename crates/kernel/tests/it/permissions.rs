use std::fmt::Write as _;

use kernel::{Permission, Reach, Role};

const PLACE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/permissions.md");

/// The table as the document shows it.
fn table() -> String {
    let mut text = "| permission | what it allows | everybody |".to_owned();
    for role in Role::ALL {
        let _ = write!(text, " {role} |");
    }
    text.push_str(" second factor again |\n|---|---|---|");
    text.push_str(&"---|".repeat(Role::ALL.len() + 1));
    for permission in Permission::ALL {
        let _ = write!(
            text,
            "\n| {permission:?} | {} | {} |",
            permission.about(),
            cell(permission.of_visitors())
        );
        for role in Role::ALL {
            let _ = write!(text, " {} |", cell(permission.of(role)));
        }
        text.push_str(if permission.needs_proof() { " yes |" } else { " – |" });
    }
    text + "\n"
}

fn cell(reach: Reach) -> &'static str {
    match reach {
        Reach::Nowhere => "–",
        Reach::Own => "own stops",
        Reach::Everywhere => "yes",
    }
}

#[test]
fn the_document_shows_the_table_of_the_code() {
    let document = std::fs::read_to_string(PLACE).unwrap();
    let table = table();
    assert!(document.contains(&table), "docs/permissions.md should hold:\n{table}");
}

#[test]
fn the_auditor_changes_nothing_and_the_admin_reads_no_record() {
    for permission in Permission::ALL.iter().filter(|p| p.of_visitors() == Reach::Nowhere) {
        let reads = matches!(
            permission,
            Permission::StaffOwn | Permission::StaffSee | Permission::AuditRead | Permission::AuditExport
        );
        assert_eq!(permission.of(Role::Auditor) == Reach::Everywhere, reads, "{permission:?}");
    }
    assert_eq!(Permission::AuditRead.of(Role::Admin), Reach::Nowhere);
}
