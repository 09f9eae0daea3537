-- Instants are UTC milliseconds. What an entry says is frozen here: a draft changed or deleted later changes nothing.
CREATE TABLE entry (
  id         TEXT PRIMARY KEY,
  account    TEXT NOT NULL,
  network    TEXT NOT NULL,
  title      TEXT NOT NULL,
  draft      TEXT,                        -- path, for the reader only
  state      TEXT NOT NULL CHECK (state IN ('held', 'queued', 'publishing', 'published', 'failed', 'attention',
                                            'cancelled', 'retracting', 'retracted')),
  due_at     INTEGER NOT NULL,            -- derived from wall and zone
  wall       TEXT NOT NULL,
  zone       TEXT NOT NULL,
  words      TEXT NOT NULL,
  note       TEXT NOT NULL,
  wake_at    INTEGER NOT NULL,            -- when the worker acts next: due, after a pause, to look, to try again
  touched_at INTEGER NOT NULL,            -- when wake_at was set; later than now only if the clock went back
  late_ms    INTEGER,                     -- how late it may begin; NULL: however late
  pace_ms    INTEGER NOT NULL,            -- pause between two posts
  visibility TEXT NOT NULL,
  parent_id  TEXT, parent_url TEXT, parent_at INTEGER,   -- the post that the thread replies to
  digest     TEXT NOT NULL,               -- SHA-256 of the texts
  failures   INTEGER NOT NULL DEFAULT 0,  -- consecutive; any receipt resets it
  error      TEXT NOT NULL DEFAULT '',
  revision   INTEGER NOT NULL DEFAULT 0,  -- bumped by every claim and every command of a person
  created_at INTEGER NOT NULL
);
CREATE INDEX entry_wake ON entry (wake_at) WHERE state IN ('queued', 'publishing');
CREATE INDEX entry_due ON entry (due_at, id);
CREATE INDEX entry_state ON entry (state, due_at);
CREATE INDEX entry_digest ON entry (account, digest);

CREATE TABLE post (
  entry            TEXT NOT NULL REFERENCES entry (id),
  number           INTEGER NOT NULL,
  text             TEXT NOT NULL,
  links            TEXT NOT NULL,         -- JSON: [[start, end, target], ...]
  content_warning  TEXT NOT NULL,
  language         TEXT NOT NULL,
  key              TEXT NOT NULL,
  state            TEXT NOT NULL CHECK (state IN ('pending', 'sending', 'sent', 'unknown', 'deleting', 'deleted')),
  attempts         INTEGER NOT NULL DEFAULT 0,
  first_attempt_at INTEGER,
  started_at       INTEGER,               -- the intent: committed before the call
  remote_id        TEXT, url TEXT, sent_at INTEGER, remote_text TEXT,   -- the receipt: committed right after it
  PRIMARY KEY (entry, number)
);
CREATE INDEX post_open ON post (entry) WHERE state IN ('sending', 'unknown');

CREATE TABLE media (
  digest  TEXT PRIMARY KEY,               -- SHA-256 of the content
  content BLOB NOT NULL
);
CREATE TABLE attachment (
  entry    TEXT NOT NULL,
  number   INTEGER NOT NULL,
  position INTEGER NOT NULL,
  name     TEXT NOT NULL,
  type     TEXT NOT NULL,
  alt      TEXT NOT NULL,
  digest   TEXT NOT NULL REFERENCES media (digest),
  PRIMARY KEY (entry, number, position),
  FOREIGN KEY (entry, number) REFERENCES post (entry, number)
);

CREATE TABLE log (
  id     INTEGER PRIMARY KEY,
  entry  TEXT NOT NULL REFERENCES entry (id),
  at     INTEGER NOT NULL,
  actor  TEXT NOT NULL,
  what   TEXT NOT NULL,
  reason TEXT NOT NULL
);
CREATE INDEX log_entry ON log (entry, id);

CREATE TABLE worker (                     -- the last one that ran, for 'no worker has run since ...'
  one        INTEGER PRIMARY KEY CHECK (one = 1),
  name       TEXT NOT NULL,
  pid        INTEGER NOT NULL,
  started_at INTEGER NOT NULL,
  seen_at    INTEGER NOT NULL,
  stopped    INTEGER NOT NULL             -- 1 once it has left cleanly
);
