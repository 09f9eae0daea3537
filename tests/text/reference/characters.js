// Prints the rows of composer/text/data/x_characters.txt by asking npm twitter-text about every code point.
//   npm install --prefix FOLDER twitter-text@3.1.0 && NODE_PATH=FOLDER/node_modules node tests/text/reference/characters.js
const at = name => require(`twitter-text/dist/regexp/${name}`);
const one = (source, flags) => new RegExp(`^(?:${source})$`, flags);
const classes = {
  accented: one(`[${at('latinAccentChars').source}]`, ''),
  accented_any_case: one(`[${at('latinAccentChars').source}]`, 'i'),
  path: at('validGeneralUrlPathChars'),
  letter: one(at('hashtagAlpha').source, 'i'),
  tag: one(at('hashtagAlphaNumeric').source, 'i'),
};
classes.path = one(classes.path.source, 'i');
const hex = n => n.toString(16).toUpperCase().padStart(4, '0');
for (const [name, pattern] of Object.entries(classes)) {
  const ranges = [];
  for (let c = 0x80; c < 0x110000; c++) {
    if (c >= 0xd800 && c < 0xe000) continue;
    if (name === 'tag' && classes.letter.test(String.fromCodePoint(c))) continue;
    if (!pattern.test(String.fromCodePoint(c))) continue;
    const last = ranges[ranges.length - 1];
    if (last && last[1] === c - 1) last[1] = c; else ranges.push([c, c]);
  }
  console.log(name, ranges.map(([a, b]) => a === b ? hex(a) : `${hex(a)}-${hex(b)}`).join(' '));
}
