// What a reader does with the report and the reader view, in a real browser. Arguments: folder with report.html, reader.html,
// hostile-report.html and hostile-reader.html.
'use strict';
const path = require('node:path');
const { test, open, bare, accessible, main, assert } = require('./harness.js');

const at = (name) => path.join(path.resolve(process.argv[2]), name);
const shown = (page) => page.locator('.cell blockquote:visible').count();

test('report opens without errors or requests', () => open(at('report.html'), async (page, opened) => {
  assert.ok(opened < 5000, `${opened} ms`);
  assert.ok(await page.locator('figure svg').count() >= 10);
}));

for (const colorScheme of ['light', 'dark']) {
  test(`report is accessible, ${colorScheme}`, () => open(at('report.html'), (page) => accessible(page, 'report'), { colorScheme }));
  test(`reader view is accessible, ${colorScheme}`, () => open(at('reader.html'), async (page) => {
    await accessible(page, 'reader view');
    await page.check('#show-details');
    await page.check('#show-cues');
    await accessible(page, 'reader view with explanations');
  }, { colorScheme }));
}

test('report can be read without scripts', () => open(at('report.html'), async (page) => {
  assert.ok(await shown(page) > 10);
  assert.equal(await page.locator('#filters').isVisible(), false);
  assert.equal(await page.locator('#panel').isVisible(), false);
  const dead = await page.locator('a[href^="#"]').evaluateAll((links) =>
    links.map((a) => decodeURIComponent(a.getAttribute('href').slice(1))));
  const ids = new Set(await page.locator('[id]').evaluateAll((all) => all.map((n) => n.id)));
  assert.deepEqual(dead.filter((id) => !ids.has(id)), []);
}, { javaScriptEnabled: false }));

test('links to sections lead to them, past sentences that are laid out only when they come into view', () => open(at('report.html'), async (page) => {
  for (const id of ['evidence', 'measured', 'lexicons', 'method', 'stance']) {
    await page.locator(`nav a[href="#${id}"]`).first().click();
    // A scroll that takes time would end where the section stood when it began.
    await page.waitForTimeout(400);
    const off = await page.evaluate((i) => Math.abs(document.getElementById(i).getBoundingClientRect().top), id);
    assert.ok(off < 40, `${id}: ${off}`);
  }
}));

test('filters narrow the sentences and say how many', () => open(at('report.html'), async (page) => {
  const all = await shown(page);
  for (const filter of ['frame', 'source', 'stance', 'voice', 'concept', 'speaker']) {
    const select = page.locator(`select[data-filter="${filter}"]`);
    const value = await select.locator('option').nth(1).getAttribute('value');
    await select.selectOption(value);
    await page.waitForFunction((n) => document.querySelectorAll('.cell blockquote:not([hidden])').length < n, all);
    const wrong = await page.locator('.cell blockquote:visible').evaluateAll((list, [f, v]) =>
      list.filter((q) => !(q.dataset[f] || '').split('|').includes(v)).length, [filter, value]);
    assert.equal(wrong, 0, filter);
    const n = await shown(page);
    assert.ok(n > 0, filter);
    assert.match(await page.locator('#found').textContent(), new RegExp(`^${n} quotations? of ${all} found$`));
    await page.click('#filters button[type=reset]');
    await page.waitForFunction((k) => document.querySelectorAll('.cell blockquote:not([hidden])').length === k, all);
  }
}));

test('the period is a range of years', () => open(at('report.html'), async (page) => {
  const from = page.locator('select[data-filter="from"]');
  const years = await from.locator('option').evaluateAll((o) => o.map((x) => x.value).filter(Boolean));
  await from.selectOption(years[1]);
  await page.locator('select[data-filter="to"]').selectOption(years[1]);
  await page.waitForFunction(() => document.getElementById('found').textContent.includes('found'));
  const found = await page.locator('.cell blockquote:visible').evaluateAll((list) => [...new Set(list.map((q) => q.dataset.year))]);
  assert.deepEqual(found, [years[1]]);
}));

