use crate::Role;

/// How far a permission goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// Not at all.
    Nowhere,
    /// At one's own stops.
    Own,
    /// Everywhere.
    Everywhere,
}

macro_rules! permissions {
    ($($(#[doc = $doc:literal])+ $name:ident $visitor:tt $guide:tt $clerk:tt $lead:tt $editor:tt $planner:tt $admin:tt $auditor:tt $proof:tt)+) => {
        /// Something that may be allowed or forbidden. One entry per kind of change.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Permission {
            $($(#[doc = $doc])+ $name,)+
        }

        impl Permission {
            /// All, in the order of the table.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// What it is about, in one line, as in its documentation.
            pub const fn about(self) -> &'static str {
                match self {
                    $(Self::$name => concat!($($doc),+).trim_ascii(),)+
                }
            }

            /// How far it goes for everybody, signed in or not.
            pub const fn of_visitors(self) -> Reach {
                match self {
                    $(Self::$name => cell!($visitor),)+
                }
            }

            /// How far it goes for a role.
            pub const fn of(self, role: Role) -> Reach {
                match self {
                    $(Self::$name => match role {
                        Role::Guide => cell!($guide),
                        Role::Clerk => cell!($clerk),
                        Role::Lead => cell!($lead),
                        Role::Editor => cell!($editor),
                        Role::Planner => cell!($planner),
                        Role::Admin => cell!($admin),
                        Role::Auditor => cell!($auditor),
                    },)+
                }
            }

            /// Whether the second factor must have been shown a short while ago (OWASP ASVS 5.0, 7.5.1 and 7.5.3).
            pub const fn needs_proof(self) -> bool {
                match self {
                    $(Self::$name => matches!(cell!($proof), Reach::Everywhere),)+
                }
            }
        }
    };
}

/// `-` nowhere, `own` at one's own stops, `all` everywhere.
macro_rules! cell {
    (-) => {
        Reach::Nowhere
    };
    (own) => {
        Reach::Own
    };
    (all) => {
        Reach::Everywhere
    };
    (again) => {
        Reach::Everywhere
    };
}

// The one table of who may do what. What is not granted here is refused. The last column marks what needs the second
// factor once more. docs/permissions.md shows the same table; a test keeps them equal.
#[rustfmt::skip]
permissions! {
    //                                                        visitor guide clerk lead editor planner admin auditor proof
    /// Create, change and cancel venues and stops.
    TourWrite                                                       -     -     -    -      -     all     -       -     -
    /// Create, change and withdraw services.
    DirectoryWrite                                                  -     -     -    -    all       -     -       -     -
    /// Tell of a barrier on the site.
    BarrierReport                                                 all   all   all  all    all     all   all     all     -
    /// Read, close and delete what was told of barriers.
    BarrierManage                                                   -     -     -    -    all       -     -       -     -
    /// Draw a number at a stop, follow it, give it back.
    QueueDraw                                                     all   all   all  all    all     all   all     all     -
    /// See the queue of a stop as those who serve it.
    QueueSee                                                        -   own   own  own      -       -     -       -     -
    /// Call, start, park, hand over and finish at a stop.
    QueueServe                                                      -   own   own  own      -       -     -       -     -
    /// Do what only the clerk may: take over what was handed over.
    QueueClerk                                                      -     -   own    -      -       -     -       -     -
    /// Stop or resume giving numbers, put right what others did, open and close the day of a stop.
    QueueManage                                                     -     -     -  own      -       -     -       -     -
    /// Change one's own passkeys, password and recovery codes.
    StaffOwn                                                        -   all   all  all    all     all   all     all   again
    /// See who serves.
    StaffSee                                                        -     -     -  own      -       -   all     all     -
    /// Invite guides and clerks to one's own stops, and take an invitation back.
    StaffInvite                                                     -     -     -  own      -       -   all       -     -
    /// Give any role, change roles and stops, lock, unlock, reset and delete accounts.
    StaffManage                                                     -     -     -    -      -       -   all       -  again
    /// Enrol and revoke the shared tablets of a stop.
    DeviceManage                                                    -     -     -  own      -       -   all       -     -
    /// Read what was done by whom.
    AuditRead                                                       -     -     -    -      -       -     -     all     -
    /// Take the record of what was done out of the house.
    AuditExport                                                     -     -     -    -      -       -     -     all  again
}
