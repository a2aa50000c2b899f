// What a coder does with the coding page, in a real browser. Arguments: folder with coding/sheet.html and kit/worksheets/voices-page.html.
'use strict';
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { execFileSync } = require('node:child_process');
const { test, open, accessible, main, assert } = require('./harness.js');

const folder = path.resolve(process.argv[2]);
const sheet = path.join(folder, 'coding/sheet.html');
const saved = (page) => page.evaluate(() => JSON.parse(localStorage.getItem(Object.keys(localStorage)[0])));
const done = async (page) => Number((await page.locator('#done').textContent()).match(/\d+/)[0]);
const rows = (text) => text.replace(/^\uFEFF/, '').trim().split('\r\n');

// Ten items by keyboard alone: frames by number, stance and voice by letter, Enter for the next.
const TEN = [['1', 'd', 'n'], ['0', 'n'], ['2', 'd', 'r'], ['1', 'h', '3', 'a', 'r'], ['4', 'y', 'q'], ['3', 'q'], ['1', '1', 'n'], ['2', 'h', 'n'], ['0', 'r'], ['1', 'n']];
const code = async (page) => {
  await page.locator('#name').fill('Ada L.');
  await page.keyboard.press('Escape');
  for (const keys of TEN) {
    for (const key of [...keys, 'Enter']) await page.keyboard.press(key);
  }
};
const download = async (page) => {
  const [file] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('s')]);
  const to = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'codes-')), file.suggestedFilename());
  await file.saveAs(to);
  return to;
};

for (const colorScheme of ['light', 'dark']) {
  test(`coding page is accessible, ${colorScheme}`, () => open(sheet, async (page) => {
    await accessible(page, 'coding page');
    for (const summary of await page.locator('summary').all()) await summary.click();
    await page.keyboard.press('1');
    await accessible(page, 'coding page, codebook open');
  }, { colorScheme }));
}

test('ten items by keyboard; nothing is lost by a reload', () => open(sheet, async (page) => {
  await code(page);
  assert.equal(await done(page), 10);
  const before = await saved(page);
  assert.equal(before.at, 10);
  await page.reload();
  assert.equal(await done(page), 10);
  assert.deepEqual(await saved(page), before);
  assert.equal(await page.locator('#name').inputValue(), 'Ada L.');
  for (let i = 0; i < 10; i += 1) await page.keyboard.press('ArrowLeft');
  assert.equal(await page.locator('[data-frame=threat] input:checked').inputValue(), 'denied');
  assert.equal(await page.locator('input[name=voice]:checked').inputValue(), 'narrator');
}));

test('codes are saved as a file, read back into an empty page, and compared', async () => {
  let file;
  await open(sheet, async (page) => {
    await code(page);
    file = await download(page);
  }, { acceptDownloads: true });
  assert.equal(path.basename(file), 'codes-ada-l.csv');
  const [head, ...body] = rows(fs.readFileSync(file, 'utf8'));
  assert.equal(head, 'unit,coder,text,threat,capability,intent,privacy,voice,speaker,note,check');
  assert.ok(body.some((r) => r.includes(',denied,0,0,0,narrator,')) && body.every((r) => /,x[0-9a-f]{10}$/.test(r)));
  await open(sheet, async (page) => {
    assert.equal(await done(page), 0);
    await page.setInputFiles('#import', file);
    await page.waitForFunction(() => document.getElementById('loaded').textContent.includes('10'));
    assert.equal(await done(page), 10);
    const again = await download(page);
    assert.equal(fs.readFileSync(again, 'utf8'), fs.readFileSync(file, 'utf8'));
    const other = path.join(path.dirname(again), 'codes-ben.csv');
    fs.writeFileSync(other, fs.readFileSync(again, 'utf8').replaceAll('Ada L.', 'Ben').replace(',denied,', ',hedged,'));
    const told = execFileSync(process.env.FRAMESCOPE, ['agreement', file, other, '--items', path.join(folder, 'coding/items.csv')]).toString();
    assert.match(told, /threat\s+alpha 1\.000/);
    assert.match(told, /Ada L\. denied, Ben hedged/);
  }, { acceptDownloads: true });
});

test('a file of another sheet is refused', () => open(sheet, async (page) => {
  const foreign = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'codes-')), 'foreign.csv');
  fs.writeFileSync(foreign, 'unit,threat,check\nu01,denied,x0000000000\n');
  await page.setInputFiles('#import', foreign);
  await page.waitForFunction(() => document.getElementById('loaded').textContent.includes('not of this sheet'));
  assert.equal(await done(page), 0);
}));