test('search finds words in any case, and nothing where there is nothing', () => open(at('report.html'), async (page) => {
  const word = await page.locator('.cell blockquote mark').first().textContent();
  await page.fill('#words', word.toUpperCase());
  await page.waitForFunction(() => document.getElementById('found').textContent.includes('found'));
  const texts = await page.locator('.cell blockquote:visible').allTextContents();
  assert.ok(texts.length > 0 && texts.every((t) => t.toLowerCase().includes(word.toLowerCase())));
  await page.fill('#words', 'qqqxyzzy');
  await page.waitForFunction(() => document.getElementById('found').textContent.startsWith('0 quotations'));
  assert.equal(await page.locator('.cell:visible').count(), 0);
}));

test('a number opens its sentences by click; Back closes them', () => open(at('report.html'), async (page) => {
  const link = page.locator('main table a[href^="#evidence-"][data-only]').first();
  const wanted = JSON.parse(await link.getAttribute('data-only'));
  await link.click();
  const facets = await page.locator('#panel blockquote').evaluateAll((list) => list.map((q) => ({ ...q.dataset })));
  assert.ok(facets.length > 0 && facets.every((f) => wanted.every(([name, value]) => (f[name] || '').split('|').includes(value))));
  assert.equal(await page.evaluate(() => document.activeElement.id), 'panel-title');
  await page.goBack();
  assert.equal(await page.locator('#panel').isVisible(), false);
  await page.goForward();
  assert.equal(await page.locator('#panel').isVisible(), true);
  await accessible(page, 'panel');
}));

test('a number opens its sentences by keyboard; Escape gives the focus back', () => open(at('report.html'), async (page) => {
  const link = page.locator('main table a[data-only*="stance"]').first();
  await link.focus();
  await page.keyboard.press('Enter');
  assert.equal(await page.locator('#panel').isVisible(), true);
  const stance = JSON.parse(await link.getAttribute('data-only')).find((pair) => pair[0] === 'stance')[1];
  const stances = await page.locator('#panel blockquote').evaluateAll((list) => list.map((q) => q.dataset.stance));
  assert.ok(stances.length > 0 && stances.every((s) => s === stance));
  // The number that was opened is the number of hits that the panel tells.
  const hits = await link.textContent();
  assert.match(await page.locator('#panel-count').textContent(), new RegExp(`^${hits} hits? in \\d+ sentences?, of `));
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => !document.getElementById('panel').open);
  assert.equal(await link.evaluate((node) => node === document.activeElement), true);
}));

test('every number and mark that opens has sentences to show', () => open(at('report.html'), async (page) => {
  const empty = await page.evaluate(() => {
    const quotes = [...document.querySelectorAll('.cell blockquote')].map((q) => q.dataset);
    const has = (f, [name, value]) => {
      if (name === 'period') return (f.date || '').startsWith(value);
      return value.split('|').some((v) => (f[name] || '').split('|').includes(v));
    };
    const all = [...document.querySelectorAll('[data-only]')];
    return { all: all.length, without: all.filter((n) => !quotes.some((f) => JSON.parse(n.dataset.only).every((p) => has(f, p)))).map((n) => n.dataset.only) };
  });
  assert.ok(empty.all > 300, `${empty.all} numbers and marks open`);
  assert.deepEqual(empty.without, []);
}));

