# The length that a Mastodon server checks, for one JSON string a line, and whether this Ruby knows all its characters.
#
# Takes the patterns of Debian's ruby-twitter-text 1.14.7, brought to version 3.1 where that differs, and Mastodon's
# own from its sources: `ruby mastodon.rb MASTODON_FOLDER TOP_LEVEL_DOMAINS < texts`.
require 'json'
require 'yaml'

mastodon, names = ARGV
$RUBY_1_9 = true
library = $LOAD_PATH.map { |folder| "#{folder}/twitter-text/regex.rb" }.find { |file| File.exist?(file) }
abort 'ruby-twitter-text is not installed' unless library
known = File.readlines(names, chomp: true, encoding: 'UTF-8').reject { |line| line.empty? || line.start_with?('#') }
module Twitter; end
Twitter::TwitterText = Twitter
TOP_LEVEL = { 'generic' => known.sort_by { |name| -name.length }, 'country' => ['ac'] }.freeze
directions = '\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069'
source = File.read(library, encoding: 'UTF-8')
source.sub!(/^    if File\.exists\?.*?^    end$/m, '    TLDS = TOP_LEVEL')
source.gsub!('(?=[^0-9a-z@]|$)', '(?=[^0-9a-z@+-]|$)')
source.sub!("INVALID_CHARACTERS.join('')}]|^)/io", "INVALID_CHARACTERS.join('')}]|[#{directions}]|^)/io")
source.sub!('REGEXEN.each_pair{|k,v| v.freeze }', '')
eval(source)
eval(File.read("#{mastodon}/config/initializers/twitter_regex.rb", encoding: 'UTF-8'))
eval(File.readlines("#{mastodon}/app/models/account.rb").grep(/^  (USERNAME|MENTION)_RE /).join)

PATTERNS = Twitter::Regex::REGEXEN
SHORT = %r{^https?://t\.co/([a-z0-9]+)(?:\?[a-z0-9!?*'();:&=+$/%#\[\]\-_.,~|@]*[a-z0-9\-_&=#/])?}i

def links(text)
  found = []
  text.scan(PATTERNS[:valid_url]) do
    match = $~
    next unless match[4]

    start, finish = match.begin(3), match.end(3)
    if (short = SHORT.match(match[3]))
      next if short[1].length > 40

      finish = start + short[0].length
    end
    # The server measures labels in Punycode, which Ruby lacks; a longer one is no link to it and counts in full.
    next if match[5].split('.').any? { |label| label.length > 63 }

    found << [start, finish, 'x' * 23]
  end
  found
end

def mentions(text)
  found = []
  text.scan(MENTION_RE) do
    match = $~
    next if PATTERNS[:end_mention_match].match?(match.post_match)

    user, host = match[1].split('@')
    found << [match.begin(1) - 1, match.end(1), "@#{user}"] unless host && host.length > 253
  end
  found
end

def length(text)
  text = text.strip
  shown, at = +'', 0
  (links(text) + mentions(text)).sort_by(&:first).each do |start, finish, counted|
    next if start < at

    shown << text[at...start] << counted
    at = finish
  end
  (shown << text[at..]).grapheme_clusters.size
end

$stdin.set_encoding('UTF-8')
$stdin.each_line do |line|
  text = JSON.parse(line)
  puts JSON.generate([length(text), !text.match?(/[\p{Cn}]/)])
end
