// What a reader does with the report and the reader view, in a real browser. Arguments: folder with report.html, reader.html,
// hostile-report.html and hostile-reader.html.
'use strict';
const path = require('node:path');
const { test, open, accessible, main, assert } = require('./harness.js');

const at = (name) => path.join(path.resolve(process.argv[2]), name);
const shown = (page) => page.locator('.cell blockquote:visible').count();

test('report opens without errors or requests', () => open(at('report.html'), async (page, opened) => {
  assert.ok(opened < 5000, `${opened} ms`);
  assert.ok(await page.locator('figure svg').count() >= 6);
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
    assert.match(await page.locator('#found').textContent(), new RegExp(`^${n} sentences? of ${all} found$`));
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
  await page.waitForFunction(() => document.getElementById('found').textContent.startsWith('0 sentences'));
  assert.equal(await page.locator('.cell:visible').count(), 0);
}));

test('a number opens its sentences by click; Back closes them', () => open(at('report.html'), async (page) => {
  const link = page.locator('main table a[href^="#evidence-"]:not([data-only])').first();
  await link.click();
  assert.ok(await page.locator('#panel blockquote').count() > 0);
  assert.equal(await page.evaluate(() => document.activeElement.id), 'panel-title');
  await page.goBack();
  assert.equal(await page.locator('#panel').isVisible(), false);
  await page.goForward();
  assert.equal(await page.locator('#panel').isVisible(), true);
  await accessible(page, 'panel');
}));

test('a number opens its sentences by keyboard; Escape gives the focus back', () => open(at('report.html'), async (page) => {
  const link = page.locator('main table a[data-only^="stance="]').first();
  await link.focus();
  await page.keyboard.press('Enter');
  assert.equal(await page.locator('#panel').isVisible(), true);
  const only = await link.getAttribute('data-only');
  const stances = await page.locator('#panel blockquote').evaluateAll((list) => list.map((q) => `stance=${q.dataset.stance}`));
  assert.ok(stances.every((s) => s === only));
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => !document.getElementById('panel').open);
  assert.equal(await link.evaluate((node) => node === document.activeElement), true);
}));

test('a mark of a figure opens its sentences', () => open(at('report.html'), async (page) => {
  await page.locator('figure [data-e] circle').first().click();
  assert.ok(await page.locator('#panel blockquote').count() > 0);
}));

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