test('tables say what opens: frames, stance, tone, related expressions, entries, differences, years, groups', () => open(at('report.html'), async (page) => {
  const closed = await page.evaluate(() => {
    // Columns of counts and means that rest on sentences; the others hold words, dates, shares, probabilities or sums of these.
    const wanted = {
      'table-rates': [2, 3, 4, 5], 'table-frames': [2], 'table-stance': [2, 3, 4, 5, 6], 'table-voice': [2, 3, 4, 5], 'table-coverage': [3, 4, 5],
      'table-tone': [4, 5], 'table-trend': [4], 'table-trend-by-source': [4], 'table-declared-tests': [2], 'table-exploratory-differences': [2],
      'table-rest': [2], 'table-shift': [3, 4], 'table-top-entries': [3, 4], 'table-facets-stance': [2, 3, 4, 5], 'table-near': [3], 'table-clusters-en': [1],
      'table-terms': [2], 'table-articles': [4, 5, 6, 7, 8, 9],
    };
    const none = /^(0|–|0([.,]0)?( \[.*\])?)$/;
    return Object.entries(wanted).flatMap(([id, columns]) => {
      const table = document.getElementById(id);
      if (!table) return [`${id} is not there`];
      return [...table.querySelectorAll('tbody tr')].flatMap((row) => columns
        .filter((c) => !row.cells[c].querySelector('a') && !none.test(row.cells[c].textContent.trim().replace(/^[\d.,]+ \((0)\)$/, '0')))
        .map((c) => `${id}: ${row.cells[0].textContent}, ${row.cells[1].textContent}: ${row.cells[c].textContent}`));
    });
  });
  assert.deepEqual(closed.slice(0, 5), []);
}));

test('a note leads to its words and back, by keyboard too', () => open(at('report.html'), async (page) => {
  const notes = await page.locator('a[role=doc-noteref]').evaluateAll((all) => all.map((a) => [a.getAttribute('href'), a.id]));
  assert.ok(notes.length >= 8, `${notes.length} notes`);
  // A note that is referred to twice leads back to the first place, the one with an id.
  for (const [to, from] of notes) {
    const first = notes.find((n) => n[0] === to);
    assert.ok(first[1] && (from === '' || from === first[1]));
    assert.equal(await page.locator(`li${to} a[role=doc-backlink]`).first().getAttribute('href'), `#${first[1]}`);
  }
  await page.locator('a[role=doc-noteref]').nth(1).focus();
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.id), notes[1][0].slice(1));
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => window.location.hash), `#${notes[1][1]}`);
}));

test('on paper six sentences of each frame and source', () => open(at('report.html'), async (page) => {
  await page.emulateMedia({ media: 'print' });
  const most = await page.locator('.cell').evaluateAll((cells) => Math.max(...cells.map((c) => [...c.querySelectorAll('blockquote')].filter((q) => getComputedStyle(q).display !== 'none').length)));
  assert.equal(most, 6);
}));

test('marks of every kind of figure open their sentences', () => open(at('report.html'), async (page) => {
  for (const id of ['concepts-by-source', 'rates', 'stance-by-frame', 'voice-by-source', 'speakers-by-source', 'near-the-idea', 'tone-by-source', 'word-shift', 'frames-by-year', 'cluster-map-en', 'tree-en']) {
    const mark = page.locator(`figure#${id} [data-e]`).first().locator('circle, rect, path').first();
    await mark.click({ force: true });
    assert.ok(await page.locator('#panel blockquote').count() > 0, id);
    await page.click('#panel-close');
    await page.waitForFunction(() => !document.getElementById('panel').open);
  }
}));

test('a sentence is two clicks from its number: hits, cues and scopes are marked, and it leads into the article', async () => {
  let leads;
  await open(at('report.html'), async (page) => {
    const numbers = page.locator('main table a[data-only*="denied"]');
    // A quotation that its limit has cut to the hit has no room for a cue: some number has one that is whole.
    for (let i = 0; i < 20 && !leads; i += 1) {
      await numbers.nth(i).click();
      const whole = page.locator('#panel-body blockquote:has(mark.denied):has(.cue):has(.scope) footer a');
      if (await whole.count()) leads = await whole.first().getAttribute('href');
      await page.click('#panel-close');
      await page.waitForFunction(() => !document.getElementById('panel').open);
    }
    assert.ok(leads, 'no denied number opens a sentence with its cue and scope');
  });
  const [file, id] = leads.split('#');
  await open(at(file), async (page) => {
    assert.ok(await page.locator(`[id="${id}"] mark.denied`).count() > 0, id);
  });
});

