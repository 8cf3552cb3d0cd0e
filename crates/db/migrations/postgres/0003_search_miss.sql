CREATE TABLE search_miss (
    month  TEXT COLLATE "C" NOT NULL,
    word   TEXT COLLATE "C" NOT NULL,
    unmet  BIGINT NOT NULL,
    unsure BIGINT NOT NULL,
    PRIMARY KEY (month, word)
);
