// Articles that try to become more than text.
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const evil = '<b class="evil">The attack</b> is a threat <script>window.pwned=1;alert(1)</script><img src=x onerror="window.pwned=1">';
const texts = [
  `${evil} to the "town' & to all.\n\n]]> --> </style></script></title><iframe src="https://example.org"></iframe> Hackers attack the bank.`,
  `\u202eThe threat runs backwards\u202c and \u2066the attack\u2069 hides. ${evil} zero\u200bwidth at\u200btack. \u05D4\u05EA\u05E7\u05E4\u05D4 threat \u0647\u062C\u0648\u0645.`,
  `A threat ${'x'.repeat(1000000)} attack. ${evil} The hackers are not a threat.`,
];
const rows = texts.map((text, i) => JSON.stringify({
  id: `h${i}"><script>window.pwned=2</script>`, source: `Source ${i} <script>window.pwned=3</script>`,
  title: `<img src=x onerror=alert(2)> title ${i}`, date: '2016-01-0' + (i + 1), language: 'en', text,
}));
fs.writeFileSync(path.join(process.argv[2], 'articles.jsonl'), `${rows.join('\n')}\n`);