test('every place that a quotation names is there', () => open(at('report.html'), async (page) => {
  const links = await page.locator('blockquote footer a').evaluateAll((all) => all.map((a) => a.getAttribute('href').split('#')[1]));
  const text = require('node:fs').readFileSync(at('articles.html'), 'utf8');
  const ids = new Set([...text.matchAll(/ id="([^"]+)"/g)].map((m) => m[1]));
  assert.ok(links.length > 100);
  assert.deepEqual(links.filter((id) => !ids.has(id)), []);
}));

test('the Italian report speaks Italian and is accessible', () => open(at('rapporto.html'), async (page) => {
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'it');
  assert.match(await page.locator('#found').textContent(), /citazioni mostrate$/);
  await accessible(page, 'Italian report');
  await page.fill('#words', 'attacc');
  await page.waitForFunction(() => /trovate$/.test(document.getElementById('found').textContent));
}));

test('the file of whole articles is accessible', () => open(at('articles.html'), (page) => accessible(page, 'articles')));

test('on a phone nothing but tables and figures is wider than the page, figures can be read, and on paper the controls are gone', () => open(at('report.html'), async (page) => {
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth) <= 1);
  const letters = await page.locator('figure svg').evaluateAll((all) =>
    all.map((svg) => (12 * svg.getBoundingClientRect().width) / svg.viewBox.baseVal.width));
  assert.ok(Math.min(...letters) > 10, `letters of ${Math.min(...letters)} points`);
  // Who sees only the left part of a figure is told that it goes on.
  assert.equal(await page.locator('.sideways').first().isVisible(), true);
  await page.emulateMedia({ media: 'print' });
  for (const id of ['#filters', 'nav', '.sideways']) assert.equal(await page.locator(id).first().isVisible(), false, id);
}, { viewport: { width: 380, height: 800 } }));

// Words of a figure lie inside it and not on each other.
test('words of figures can be read', () => open(at('report.html'), async (page) => {
  const wrong = await page.locator('figure svg').evaluateAll((all) => all.flatMap((svg) => {
    const box = svg.viewBox.baseVal;
    const texts = [...svg.querySelectorAll('text')].map((t) => ({ t: t.textContent, b: t.getBBox() })).filter((x) => x.t.trim());
    const name = svg.closest('figure').id;
    const out = texts.filter(({ b }) => b.x < box.x - 1 || b.y < box.y - 1 || b.x + b.width > box.x + box.width + 1 || b.y + b.height > box.y + box.height + 1)
      .map(({ t }) => `${name}: “${t}” leaves the figure`);
    texts.forEach((a, i) => texts.slice(i + 1).forEach((c) => {
      const wide = Math.min(a.b.x + a.b.width, c.b.x + c.b.width) - Math.max(a.b.x, c.b.x);
      const high = Math.min(a.b.y + a.b.height, c.b.y + c.b.height) - Math.max(a.b.y, c.b.y);
      if (wide > 2 && high > 5) out.push(`${name}: “${a.t}” lies on “${c.t}”`);
    }));
    return out;
  }));
  assert.deepEqual(wrong, []);
}));

// The same figure drawn by two programs, as small grey pictures: they may differ by edges and letters, not by marks.
test('figures look alike in a browser and as pictures for Word', async () => {
  const fs = require('node:fs');
  const folder = at('sample/figures');
  const names = fs.readdirSync(folder).filter((f) => f.endsWith('.png'));
  if (!names.length) { console.log('     rsvg-convert is not here: not compared'); return; }
  const grey = (page, source) => page.evaluate(async (src) => {
    const image = new Image();
    image.src = src;
    await image.decode();
    const [w, h] = [190, Math.round((190 * image.naturalHeight) / image.naturalWidth)];
    const context = Object.assign(document.createElement('canvas'), { width: w, height: h }).getContext('2d');
    context.drawImage(image, 0, 0, w, h);
    const { data } = context.getImageData(0, 0, w, h);
    return Array.from({ length: w * h }, (_, i) => (0.299 * data[4 * i] + 0.587 * data[4 * i + 1] + 0.114 * data[4 * i + 2]) / 255);
  }, source);
  const apart = (a, b) => a.reduce((sum, x, i) => sum + Math.abs(x - b[i]), 0) / a.length;
  await bare(async (page) => {
    for (const name of names) {
      const png = await grey(page, `data:image/png;base64,${fs.readFileSync(path.join(folder, name)).toString('base64')}`);
      const text = fs.readFileSync(path.join(folder, name.replace('.png', '.svg')), 'utf8');
      const size = text.match(/viewBox="0 0 (\S+) (\S+)"/);
      const svg = (words) => grey(page, `data:image/svg+xml;base64,${Buffer.from(words.replace('<svg ', `<svg width="${size[1]}" height="${size[2]}" `)).toString('base64')}`);
      const same = apart(png, await svg(text));
      assert.ok(same < 0.03, `${name}: ${same}`);
      // The measure sees a change: without its marks a figure is another one.
      const without = apart(png, await svg(text.replace(/<(circle|rect|path)[^>]*class="(pt|ho|c0|tr|g[1-4])"\/>/g, '')));
      assert.ok(without > same, `${name}: ${without} without marks`);
    }
  });
});

