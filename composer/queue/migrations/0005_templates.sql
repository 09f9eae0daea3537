-- Times that come again: a template makes an ordinary entry for each of them, a while before it is due.
CREATE TABLE template (
  id         TEXT PRIMARY KEY,            -- 'every-' and letters, so never the id of an entry
  account    TEXT NOT NULL,
  network    TEXT NOT NULL,
  title      TEXT NOT NULL,
  draft      TEXT NOT NULL,               -- path; read anew for each entry
  state      TEXT NOT NULL CHECK (state IN ('repeating', 'held', 'attention', 'cancelled')),
  words      TEXT NOT NULL,               -- the rule as it was written
  zone       TEXT NOT NULL,               -- whose clocks are meant
  next_at    INTEGER NOT NULL,            -- the next time that has no entry yet
  last_at    INTEGER,                     -- the time of the entry that was made last
  asked      TEXT NOT NULL,               -- JSON: what else was asked for, such as a style; read by who makes the entry
  late_ms    INTEGER,
  pace_ms    INTEGER NOT NULL,
  error      TEXT NOT NULL DEFAULT '',
  made       INTEGER NOT NULL DEFAULT 0,  -- how many entries
  revision   INTEGER NOT NULL DEFAULT 0,  -- bumped by every command and every entry made
  created_at INTEGER NOT NULL
);
CREATE INDEX template_next ON template (next_at) WHERE state = 'repeating';
CREATE TABLE template_log (
  id       INTEGER PRIMARY KEY,
  template TEXT NOT NULL REFERENCES template (id),
  at       INTEGER NOT NULL,
  actor    TEXT NOT NULL,
  what     TEXT NOT NULL,
  reason   TEXT NOT NULL
);
CREATE INDEX template_log_template ON template_log (template, id);

ALTER TABLE entry ADD COLUMN template TEXT REFERENCES template (id);   -- what made it
CREATE INDEX entry_template ON entry (template) WHERE template IS NOT NULL;
ALTER TABLE entry ADD COLUMN cool_until INTEGER;   -- held because it reads as heat, out of sight until then

-- The latest commands of a person may be about a template too.
CREATE TABLE command_of_old AS SELECT * FROM command;
DROP TABLE command;
CREATE TABLE command (
  id       INTEGER PRIMARY KEY,
  batch    INTEGER NOT NULL,              -- commands given in one go have the id of the first
  at       INTEGER NOT NULL,
  entry    TEXT NOT NULL,                 -- id of an entry or a template
  what     TEXT NOT NULL,
  began    INTEGER NOT NULL,              -- its revision right before it
  revision INTEGER NOT NULL,              -- its revision right after it
  before   TEXT                           -- JSON: its columns as they were; '' for a new one; NULL: final
);
INSERT INTO command SELECT * FROM command_of_old;
DROP TABLE command_of_old;
