PRAGMA application_id=1413705072;         -- "TCmp": this file is a queue of Thread Composer and nobody else's
ALTER TABLE entry ADD COLUMN taken_back INTEGER NOT NULL DEFAULT 0;   -- 1 from the moment a person retracts it
DROP INDEX entry_wake;
CREATE INDEX entry_wake ON entry (wake_at) WHERE state IN ('queued', 'publishing', 'retracting');
DROP INDEX entry_state;
CREATE INDEX entry_state ON entry (state, due_at, id);
CREATE INDEX entry_draft ON entry (draft, account);
CREATE INDEX attachment_digest ON attachment (digest);
CREATE INDEX post_leaving ON post (entry) WHERE state = 'deleting';

CREATE TABLE command (                    -- the latest commands of a person, so that the last one can be undone
  id       INTEGER PRIMARY KEY,
  batch    INTEGER NOT NULL,              -- commands given in one go have the id of the first
  at       INTEGER NOT NULL,
  entry    TEXT NOT NULL REFERENCES entry (id),
  what     TEXT NOT NULL,
  began    INTEGER NOT NULL,              -- the entry's revision right before it
  revision INTEGER NOT NULL,              -- the entry's revision right after it
  before   TEXT                           -- JSON: columns of the entry as they were; '' for a new entry; NULL: final
);
