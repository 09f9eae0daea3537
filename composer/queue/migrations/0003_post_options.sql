-- What is asked of the network beside the words of a post, such as a poll.
ALTER TABLE post ADD COLUMN options TEXT NOT NULL DEFAULT '{}';   -- JSON: the fields that are not at their default
