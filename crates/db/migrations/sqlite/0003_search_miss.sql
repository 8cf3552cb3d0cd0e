CREATE TABLE search_miss (
    month  TEXT NOT NULL,
    word   TEXT NOT NULL,
    unmet  INTEGER NOT NULL,
    unsure INTEGER NOT NULL,
    PRIMARY KEY (month, word)
) STRICT;