test('codes made on the page are not replaced by a file, nor put under another name, without asking', async () => {
  let file;
  await open(sheet, async (page) => {
    await code(page);
    file = await download(page);
  }, { acceptDownloads: true });
  await open(sheet, async (page) => {
    // The same person, coding on: what does not differ is taken without a word.
    for (const key of ['1', 'd', 'n']) await page.keyboard.press(key);
    const tried = async (name) => {
      await page.setInputFiles('#import', file);
      await page.locator('#ask button', { hasText: name }).click();
    };
    await page.setInputFiles('#import', file);
    await page.waitForFunction(() => document.getElementById('loaded').textContent.includes('10 codes were read'));
    assert.equal(await page.locator('#ask button').count(), 0);
    assert.equal(await page.locator('#name').inputValue(), 'Ada L.');
    // Other codes than the file has, and another name.
    await page.keyboard.press('1');
    await page.keyboard.press('h');
    await page.locator('#name').fill('Ben');
    await page.keyboard.press('Escape');
    const mine = await saved(page);
    assert.equal(await page.locator('[data-frame=threat] input:checked').inputValue(), 'hedged');
    await page.setInputFiles('#import', file);
    await page.locator('#ask button').first().waitFor();
    assert.match(await page.locator('#loaded').textContent(), /other codes for 1 of .*“Ada L\.”.*“Ben”/);
    await accessible(page, 'the question');
    assert.deepEqual((await saved(page)).codes, mine.codes);
    await page.locator('#ask button', { hasText: 'Do not read' }).click();
    assert.deepEqual(await saved(page), mine);
    await tried('Keep my codes');
    assert.deepEqual([(await saved(page)).codes, await page.locator('#name').inputValue()], [mine.codes, 'Ben']);
    await tried('Replace my codes');
    assert.equal(await page.locator('#name').inputValue(), 'Ada L.');
    assert.equal(await page.locator('[data-frame=threat] input:checked').inputValue(), 'denied');
  });
});

test('to start over takes two presses, one after the other', () => open(sheet, async (page) => {
  await page.keyboard.press('1');
  const clear = page.locator('#clear');
  await clear.click();
  assert.match(await clear.textContent(), /again/);
  await page.locator('[data-frame=intent] label', { hasText: 'Hedged' }).click();
  assert.doesNotMatch(await clear.textContent(), /again/);
  await clear.click();
  assert.equal(await done(page), 1);
  await clear.click();
  assert.equal(await done(page), 0);
}));

test('with the mouse, and keys typed into the note code nothing', () => open(sheet, async (page) => {
  await page.locator('[data-frame=intent] label', { hasText: 'Hedged' }).click();
  await page.locator('#note').fill('d 1 2 y 0');
  await page.locator('#next').click();
  await page.locator('#none').click();
  assert.equal(await done(page), 2);
  await page.locator('#previous').click();
  assert.equal(await page.locator('[data-frame=intent] input:checked').inputValue(), 'hedged');
  assert.equal(await page.locator('[data-frame=threat] input:checked').inputValue(), '0');
  assert.equal(await page.locator('#note').inputValue(), 'd 1 2 y 0');
}));

test('a page made for one student writes that name into the file; what is only half coded is not handed in as coded', () => open(path.join(folder, 'kit/students/01.html'), async (page) => {
  assert.equal(await page.locator('#name').inputValue(), '01');
  for (const key of ['n', 'Enter', '1', 'Enter', '1', 'n']) await page.keyboard.press(key);
  assert.equal(await done(page), 2);
  const left = await page.locator('#left').textContent();
  assert.match(left, /not coded 22 .*not answered in 1 of/);
  const file = await download(page);
  assert.equal(path.basename(file), 'codes-01.csv');
  const [, ...body] = rows(fs.readFileSync(file, 'utf8'));
  assert.ok(body.every((r) => /^u\d+,01,/.test(r)));
  assert.equal(body.filter((r) => r.includes('narrator')).length, 1);
  await page.reload();
  assert.equal(await page.locator('#name').inputValue(), '01');
  await page.locator('#name').fill('');
  await page.keyboard.press('Escape');
  await download(page);
  assert.match(await page.locator('#loaded').textContent(), /does not say whose/);
}, { acceptDownloads: true }));

test('the page of voices asks for voices alone', () => open(path.join(folder, 'kit/worksheets/voices-page.html'), async (page) => {
  await page.keyboard.press('q');
  assert.equal(await done(page), 1);
  assert.equal(await page.locator('[data-frame]').count(), 0);
  await accessible(page, 'voices');
}));

for (const name of ['kit/teacher/guide.html', 'kit/teacher/key.html', 'kit/teacher/slides.html', 'kit/print/01-print.html', 'feedback/overview.html', 'feedback/feedback/S01.html']) {
  test(`${name} is accessible`, () => open(path.join(folder, name), (page) => accessible(page, name)));
}

main().catch((e) => { console.error(e); process.exit(1); });
