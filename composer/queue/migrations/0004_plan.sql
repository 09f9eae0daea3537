-- What a network's publisher made ready for one call, so that each attempt is the same, and for which posts it is.
ALTER TABLE entry ADD COLUMN plan BLOB;       -- NULL: nothing yet
ALTER TABLE entry ADD COLUMN plan_for TEXT;   -- keys of the posts, with spaces between them
