// Says what npm twitter-text and this machine's ICU make of texts: one JSON string a line in, one JSON object a line out.
//   npm install --prefix FOLDER twitter-text@3.1.0
//   NODE_PATH=FOLDER/node_modules node tests/text/reference/oracle.js < texts.jsonl
const twitter = require('twitter-text');
const segmenter = new Intl.Segmenter();

const entities = text => twitter.extractEntitiesWithIndices(text).map(entity => {
  const kind = ['url', 'screenName', 'hashtag', 'cashtag'].find(name => name in entity);
  return [kind, ...entity.indices, kind === 'url' ? entity.url : ''];
});

for (const line of require('fs').readFileSync(0, 'utf8').split('\n')) {
  if (!line) continue;
  const text = JSON.parse(line);
  const parsed = twitter.parseTweet(text);
  let graphemes = 0;
  for (const _ of segmenter.segment(text)) graphemes++;
  console.log(JSON.stringify({
    length: parsed.weightedLength, valid: parsed.valid, entities: entities(text.normalize()), graphemes,
  }));
}
