-- What a network's publisher made ready for the call that is in doubt or comes next, so that each attempt is the same.
ALTER TABLE entry ADD COLUMN plan BLOB;   -- NULL: nothing yet