test('colours of figures are told apart in black and white', () => bare(async (page) => {
  const fs = require('node:fs');
  const text = fs.readFileSync(at('sample/figures/stance-by-frame.svg'), 'utf8');
  await page.setContent(text);
  const light = await page.evaluate(() => ['c0', 'c1', 'c2', 'c3'].map((c) => {
    const [r, g, b] = getComputedStyle(document.querySelector(`.${c}`)).fill.match(/\d+/g).map((x) => {
      const v = x / 255;
      return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  }));
  // Neighbours of a bar; the fourth is told from the third by its strokes as well.
  for (const i of [0, 1]) assert.ok((light[i + 1] + 0.05) / (light[i] + 0.05) > 1.8, `${light}`);
  assert.ok(await page.locator('.hx').count() > 0);
}));

test('pages are valid HTML', async () => {
  const { HtmlValidate } = require(path.join(process.env.BROWSER_CACHE, 'node_modules/html-validate'));
  // A headline may be long; a bar of a table has no style of its own.
  const check = new HtmlValidate({ extends: ['html-validate:standard'], rules: { 'long-title': 'off' } });
  const errors = async (text) => ((await check.validateString(text)).results[0] || { messages: [] }).messages;
  assert.ok((await errors('<p><div id="x"></div></p><a id="x">')).length > 0, 'the validator sees an error');
  for (const name of ['report.html', 'rapporto.html', 'articles.html', 'reader.html', 'hostile-report.html', 'hostile-reader.html']) {
    const found = await errors(require('node:fs').readFileSync(at(name), 'utf8'));
    assert.deepEqual(found.slice(0, 3).map((m) => `${m.line}: ${m.ruleId}: ${m.message}`), [], name);
  }
});

test('reader view hides a frame and shows cues without scripts', () => open(at('reader.html'), async (page) => {
  const mark = page.locator('main mark.f0').first();
  const colour = () => mark.evaluate((node) => getComputedStyle(node).backgroundColor);
  const before = await colour();
  await page.uncheck('#show-f0');
  assert.notEqual(await colour(), before);
  await page.check('#show-cues');
  assert.equal(await page.locator('.cue').first().evaluate((node) => getComputedStyle(node).outlineStyle), 'solid');
  const denied = page.locator('main mark.denied').first();
  await page.check('#show-f0');
  assert.match(await denied.evaluate((node) => getComputedStyle(node).textDecorationLine), /line-through/);
}));

for (const name of ['hostile-report.html', 'hostile-reader.html']) {
  test(`hostile article text stays text, ${name}`, () => open(at(name), async (page) => {
    assert.equal(await page.evaluate(() => window.pwned), undefined);
    assert.equal(await page.locator('img, iframe, script:not(:last-of-type), b.evil').count(), 0);
    const text = await page.locator('body').evaluate((node) => node.textContent);
    assert.ok(text.includes(name === 'hostile-report.html' ? '<script>window.pwned=3</script>' : '<b class="evil">'), 'markup is shown as text');
    assert.equal(/[\u202a-\u202e\u2066-\u2069\u200b]/.test(text), false, 'no invisible characters');
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(wide <= 1, `page is ${wide} px too wide`);
  }));
}

main().catch((e) => { console.error(e); process.exit(1); });
